using ExchangeHub.Adapters.Tests.EventLog;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres;
using Npgsql;
using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// A lost connection leaves one question: was it stored? Only who was under way may have to ask; who waited, or comes later, must
/// be served as if nothing had happened; and asking again must never store twice.
/// </summary>
[Collection(PostgresDatabases.Name)]
public sealed class When_the_connection_is_lost(PostgresServer server)
{
    private const string Writers =
        "from pg_stat_activity where datname = current_database() and query like 'with fence%' and pid <> pg_backend_pid()";

    [Fact]
    public async Task An_append_under_way_has_an_unknown_outcome_and_can_be_sent_again()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        var request = Request(Key("node:310118/1"), To("case-1", 0, Event()));
        Task<AppendOutcome> underWay;
        Task<AppendOutcome> waiting;
        await using (await HoldFenceAsync(database))
        {
            underWay = log.AppendAsync(request);
            await database.UntilAsync($"select exists (select {Writers} and wait_event_type = 'Lock')");
            waiting = log.AppendAsync(One("case-2"));
            await database.RunAsync($"select pg_terminate_backend(pid) {Writers}");
            var lost = await Assert.ThrowsAsync<LogUnavailableException>(() => underWay);
            Assert.Contains("not known", lost.Message, StringComparison.Ordinal);
        }

        Assert.IsType<AppendOutcome.Appended>(await waiting);
        Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(request));
        Assert.IsType<AppendOutcome.Repeated>(await log.AppendAsync(request));
        Assert.Equal(2, (await log.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task A_connection_that_died_at_rest_is_replaced_unnoticed()
    {
        await using var database = await server.CreateDatabaseAsync();
        var clock = new LateClock();
        await using var log = new PostgresEventLog(database, clock);
        await log.StoreAsync(One("case-1"));

        await database.RunAsync($"select pg_terminate_backend(pid) {Writers}");
        await database.UntilAsync($"select not exists (select {Writers})");
        clock.Ahead = TimeSpan.FromMinutes(1);

        Assert.Equal(new(2, 2), await log.StoreAsync(One("case-1")));
    }

    [Fact]
    public async Task A_store_that_stays_away_is_reported_and_nothing_is_in_doubt()
    {
        await using var database = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=hub;Database=none;Timeout=1");
        await using var log = new PostgresEventLog(database, TimeProvider.System);

        var away = await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(One("case-1")));

        Assert.Contains("nothing of this request was stored", away.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", away.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LogUnavailableException>(() => log.HeadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<LogUnavailableException>(() => log.ReadAsync(0, 1, CancellationToken.None));
    }

    [Fact]
    public async Task An_append_given_up_before_its_turn_is_not_stored()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        using var patience = new CancellationTokenSource();
        Task<AppendOutcome> underWay;
        await using (await HoldFenceAsync(database))
        {
            underWay = log.AppendAsync(One("case-1"));
            await database.UntilAsync($"select exists (select {Writers} and wait_event_type = 'Lock')");
            var waiting = log.AppendAsync(One("case-2"), patience.Token);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        Assert.IsType<AppendOutcome.Appended>(await underWay);
        Assert.Equal(new(2, 2), await log.StoreAsync(One("case-3")));
        Assert.Empty(await log.ReadStreamAsync("case-2"));
    }

    [Fact]
    public async Task Closing_the_log_finishes_what_is_under_way_and_fails_what_waits()
    {
        await using var database = await server.CreateDatabaseAsync();
        var log = new PostgresEventLog(database, TimeProvider.System);
        var waitsForMore = log.WaitForMoreAsync(10, CancellationToken.None);
        Task<AppendOutcome> underWay;
        ValueTask closing;
        await using (await HoldFenceAsync(database))
        {
            underWay = log.AppendAsync(One("case-1"));
            await database.UntilAsync($"select exists (select {Writers} and wait_event_type = 'Lock')");
            var waiting = log.AppendAsync(One("case-2"));
            closing = log.DisposeAsync();
            await Assert.ThrowsAsync<LogUnavailableException>(() => waiting);
        }

        Assert.IsType<AppendOutcome.Appended>(await underWay);
        await closing;
        await log.DisposeAsync();
        await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(One("case-3")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waitsForMore);
        Assert.Equal(1, await database.AskAsync<long>("select count(*) from mt_events"));
    }

    // Somebody else appends and does not come to an end: whoever appends now waits in the store.
    private static async Task<NpgsqlConnection> HoldFenceAsync(NpgsqlDataSource database)
    {
        var connection = await database.OpenConnectionAsync();
        await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("select from hub_position for update", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    private sealed class LateClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long GetTimestamp() => System.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);
    }
}
