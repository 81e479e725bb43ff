using System.Collections.Immutable;
using ExchangeHub.Adapters.Tests.Facts;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Guards;
using ExchangeHub.Postgres;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Postgres.ReadModels;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Npgsql;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// Notices are told from a read model, so that it must give the same ones however the log was cut into batches, and again when it
/// is made anew.
/// </summary>
[Collection(PostgresDatabases.Name)]
public sealed class When_subjects_are_indexed(PostgresServer server) : IAsyncLifetime, IDisposable
{
    private const string Firm = "91320509MAHUB0013D";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly EventCodec Codec = new(new StatementReader());

    private static readonly Network Network = new(
        "yrd-demo",
        ImmutableDictionary<Jurisdiction, Party>.Empty,
        ImmutableDictionary.CreateRange(new[]
        {
            Node("320509", "11320500MAHUBWJ11X"), Node("310118", "11310118MAHUBQP13X"),
        }.Select(node => KeyValuePair.Create(node.Id, node))),
        new Agreement("agr:yrd-demo-2020", [Asking.Zone]));

    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<DossierId, DossierState> _dossiers = [];
    private readonly Dictionary<string, SubjectState> _subjects = [];
    private readonly Dictionary<RecordId, CitedState> _cited = [];
    private NpgsqlDataSource _database = null!;
    private PostgresEventLog _log = null!;
    private long _sequence;

    public async Task InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        _log = new(_database, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await _log.DisposeAsync();
        await _database.DisposeAsync();
    }

    public void Dispose() => _ending.Dispose();

    [Fact]
    public async Task A_rebuild_gives_the_same_rows_and_the_same_notices()
    {
        var runner = new ProjectionRunner(
            _log, _database, new SubjectProjection(Codec, _log, () => Network), TimeProvider.System);
        var running = runner.RunAsync(_ending.Token);
        foreach (var payload in Story())
        {
            await runner.WaitUntilAsync(await FileAsync(payload), CancellationToken.None).WaitAsync(Soon); // a batch for each
        }

        var before = await DumpAsync();
        await runner.RebuildAsync(CancellationToken.None);
        await runner.WaitUntilAsync(await _log.HeadAsync(CancellationToken.None), CancellationToken.None).WaitAsync(Soon);

        Assert.Equal(before, await DumpAsync());
        var index = new SubjectIndex(_database, runner, () => Network);
        var notices = await index.NoticesAsync(new NoticeQuery(Firm, null, null, 500), CancellationToken.None);
        Assert.Equal(
            [
                NoticeKind.RemovalDue, NoticeKind.RemovalDue, NoticeKind.GroundArose, NoticeKind.RemovalDue,
                NoticeKind.RemovalToReview, NoticeKind.GroundWithdrawn,
            ],
            notices.Select(entry => entry.Notice.Kind));
        Assert.Equal(3, (await index.FindAsync(
            Firm, [RecordKind.Penalty], new DateOnly(2026, 7, 10), new DateOnly(2026, 7, 10), CancellationToken.None)).Length);
        Assert.Empty(await index.FindAsync(
            Firm, [RecordKind.Penalty], new DateOnly(2026, 7, 11), new DateOnly(2026, 8, 1), CancellationToken.None));
        var naming = await index.NamingAsync(
            Firm, Enum.GetValues<RecordKind>(), null, null, 10, CancellationToken.None);
        Assert.Equal(5, naming.Length); // an entry, three penalties, and a package, which no guard watches
        Assert.Contains(naming, one => one.Dossier.Kind == RecordKind.Evidence);
        Assert.Equal(
            naming.Skip(2), await index.NamingAsync(
                Firm, Enum.GetValues<RecordKind>(), null, naming[1], 10, CancellationToken.None));
        Assert.Equal(
            naming.OrderByDescending(one => one.DecidedOn).Select(one => one.DecidedOn), naming.Select(one => one.DecidedOn));
        await _ending.CancelAsync();
        await running;
    }

    private static RegisteredNode Node(string division, string issuer) => new(
        NodeId.Parse($"node:{division}"), Jurisdiction.Parse(division), [issuer], IsArbiter: false, Keys: []);

