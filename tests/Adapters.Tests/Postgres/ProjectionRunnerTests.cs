using ExchangeHub.Adapters.Tests.EventLog;
using ExchangeHub.Postgres;
using ExchangeHub.Postgres.Projections;
using Npgsql;
using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// A read model is trusted because it can be thrown away and made again. That holds only if each event is applied once, in order,
/// whatever falls over in between, and if nobody reads a model that is older than what he has just written.
/// </summary>
[Collection(PostgresDatabases.Name)]
public sealed class ProjectionRunnerTests(PostgresServer server) : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task> _running = [];
    private NpgsqlDataSource _database = null!;
    private PostgresEventLog _log = null!;

    public async Task InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        await _database.RunAsync(CountingProjection.Create);
        _log = new(_database, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_running);
        await _log.DisposeAsync();
        await _database.DisposeAsync();
    }

    public void Dispose() => _ending.Dispose();

    [Fact]
    public async Task A_caller_reads_what_it_has_written()
    {
        var runner = Start(new CountingProjection());

        for (var i = 1; i <= 20; i++)
        {
            var stored = await _log.StoreAsync(One("case-1"));
            await runner.WaitUntilAsync(stored.LastPosition, CancellationToken.None).WaitAsync(Soon);
            Assert.True(await IsExactAsync(i));
        }

        var status = runner.Status;
        Assert.Equal(("counting", 20, 0, true), (status.Name, status.Position, status.BehindBy, status.Leads));
        Assert.Equal(TimeSpan.Zero, status.BehindFor);
    }

    [Fact]
    public async Task The_checkpoint_stands_where_Marten_keeps_its_own()
    {
        var runner = Start(new CountingProjection());
        await _log.StoreAsync(Request(To("case-1", 0, Event(), Event())));

        await runner.WaitUntilAsync(2, CancellationToken.None).WaitAsync(Soon);

        Assert.Equal(2, await _database.AskAsync<long>(
            "select last_seq_id from mt_event_progression where name = 'counting:All'"));
    }

    [Fact]
    public async Task A_fault_undoes_the_batch_and_the_same_events_are_tried_again()
    {
        await _log.StoreAsync(Request(To("case-1", 0, [.. Enumerable.Range(0, 2_500).Select(_ => Event())])));
        var (tries, faults) = (0, 0);
        var looked = new TaskCompletionSource();
        var runner = Start(new CountingProjection(batch =>
        {
            if (batch[^1].Position < 2_000)
            {
                return Task.CompletedTask;
            }

            // Twice, and until somebody has seen where it stands.
            tries++;
            return faults < 2 || !looked.Task.IsCompleted
                ? throw new InvalidOperationException($"fell over {++faults} times") : Task.CompletedTask;
        }));

        await UntilAsync(() => runner.Status.Fault is not null);
        Assert.Equal((1_000, 1_500), (runner.Status.Position, runner.Status.BehindBy));
        Assert.True(runner.Status.BehindFor > TimeSpan.Zero || Monday > TimeProvider.System.GetUtcNow());
        Assert.True(await IsExactAsync(1_000));

        looked.SetResult();
        await runner.WaitUntilAsync(2_500, CancellationToken.None).WaitAsync(Soon);
        Assert.True(await IsExactAsync(2_500));
        Assert.InRange(faults, 2, int.MaxValue);
        Assert.Equal(faults + 2, tries); // those that failed, the same again, and the one after
        Assert.Null(runner.Status.Fault);
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_of_batches_neither_loses_nor_doubles()
    {
        var kills = 0;
        var runner = Start(new CountingProjection(async _ =>
        {
            if (kills++ % 2 == 0 && kills < 8)
            {
                await _database.RunAsync(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
                    + "and query like 'insert into counted%' and pid <> pg_backend_pid()");
            }
        }));

        for (var i = 0; i < 10; i++)
        {
            await _log.StoreAsync(Request(To("case-1", null, [.. Enumerable.Range(0, 300).Select(_ => Event())])));
        }

        await runner.WaitUntilAsync(3_000, CancellationToken.None).WaitAsync(Soon);
        Assert.True(kills >= 4, $"{kills} batches");
        Assert.True(await IsExactAsync(3_000));
    }

    [Fact]
    public async Task Of_several_processes_one_leads_and_the_others_take_over()
    {
        var runners = Enumerable.Range(0, 3)
            .Select(_ => (Ending: new CancellationTokenSource(), Runner: Make(new CountingProjection()))).ToList();
        var running = runners.ConvertAll(one => one.Runner.RunAsync(one.Ending.Token));
        var position = 0L;
        for (var left = 3; left > 0; left--)
        {
            position = (await _log.StoreAsync(Request(To("case-1", null, Event(), Event())))).LastPosition;
            var waits = runners.Select(one => one.Runner.WaitUntilAsync(position, CancellationToken.None));
            await Task.WhenAll(waits).WaitAsync(Soon);
            Assert.True(await IsExactAsync(position));

            var leader = Assert.Single(runners, one => one.Runner.Status.Leads);
            await leader.Ending.CancelAsync();
            await running[runners.IndexOf(leader)];
            Assert.False(leader.Runner.Status.Leads);
            leader.Ending.Dispose();
            running.RemoveAt(runners.IndexOf(leader));
            runners.Remove(leader);
        }
    }

    [Fact]
    public async Task Two_that_both_believe_to_lead_do_not_both_write()
    {
        await _log.StoreAsync(Request(To("case-1", 0, Event(), Event(), Event())));
        var runner = Start(new CountingProjection());
        await runner.WaitUntilAsync(3, CancellationToken.None).WaitAsync(Soon);

        // The other one is quicker: it has applied the next two events before this one hears of them.
        await _database.RunAsync(
            """
            insert into counted values (4, 'by the other'), (5, 'by the other');
            update mt_event_progression set last_seq_id = 5 where name = 'counting:All'
            """);
        await _log.StoreAsync(Request(To("case-1", 3, Event(), Event())));
        await runner.WaitUntilAsync(5, CancellationToken.None).WaitAsync(Soon);
        await _log.StoreAsync(One("case-1"));
        await runner.WaitUntilAsync(6, CancellationToken.None).WaitAsync(Soon);

        Assert.True(await IsExactAsync(6));
        Assert.Equal(2, await _database.AskAsync<long>("select count(*) from counted where stream = 'by the other'"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rebuild_empties_the_tables_and_fills_them_again_whoever_asks_for_it(bool isLeader)
    {
        await _log.StoreAsync(Request(To("case-1", 0, [.. Enumerable.Range(0, 1_200).Select(_ => Event())])));
        var runner = Start(new CountingProjection());
        await runner.WaitUntilAsync(1_200, CancellationToken.None).WaitAsync(Soon);
        await _database.RunAsync("update counted set stream = 'spoilt'");

        await (isLeader ? runner : Make(new CountingProjection())).RebuildAsync(CancellationToken.None);

        await _database.UntilAsync(
            $"select {CountingProjection.IsExact(1_200)} and not exists (select from counted where stream = 'spoilt')");
        await _log.StoreAsync(One("case-1"));
        await runner.WaitUntilAsync(1_201, CancellationToken.None).WaitAsync(Soon);
        Assert.True(await IsExactAsync(1_201));
    }

    [Fact]
    public async Task Waiting_for_what_does_not_come_can_be_given_up()
    {
        var runner = Start(new CountingProjection());
        using var patience = new CancellationTokenSource();
        var wait = runner.WaitUntilAsync(1, patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Soon));
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Soon);
        while (!isSo())
        {
            await Task.Delay(5, patience.Token);
        }
    }

    private ProjectionRunner Make(IPostgresProjection projection) => new(_log, _database, projection, TimeProvider.System);

    private ProjectionRunner Start(IPostgresProjection projection)
    {
        var runner = Make(projection);
        _running.Add(runner.RunAsync(_ending.Token));
        return runner;
    }

    private Task<bool> IsExactAsync(long head) => _database.AskAsync<bool>($"select {CountingProjection.IsExact(head)}");
}
