using ExchangeHub.Adapters.Tests.EventLog;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres;
using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// Each process keeps in memory what it believes of the log. The dangerous moments are those after another process has appended:
/// a stale belief must neither store twice, nor tell a caller of a conflict that does not exist, nor starve one of the two.
/// </summary>
[Collection(PostgresDatabases.Name)]
public sealed class When_several_processes_write_one_log(PostgresServer server)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Both_get_places_of_their_own_and_neither_starves()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var first = new PostgresEventLog(database, TimeProvider.System);
        await using var second = new PostgresEventLog(database, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
        {
            var log = caller % 2 == 0 ? first : second;
            for (var i = 0; i < 40; i++)
            {
                await log.StoreAsync(Request(To($"caller-{caller}", i, Event($"{caller}/{i}")), To("shared", null, Event())));
            }
        }))).WaitAsync(Soon);

        var events = await first.ReadAllAsync();
        Assert.Equal(2_560, events.Count);
        Assert.All(events.GroupBy(one => one.Stream), stream => Assert.Equal(
            Enumerable.Range(1, stream.Count()), stream.Select(one => (int)one.Revision)));
    }

    [Fact]
    public async Task Of_two_who_decided_on_the_same_past_one_wins()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var first = new PostgresEventLog(database, TimeProvider.System);
        await using var second = new PostgresEventLog(database, TimeProvider.System);

        for (var revision = 0; revision < 25; revision++)
        {
            var outcomes = await Task.WhenAll(
                first.AppendAsync(Request(To("register", revision, Event()))),
                second.AppendAsync(Request(To("register", revision, Event()))));

            Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
            Assert.Equal(
                new AppendOutcome.Conflict("register", revision + 1), Assert.Single(outcomes.OfType<AppendOutcome.Conflict>()));
        }
    }

    [Fact]
    public async Task What_the_other_has_appended_is_no_conflict_for_who_has_read_it()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var first = new PostgresEventLog(database, TimeProvider.System);
        await using var second = new PostgresEventLog(database, TimeProvider.System);
        await first.StoreAsync(Request(To("case-1", 0, Event())));
        await second.StoreAsync(Request(To("case-1", 1, Event())));

        await first.StoreAsync(Request(To("case-1", 2, Event())));
        await second.StoreAsync(Request(To("other", 0, Event()), To("case-1", 3)));
        await first.StoreAsync(Request(To("other", 1, Event())));
        var stale = await first.AppendAsync(Request(To("new", 0, Event()), To("case-1", 2)));

        Assert.Equal(new AppendOutcome.Conflict("case-1", 3), stale);
        Assert.Equal(5, (await second.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task A_key_used_at_one_is_recognised_by_the_other()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var first = new PostgresEventLog(database, TimeProvider.System);
        await using var second = new PostgresEventLog(database, TimeProvider.System);
        await second.StoreAsync(One("before"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() =>
            (i % 2 == 0 ? first : second).AppendAsync(Request(Key($"key-{i / 4}"), To($"record-{i / 4}", null, Event()))))));

        Assert.Equal(15, outcomes.OfType<AppendOutcome.Appended>().Count());
        Assert.Equal(45, outcomes.OfType<AppendOutcome.Repeated>().Count());
        Assert.Equal(16, (await first.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task Waiting_at_one_ends_by_notification_when_the_other_appends()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var writer = new PostgresEventLog(database, TimeProvider.System);

        // By this one's clock the second between two polls never passes.
        await using var reader = new PostgresEventLog(database, new StoppedClock());
        await writer.StoreAsync(One("case-1"));
        await reader.WaitForMoreAsync(0, CancellationToken.None);
        var lags = new List<double>();

        for (var position = 1; position <= 100; position++)
        {
            var more = reader.WaitForMoreAsync(position, CancellationToken.None);
            await writer.StoreAsync(One("case-1"));
            var stored = TimeProvider.System.GetTimestamp();
            Assert.Equal(position + 1, await more.WaitAsync(Soon));
            lags.Add(TimeProvider.System.GetElapsedTime(stored).TotalMilliseconds);
        }

        lags.Sort();
        Assert.True(lags[50] < 250, $"Half of the notifications took more than {lags[50]} ms.");
    }

    [Fact]
    public async Task Waiting_ends_without_a_notification_too()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        await log.StoreAsync(One("case-1"));
        var more = log.WaitForMoreAsync(1, CancellationToken.None);

        await database.RunAsync(
            """
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            values (2, gen_random_uuid(), 'case-1', 2, '{}', 'silent.v1', now());
            update mt_streams set version = 2;
            update hub_position set last_seq = 2
            """);

        Assert.Equal(2, await more.WaitAsync(Soon));
    }

    [Fact]
    public async Task Events_that_Marten_appends_beside_us_are_stepped_over()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        await log.StoreAsync(Request(To("case-1", 0, Event(), Event())));

        await database.RunAsync(
            """
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            values (nextval('mt_events_sequence'), gen_random_uuid(), 'case-1', 3, '{"Reason":"x"}', 'marten.v1', now());
            update mt_streams set version = 3 where id = 'case-1'
            """);

        Assert.Equal(new AppendOutcome.Conflict("case-1", 3), await log.AppendAsync(Request(To("case-1", 2, Event()))));
        Assert.Equal(new(4, 4), await log.StoreAsync(Request(To("case-1", 3, Event()))));
        Assert.Equal(4, (await log.ReadAllAsync()).Count);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
