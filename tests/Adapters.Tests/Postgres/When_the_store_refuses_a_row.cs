using ExchangeHub.Adapters.Tests.EventLog;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres;
using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// A group is one transaction, so a single row that the store refuses undoes the appends of everybody in it. The others must
/// not hear of it, no number may be lost, and no subscriber may wait for a number that was given back.
/// </summary>
[Collection(PostgresDatabases.Name)]
public sealed class When_the_store_refuses_a_row(PostgresServer server)
{
    private const string Refuse = "alter table mt_events add constraint poison check (bdata <> 'poison')";

    [Fact]
    public async Task Only_its_caller_is_told()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.RunAsync(Refuse);
        await using var log = new PostgresEventLog(database, TimeProvider.System);

        var appends = Enumerable.Range(0, 200).Select(i => Task.Run(() => log.AppendAsync(
            Request(To($"case-{i}", 0, Event("before"), Event(i % 67 == 5 ? "poison" : "good")))))).ToList();
        await Task.WhenAny(Task.WhenAll(appends));

        for (var i = 0; i < appends.Count; i++)
        {
            if (i % 67 == 5)
            {
                var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => appends[i]);
                Assert.Contains("23514", refused.Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.IsType<AppendOutcome.Appended>(await appends[i]);
            }
        }

        Assert.Equal(394, (await log.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task Its_numbers_are_given_to_the_next()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.RunAsync(Refuse);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        await log.StoreAsync(One("case-1"));
        var more = log.WaitForMoreAsync(1, CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => log.AppendAsync(One("case-1", "poison")));

        Assert.Equal(1, await database.AskAsync<long>("select last_value from mt_events_sequence"));
        Assert.Equal(new(2, 2), await log.StoreAsync(One("case-1")));
        Assert.Equal(2, await more.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal([1L, 2L], (await log.ReadStreamAsync("case-1")).Select(one => one.Revision));
    }

    [Fact]
    public async Task Its_key_is_not_used_up()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.RunAsync(Refuse);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        var request = Request(Key("node:310118/1"), To("case-1", 0, Event("poison")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => log.AppendAsync(request));

        await database.RunAsync("alter table mt_events drop constraint poison");

        Assert.Equal(new(1, 1), await log.StoreAsync(request));
    }

    [Fact]
    public async Task A_row_that_a_trigger_swallows_is_not_acknowledged()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.RunAsync(
            """
            create function swallow() returns trigger language plpgsql as 'begin return null; end';
            create trigger swallow before insert on mt_events for each row when (new.bdata = 'lost') execute function swallow()
            """);
        await using var log = new PostgresEventLog(database, TimeProvider.System);

        await Assert.ThrowsAsync<InvalidOperationException>(() => log.AppendAsync(One("case-1", "lost")));
    }

    [Fact]
    public async Task A_removed_row_is_an_error_for_readers_and_not_skipped()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        await log.StoreAsync(Request(To("case-1", 0, Event(), Event(), Event())));

        await database.RunAsync("delete from mt_events where seq_id = 2");

        var gap = await Assert.ThrowsAsync<InvalidDataException>(() => log.ReadAsync(0, 10, CancellationToken.None));
        Assert.Contains("Between 1 and 3", gap.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => log.ReadStreamAsync("case-1", 0, CancellationToken.None));
        Assert.Single(await log.ReadAsync(2, 10, CancellationToken.None));
    }
}