    private IEnumerable<ReadOnlyMemory<byte>> Story()
    {
        yield return Write(Entry());
        yield return Write(Penalty(1));
        yield return Write(Penalty(2));
        yield return Write(Penalty(3));
        yield return Write(Package());
        var revocation = Samples.Revocation();
        revocation.RecordId = Penalty(2).RecordId;
        yield return Samples.Writer("node:320509").Write(
            "penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第2号", revocation, Place());
    }

    private static Record Penalty(int number)
    {
        var record = Samples.Penalty();
        record.RecordId = $"urn:eeh:penalty:320509:01KXKJ3V5WQ8H2N6B4T7R9M1X{number}";
        record.Penalty.DocumentNumber = $"苏环行罚字〔2026〕09第{number}号";
        record.Penalty.EvidenceRefs.Clear();
        record.Penalty.ServedOn = "2026-07-13";
        record.Penalty.ServiceMode = Protos.Record.V1.ServiceMode.Direct;
        return record;
    }

    private static Record Package()
    {
        var record = Samples.Evidence();
        record.RecordId = "urn:eeh:evidence:320509:01KXKJ3V5WQ8H2N6B4T7R9M1X8";
        record.LegalIssuer = Samples.Suzhou;
        return record;
    }

    private static Record Entry()
    {
        var record = Samples.Penalty();
        record.RecordId = "urn:eeh:positive:320509:01KXKJ3V5WQ8H2N6B4T7R9M1X9";
        record.DecidedOn = "2026-01-15";
        record.PositiveListing = new Protos.Record.V1.PositiveListing
        {
            Category = Protos.Record.V1.PositiveListing.Types.Category.Livelihood,
            ValidTo = "2029-01-14",
            Exemption = Protos.Record.V1.PositiveListing.Types.Exemption.Reduced,
        };
        return record;
    }

    private ReadOnlyMemory<byte> Write(Record record) =>
        Samples.Writer("node:320509").Write(record, Ulid.New(Samples.PublishedAt, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), Place());

    private StatementPlace Place() => new(++_sequence, _sequence == 1 ? null : Digest.Of("before"u8), Samples.PublishedAt);

    // Files as the hub does, with dictionaries in the place of what it reads.
    private async Task<long> FileAsync(ReadOnlyMemory<byte> payload)
    {
        var reading = new StatementReader().Read(payload);
        Assert.Empty(reading.Violations);
        var context = FilingContext.Empty;
        while (Filing.Missing(Network, context, reading.Statement!) is { IsNothing: false } unread)
        {
            context = new FilingContext(
                context.Dossiers.AddRange(unread.Dossiers.Select(id =>
                    KeyValuePair.Create(id, _dossiers.GetValueOrDefault(id, DossierState.Empty)))),
                context.Subjects.AddRange(unread.Subjects.Select(code =>
                    KeyValuePair.Create(code, _subjects.GetValueOrDefault(code, SubjectState.Empty)))),
                context.Cited.AddRange(unread.Cited.Select(id =>
                    KeyValuePair.Create(id, _cited.GetValueOrDefault(id, CitedState.Empty)))));
        }

        var result = Filing.File(
            Network, context, new Envelope(Envelope.StatementType, payload, "", new byte[64]), reading.Statement!,
            Samples.PublishedAt);
        Assert.Null(result.Rejection);
        var appends = new List<StreamAppend>();
        foreach (var (dossier, events) in result.Dossiers)
        {
            _dossiers[dossier] = events.Aggregate(context.Dossiers[dossier], Dossier.Evolve);
            appends.Add(new StreamAppend(
                dossier.Stream, null, [.. events.Select(happened => Codec.Encode(Guid.CreateVersion7(), happened))]));
        }

        foreach (var (subject, events) in result.Subjects)
        {
            _subjects[subject] = events.Aggregate(context.Subjects[subject], SubjectFile.Evolve);
        }

        foreach (var (record, events) in result.Cited)
        {
            _cited[record] = events.Aggregate(context.Cited[record], CitedRecord.Evolve);
        }

        var outcome = await _log.AppendAsync(new AppendRequest([.. appends], Samples.PublishedAt), CancellationToken.None);
        return Assert.IsType<AppendOutcome.Appended>(outcome).LastPosition;
    }

    private Task<string> DumpAsync() => _database.AskAsync<string>(
        """
        select (select string_agg(r::text, E'\n' order by subject, dossier) from hub_subject_record r) || E'\n'
            || (select string_agg(n::text, E'\n' order by position, ordinal) from hub_notice n)
        """);
}
