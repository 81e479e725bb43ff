using System.Diagnostics;
using ExchangeHub.EventLog;
using Xunit.Abstractions;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>
/// A broker dies, hangs or never comes. The dangerous outcomes are the quiet ones: a position that no follower ever sees, a hub
/// that does not start or stop, an append that waits for a broker.
/// </summary>
[Collection(RabbitBrokerCollection.Name)]
public sealed class When_the_broker_fails(RabbitBroker broker, ITestOutputHelper output)
{
    [Fact]
    public async Task Kill_9_in_the_middle_loses_nothing_and_repeats_nothing()
    {
        var log = new InMemoryEventLog();
        var inside = new RecordingFollower(log);
        await using var hub = await ReadableHub.StartAsync(log, broker.ConnectionString);
        await using var outside = new OutsideFollower(hub.Address, broker.ConnectionString);
        using var service = await Hosts.ServiceAsync(inside, broker.ConnectionString, "survivor", new TimeWithoutIntervals());
        outside.Start();
        await inside.IsWokenByGrowthOfAsync(log);
        await ReadableHub.IsFollowedAsync(log, outside, log.Head);

        await using var writer = new SteadyWriter(log);
        await ReadableHub.IsFollowedAsync(log, outside, log.Head + 50);
        await broker.OutlivesKillAsync("exchangehub.followers.survivor");
        await broker.OutlivesKillAsync("exchangehub.followers.sample");

        await broker.KillAsync();
        var late = Stopwatch.StartNew();
        await ReadableHub.IsFollowedAsync(log, outside, log.Head, withinSeconds: 30);
        output.WriteLine($"without a broker a position was {late.Elapsed.TotalSeconds:F1} s late");
        await outside.KillAsync();
        outside.Start();

        await broker.StartAsync();
        var back = Stopwatch.StartNew();
        await inside.ReachesAsync(log.Head, withinSeconds: 60); // only a notice can wake this one
        output.WriteLine($"notices came again {back.Elapsed.TotalSeconds:F1} s after the broker was back");
        await ReadableHub.IsFollowedAsync(log, outside, log.Head);

        await writer.DisposeAsync();
        await ReadableHub.IsFollowedAsync(log, outside, log.Head);
        await inside.ReachesAsync(log.Head);
        output.WriteLine($"{log.Head} positions, all in order, none twice");
        await service.StopAsync();
    }

    [Fact]
    public async Task A_broker_that_hangs_holds_up_neither_an_append_nor_the_end_of_the_hub()
    {
        var log = new InMemoryEventLog();
        var lines = new LogLines();
        await using var tap = await NoticeTap.OpenAsync(broker);
        using var hub = await Hosts.HubAsync(log, broker.ConnectionString, lines);
        await tap.HearsAsync(log.Grow());
        var longest = TimeSpan.Zero;
        var stopping = new Stopwatch();

        await broker.PauseAsync();
        try
        {
            var appends = 0;
            while (lines.Count(9204) == 0)
            {
                longest = new[] { longest, await MeasureAppendAsync(log) }.Max();
                appends++;
                await Task.Delay(1);
            }

            output.WriteLine($"{appends} appends while the broker hung, the longest took {longest.TotalMilliseconds:F1} ms");
            stopping.Start();
            await hub.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
            stopping.Stop();
        }
        finally
        {
            await broker.ResumeAsync();
        }

        output.WriteLine($"the hub stopped in {stopping.Elapsed.TotalSeconds:F1} s");
        Assert.InRange(longest.TotalSeconds, 0, 1);
        Assert.InRange(stopping.Elapsed.TotalSeconds, 0, 20); // left to itself the bus goes on for 30 s and more
        var told = lines.All.First(line => line.Id == 9204).Text;
        Assert.Contains("did not take a notice within 5 s", told, StringComparison.Ordinal);

        using var again = await Hosts.HubAsync(log, broker.ConnectionString);
        await tap.HearsAsync(log.Head);
        await again.StopAsync();
    }

    /// <summary>Appends an event about every 10 ms until it is disposed of.</summary>
    private sealed class SteadyWriter : IAsyncDisposable
    {
        private readonly Task _writing;
        private volatile bool _enough;

        public SteadyWriter(InMemoryEventLog log) => _writing = Task.Run(async () =>
        {
            while (!_enough)
            {
                log.Grow();
                await Task.Delay(10);
            }
        });

        public async ValueTask DisposeAsync()
        {
            _enough = true;
            await _writing;
        }
    }

    private static async Task<TimeSpan> MeasureAppendAsync(InMemoryEventLog log)
    {
        var append = LogGrowth.OneSample();
        var taken = Stopwatch.StartNew();
        await log.AppendAsync(append, CancellationToken.None);
        return taken.Elapsed;
    }
}
