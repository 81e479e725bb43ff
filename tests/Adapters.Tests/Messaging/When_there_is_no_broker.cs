using System.Diagnostics;
using ExchangeHub.EventLog;
using ExchangeHub.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>A broker is configured and away for the whole run, or none is configured. Both must be an ordinary day.</summary>
public sealed class When_there_is_no_broker(ITestOutputHelper output)
{
    [Fact]
    public async Task A_broker_that_is_away_for_the_whole_run_costs_seconds_and_nothing_else()
    {
        var nobody = $"amqp://hub:secret@127.0.0.1:{Loopback.FreePorts(1)[0]}/notices";
        var log = new InMemoryEventLog();
        log.Grow(1200);
        var lines = new LogLines();
        await using var hub = await ReadableHub.StartAsync(log, nobody);
        await using var outside = new OutsideFollower(hub.Address, nobody);
        var inside = new RecordingFollower(log);
        using var announcing = await Hosts.HubAsync(log, nobody, lines);
        using var service = await Hosts.ServiceAsync(inside, nobody, "patient");
        outside.Start();

        await inside.ReachesAsync(1200);
        await ReadableHub.IsFollowedAsync(log, outside, 1200);
        for (var round = 0; round < 3; round++)
        {
            var late = Stopwatch.StartNew();
            log.Grow(7);
            await inside.ReachesAsync(log.Head, withinSeconds: 20);
            await ReadableHub.IsFollowedAsync(log, outside, log.Head, withinSeconds: 20);
            output.WriteLine($"{late.Elapsed.TotalSeconds:F1} s late");
        }

        await Eventually.HoldsAsync(() => lines.Count(9204) == 1, 60, () => "no line says that announcing failed");
        var stopping = Stopwatch.StartNew();
        await Task.WhenAll(announcing.StopAsync(), service.StopAsync()).WaitAsync(TimeSpan.FromSeconds(30));
        output.WriteLine($"stopped in {stopping.Elapsed.TotalSeconds:F1} s");
        Assert.InRange(stopping.Elapsed.TotalSeconds, 0, 20); // left to itself a bus goes on for 30 s and more
    }

    [Fact]
    public async Task Without_a_connection_string_notices_stay_within_the_process()
    {
        var log = new InMemoryEventLog();
        var first = new RecordingFollower(log);
        var second = new RecordingFollower(log);
        using var host = await Hosts.StartAsync(null, services => services
            .AddSingleton<TimeProvider>(new TimeWithoutIntervals())
            .AddSingleton<IEventLog>(log)
            .AddNotices(null)
            .AddPositionFollower(null, "first", _ => first)
            .AddPositionFollower(null, "second", _ => second));
        await Eventually.HoldsAsync(() => first.ReadsAtHead > 0 && second.ReadsAtHead > 0, 60, () => "a follower does not run");

        for (var i = 0; i < 50; i++)
        {
            var head = log.Grow();
            await first.ReachesAsync(head);
            await second.ReachesAsync(head);
        }

        await host.StopAsync();
    }
}
