using System.Diagnostics;
using ExchangeHub.Adapters.Tests.EventLog;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres;
using ExchangeHub.Postgres.Embedded;
using ExchangeHub.Postgres.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// The promise of the hub is worth what is left after the worst moment: the server's main process is killed, three times, while
/// eight writers append. What was acknowledged must be there, at its place, once; and nobody may have to start anything by hand.
/// </summary>
public sealed class When_the_server_is_killed : IDisposable
{
    private const int Kills = 3;
    private const int AppendsBetween = 300;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"xhub-killed-{Guid.NewGuid():N}");
    private readonly List<(string Key, long Position)> _acknowledged = [];

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_and_the_writers_go_on_by_themselves()
    {
        await using var server = await EmbeddedPostgres.StartAsync(_folder, TimeProvider.System, NullLogger.Instance, default);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await PostgresSchema.InstallAsync(database, CancellationToken.None);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        using var ending = new CancellationTokenSource();

        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteAsync(log, writer, ending.Token))).ToList();
        var processes = new HashSet<int> { server.ProcessId };
        for (var kill = 0; kill < Kills; kill++)
        {
            await UntilAcknowledgedAsync(AcknowledgedSoFar() + AppendsBetween);
            using var postmaster = Process.GetProcessById(server.ProcessId);
            postmaster.Kill();
            await UntilAsync(() => processes.Add(server.ProcessId), "The supervisor started no new server.");
            await UntilAcknowledgedAsync(AcknowledgedSoFar() + AppendsBetween);
        }

        await ending.CancelAsync();
        var sent = await Task.WhenAll(writers);

        var events = await log.ReadAllAsync();
        Assert.All(_acknowledged, one => Assert.Equal(one.Key, events[(int)one.Position - 1].Text()));
        Assert.Equal(events.Count, events.Select(one => one.Text()).Distinct().Count());
        Assert.Equal(sent.Sum(), events.Count);
        Assert.All(events.GroupBy(one => one.Stream), stream => Assert.Equal(
            Enumerable.Range(0, stream.Count()).Select(i => $"{stream.Key}/{i}"), stream.Select(one => one.Text())));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    // Sends each command until it is answered, as a node does, and then the next. Returns how many were answered.
    private async Task<int> WriteAsync(PostgresEventLog log, int writer, CancellationToken ending)
    {
        var sent = 0;
        for (; !ending.IsCancellationRequested; sent++)
        {
            var key = $"writer-{writer}/{sent}";
            var request = Request(Key(key), To($"writer-{writer}", null, Event(key)));
            var outcome = await UntilAnsweredAsync(log, request);
            lock (_acknowledged)
            {
                _acknowledged.Add((key, outcome switch
                {
                    AppendOutcome.Appended one => one.FirstPosition,
                    AppendOutcome.Repeated one => one.FirstPosition,
                    _ => throw new InvalidOperationException($"{key}: {outcome}"),
                }));
            }
        }

        return sent;
    }

    private static async Task<AppendOutcome> UntilAnsweredAsync(PostgresEventLog log, AppendRequest request)
    {
        while (true)
        {
            try
            {
                return await log.AppendAsync(request);
            }
            catch (LogUnavailableException)
            {
                await Task.Delay(20);
            }
        }
    }

    private int AcknowledgedSoFar()
    {
        lock (_acknowledged)
        {
            return _acknowledged.Count;
        }
    }

    private Task UntilAcknowledgedAsync(int count) =>
        UntilAsync(() => AcknowledgedSoFar() >= count, $"No {count} acknowledgements came.");

    // A server process outlives its killed parent for as long as work reaches it, so appends may go on to be acknowledged before
    // anybody sees the death: the new process and the appends after it are awaited each for itself.
    private static async Task UntilAsync(Func<bool> reached, string otherwise)
    {
        var started = Stopwatch.GetTimestamp();
        while (!reached())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(120), otherwise);
            await Task.Delay(5);
        }
    }
}
