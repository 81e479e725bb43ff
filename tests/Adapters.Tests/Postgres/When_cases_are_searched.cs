using System.Collections.Immutable;
using ExchangeHub.Adapters.Tests.Messaging;
using ExchangeHub.Agreements;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Postgres;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Postgres.ReadModels;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// A search that leaves a case out is worse than none: an officer concludes that there is none. So every answer is compared with
/// that of a reader who looks at all records one by one, and does not know the tables.
/// </summary>
[Collection(PostgresDatabases.Name)]
public sealed class When_cases_are_searched(PostgresServer server) : IAsyncLifetime, IDisposable
{
    private const int Seed = 20260716;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _ending = new();
    private NpgsqlDataSource _database = null!;
    private PostgresEventLog _log = null!;
    private RecordProjection _projection = null!;
    private ProjectionRunner _runner = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        _log = new(_database, TimeProvider.System);
        _projection = new RecordProjection(new EventCodec(new StatementReader()));
        _runner = new(_log, _database, _projection, TimeProvider.System);
        _running = _runner.RunAsync(_ending.Token);
    }

    public async Task DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running;
        await _log.DisposeAsync();
        await _database.DisposeAsync();
    }

    public void Dispose() => _ending.Dispose();

    [Fact]
    public async Task Every_answer_is_that_of_somebody_who_looks_at_all_records()
    {
        var random = new Random(Seed);
        var zone = await FilledAsync(random, 300);
        await _database.RunAsync("analyze");
        var index = Index();
        var found = 0;
        for (var number = 0; number < 400; number++)
        {
            var query = Query(random, zone);
            var expected = zone.Records.Where(record => SearchOracle.Matches(query, record))
                .OrderByDescending(record => record.DecidedOn)
                .ThenBy(record => record.Dossier.ToString(), StringComparer.Ordinal).Select(record => record.Dossier).ToList();

            var (entries, total) = await AllPagesAsync(index, query);

            Assert.True(
                expected.SequenceEqual(entries) && total == expected.Count,
                $"Query {number} of seed {Seed}: {query}\nexpected {expected.Count}: {string.Join(", ", expected)}\n"
                    + $"found {total}: {string.Join(", ", entries)}");
            found += expected.Count;
        }

        Assert.InRange(found, 2_000, 400 * 300); // the queries neither find nothing nor everything
    }

    [Fact]
    public async Task What_the_newest_lack_and_very_many_others_have_is_found_in_order()
    {
        _ = await FilledAsync(new Random(29), 1);
        await CopyAsync(RecordKind.Permit, 9_000, "date '2026-06-01' + n % 9");
        await CopyAsync(RecordKind.Penalty, 7_000, "date '2025-12-31' - n % 700");
        await CopyAsync(RecordKind.NoPenalty, 12_000, "date '2025-05-05' - 50 * (n % 2)"); // more a day than are put into order
        await _database.RunAsync("analyze");

        foreach (var kind in new[] { RecordKind.Penalty, RecordKind.NoPenalty })
        {
            var expected = await _database.AskAsync<string[]>(
                "select array_agg(dossier order by decided_on desc, dossier) from hub_record "
                    + $"where dossier like '{kind.Code()}/copy/%'");

            var (entries, total) = await AllPagesAsync(Index(), Anything(1_000) with { Kind = kind, WaterBody = "抄本河" });

            Assert.Equal(expected, entries.Select(dossier => dossier.ToString()));
            Assert.Equal(Math.Min(expected.Length, RecordQuery.CountMax + 1), total);
        }
    }

    [Fact]
    public async Task Decisions_are_counted_as_somebody_counts_who_looks_at_all_records()
    {
        var zone = await FilledAsync(new Random(17), 200);
        var parties = SearchableZone.Receivers.Select(Jurisdiction.Parse).ToArray();
        var network = SearchableZone.Network with
        {
            Parties = parties.ToImmutableDictionary(party => party, party => new Party(party, new Wording("", ""))),
        };
        var (first, last) = (new DateOnly(2026, 1, 6), new DateOnly(2026, 1, 25));
        var expected = (
            from record in zone.Records
            where record.ShownTo is null && record.DecidedOn >= first && record.DecidedOn <= last
            from party in parties
            let decision = SearchOracle.Decides(record, party)
            where decision is not null
            group record by (
                $"{Body(record).Jurisdiction}", $"{party}", record.Dossier.Kind, decision.Assessment.Outcome)).ToDictionary(
                same => same.Key, same => (long)same.Count());

        var index = new RecordIndex(_database, _runner, () => network, new ShownRows(_database));
        var counted = await index.CountAsync(first, last, null, [], CancellationToken.None);

        Assert.True(expected.Count > 20);
        Assert.Equal(expected, counted.Counts.ToDictionary(
            count => ($"{count.Jurisdiction}", $"{count.Receiver}", count.Kind, count.Outcome), count => count.Count));
        var ofPenalties = await index.CountAsync(first, last, RecordKind.Penalty, [], CancellationToken.None);
        Assert.Equal(counted.Counts.Where(count => count.Kind == RecordKind.Penalty), ofPenalties.Counts);
    }

    [Fact]
    public async Task A_summary_says_what_can_be_asked_for()
    {
        var zone = await FilledAsync(new Random(7), 60);
        foreach (var record in zone.Records)
        {
            var entry = Assert.Single((await Index().FindAsync(
                Anything(5) with { DocumentNumber = DocumentNumber.Normalise(Body(record).Caption.DocumentNumber) },
                CancellationToken.None)).Entries);

            Assert.Equal(
                (record.Statement.Issuer.CreditCode, Body(record).Topic, CivilDates.Of(record.TakenAt)),
                (entry.Issuer, entry.Topic, entry.KnownOn));
            Assert.Equal(
                record.InForce.Values.Select(decision => decision.For.Key).Order(StringComparer.Ordinal),
                entry.InForce.Select(decision => decision.For.Key).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task The_database_keeps_rows_from_others_even_when_a_search_asks_for_them()
    {
        var zone = await FilledAsync(new Random(23), 80);
        var qingpu = Jurisdiction.Parse("310118");
        var own = zone.Records.Count(record => record.ShownTo is not { } parties || parties.Contains(qingpu));
        var open = zone.Records.Count(record => record.ShownTo is null);
        Assert.True(open < own && own < zone.Records.Count);

        Assert.Equal((own, open), (await CountAsReaderAsync("310118"), await CountAsReaderAsync("")));
        _ = await new ProjectionRebuild(_log, _database, _projection).RunAsync(_ => Task.CompletedTask, CancellationToken.None);
        Assert.Equal((own, open), (await CountAsReaderAsync("310118"), await CountAsReaderAsync("")));

        // A search reads what it has found by the same rules, whatever its own conditions were.
        Assert.NotEmpty((await Index().FindAsync(Anything(500), CancellationToken.None)).Entries);
        await _database.RunAsync("alter policy hub_record_shown on hub_record using (false)");
        Assert.Empty((await Index().FindAsync(Anything(500), CancellationToken.None)).Entries);
    }

    [Fact]
    public async Task A_rebuild_is_not_seen_by_those_who_search()
    {
        var zone = await FilledAsync(new Random(11), 120);
        var before = await DumpAsync();
        await _database.RunAsync("update hub_record set issuer_name = 'spoiled'");
        using var done = new CancellationTokenSource();
        var searches = 0;
        var searching = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var (entries, _) = await AllPagesAsync(Index(), Anything(100) with { DecidedFrom = new DateOnly(2026, 1, 1) });
                Assert.Equal(120, entries.Count);
                Interlocked.Increment(ref searches);
            }
        });

        // Whenever it has come further somebody searches, however fast it is.
        var reached = await new ProjectionRebuild(_log, _database, _projection).RunAsync(
            async _ =>
            {
                var before = Volatile.Read(ref searches);
                await Eventually.HoldsAsync(
                    () => searching.IsCompleted || Volatile.Read(ref searches) > before, 60, () => "nobody searches");
            },
            CancellationToken.None).WaitAsync(Soon);

        await done.CancelAsync();
        await searching.WaitAsync(Soon);
        Assert.True(searches > 0);
        Assert.Equal(await _log.HeadAsync(CancellationToken.None), reached);
        Assert.Equal(before, await DumpAsync());

        // It goes on: what is filed now is found, and nothing of the rebuild is left.
        await _runner.WaitUntilAsync(await zone.FillAsync(3), CancellationToken.None).WaitAsync(Soon);
        Assert.Equal(123, await _database.AskAsync<long>("select count(*) from hub_record"));
        Assert.False(await _database.AskAsync<bool>(
            "select exists (select from pg_namespace where nspname like '%rebuild%')"));
        Assert.Equal(
            ["hub_record_decided", "hub_record_known", "hub_record_marks", "pkey_hub_record"],
            (await _database.AskAsync<string[]>(
                "select array_agg(indexname::text order by indexname) from pg_indexes where tablename = 'hub_record'"))
            .Where(name => name is "hub_record_decided" or "hub_record_known" or "hub_record_marks" or "pkey_hub_record"));
    }

    [Fact]
    public async Task Events_that_come_during_a_rebuild_are_applied_once()
    {
        var zone = await FilledAsync(new Random(13), 40);
        var more = 5;
        _ = await new ProjectionRebuild(_log, _database, _projection).RunAsync(
            async _ =>
            {
                while (more-- > 0)
                {
                    await zone.FillAsync(1);
                }
            },
            CancellationToken.None).WaitAsync(Soon);
        var after = await zone.FillAsync(10);

        await _runner.WaitUntilAsync(after, CancellationToken.None).WaitAsync(Soon);
        Assert.Equal(zone.Records.Count, await _database.AskAsync<long>("select count(*) from hub_record"));
    }

    [Theory]
    [InlineData("汾湖锦澜", "苏州汾湖锦澜纺织印染有限公司", true)]
    [InlineData("汾湖锦蓝", "苏州汾湖锦澜纺织印染有限公司", true)]
    [InlineData("汾锦澜纺", "苏州汾湖锦澜纺织印染有限公司", true)]
    [InlineData("锦蓝", "苏州汾湖锦澜纺织印染有限公司", false)]
    [InlineData("苏州汾湖景蓝纺织印染有限公司", "苏州汾湖锦澜纺织印染有限公司", true)]
    [InlineData("苏州分湖景蓝纺织印染有限公司", "苏州汾湖锦澜纺织印染有限公司", false)]
    [InlineData("陶庄汇(集团)", "嘉善陶庄汇（集团）有限公司", true)]
    [InlineData("ａ１ 纺机", "青浦A1纺机有限公司", true)]
    [InlineData("%_", "苏州汾湖锦澜纺织印染有限公司", false)]
    public void A_name_is_found_by_a_part_of_it_and_in_spite_of_a_slip(string term, string name, bool isFound) =>
        Assert.Equal(isFound, NameForm.Of(term) is { Length: > 1 } form && form.IsIn(NameForm.Of(name).Text));

    private static StatementBody.RecordVersion Body(Findable record) => (StatementBody.RecordVersion)record.Statement.Body;

    private static RecordQuery Anything(int pageSize) => new(null, null, null, null, null, null, null, null, pageSize, null)
    {
        Readers = [.. SearchableZone.Receivers.Select(Jurisdiction.Parse)],
    };

    private static async Task<(List<DossierId> Entries, int Total)> AllPagesAsync(RecordIndex index, RecordQuery query)
    {
        var entries = new List<DossierId>();
        var total = -1;
        while (true)
        {
            var page = await index.FindAsync(query with { IsCounted = true }, CancellationToken.None);
            entries.AddRange(page.Entries.Select(entry => entry.Dossier));
            total = page.Total!.Value;
            if (!page.HasMore)
            {
                return (entries, total);
            }

            query = query with { After = new RecordCursor(page.Entries[^1].DecidedOn, page.Entries[^1].Dossier) };
        }
    }

    private static RecordQuery Query(Random random, SearchableZone zone)
    {
        bool Maybe() => random.Next(5) == 0;
        var some = zone.Pick(zone.Records);
        var day = new DateOnly(2026, 1, 1).AddDays(random.Next(40));
        var receiver = Jurisdiction.Parse(zone.Pick(SearchableZone.Receivers));
        return new RecordQuery(
            Maybe() ? zone.Pick([RecordKind.Penalty, RecordKind.Permit, RecordKind.Blacklist]) : null,
            Maybe() ? Jurisdiction.Parse(zone.Pick(SearchableZone.Receivers)) : null,
            Maybe() ? some.Record.Subjects[0].CreditCode : null,
            Maybe() ? Term(random, zone.FirmName()) : null,
            random.Next(20) == 0 ? DocumentNumber.Normalise(Body(some).Caption.DocumentNumber) : null,
            Maybe() ? day : null,
            Maybe() ? day.AddDays(random.Next(20)) : null,
            Maybe() ? Jurisdiction.Parse(zone.Pick(SearchableZone.Receivers)) : null,
            1 + random.Next(40),
            null)
        {
            Industry = Maybe() ? zone.Pick(["17", "171", "1713", "33", "26"]) : null,
            Violation = Maybe() ? zone.Pick(SearchableZone.Violations) : null,
            Issuer = Maybe() ? some.Statement.Issuer.CreditCode : null,
            WaterBody = Maybe() ? zone.Pick(["太浦河", "淀山湖", "元荡"]) : null,
            Outcome = Maybe() ? new OutcomeSought(receiver, random.Next(3) == 0 ? null : (Outcome)random.Next(2, 8)) : null,
            Reason = Maybe() ? new ReasonCode(zone.Pick(SearchableZone.Reasons)) : null,
            Around = Maybe() ? new Vicinity(new GeoPoint(31.0, 120.9), random.Next(500, 40_000)) : null,
            KnownFrom = Maybe() ? new DateOnly(2026, 7, 16).AddDays(random.Next(60)) : null,
            KnownTo = Maybe() ? new DateOnly(2026, 7, 16).AddDays(random.Next(60)) : null,
            Readers = Maybe() ? [] : [receiver],
        };
    }

    // A part of a name, sometimes with a character changed, left out or put in.
    private static string Term(Random random, string name)
    {
        var from = random.Next(name.Length - 2);
        var term = name.Substring(from, 2 + random.Next(name.Length - from - 1)).ToList();
        for (var slips = random.Next(3); slips > 0; slips--)
        {
            switch (random.Next(3))
            {
                case 0:
                    term[random.Next(term.Count)] = '错';
                    break;
                case 1 when term.Count > 2:
                    term.RemoveAt(random.Next(term.Count));
                    break;
                default:
                    term.Insert(random.Next(term.Count), '多');
                    break;
            }
        }

        return string.Concat(term) is var text && NameForm.Of(text).Length > 1 ? text : "汾湖"; // shorter ones are turned down
    }

    // Without any condition, as the role that may only read.
    private async Task<int> CountAsReaderAsync(string readers)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("set local role exchangehub_reader"),
                new NpgsqlBatchCommand($"set local exchangehub.readers = '{readers}'"),
                new NpgsqlBatchCommand("select count(*)::integer from hub_record"),
            },
        };
        return (int)(await batch.ExecuteScalarAsync())!;
    }

    // Rows as they would stand there if so many had been published.
    private Task CopyAsync(RecordKind kind, int rows, string day) => _database.RunAsync(
        $"""
        insert into hub_record
          (dossier, record_id, version, kind, jurisdiction, issuer_name, document_number, document_normal, subject_names,
           subjects, decided_on, marks)
        select '{kind.Code()}/copy/' || n, record_id, version, '{kind.Code()}', jurisdiction, issuer_name, document_number,
          document_normal, subject_names, subjects, {day}, array['k:{kind.Code()}', 'w:抄本河']
        from (select * from hub_record where dossier not like '%/copy/%' limit 1) one, generate_series(1, {rows}) n
        """);

    private RecordIndex Index() => new(_database, _runner, () => SearchableZone.Network, new ShownRows(_database));

    private async Task<SearchableZone> FilledAsync(Random random, int records)
    {
        var zone = new SearchableZone(random, _log);
        await _runner.WaitUntilAsync(await zone.FillAsync(records), CancellationToken.None).WaitAsync(Soon);
        return zone;
    }

    private Task<string> DumpAsync() => _database.AskAsync<string>(
        """
        select (select string_agg(r::text, E'\n' order by dossier) from hub_record r) || E'\n'
            || (select string_agg(d::text, E'\n' order by dossier, receivers) from hub_recognition d) || E'\n'
            || (select string_agg(n::text, E'\n' order by key) from hub_firm_name n)
        """);
}
