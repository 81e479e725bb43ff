using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ExchangeHub.EventLog;
using ExchangeHub.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>Dashboards and alerts are callers too: names, units and attributes of instruments are part of the product.</summary>
public sealed class MessagingMetricsTests
{
    [Fact]
    public async Task Instruments_keep_their_names_units_and_attributes()
    {
        var log = new InMemoryEventLog();
        var follower = new RecordingFollower(log);
        using var host = await Hosts.StartAsync(null, services => services
            .AddSingleton<TimeProvider>(new HurriedTime(20))
            .AddSingleton<IEventLog>(log)
            .AddSingleton<INotices, FailsFirst>()
            .AddNotices(null)
            .AddPositionFollower(null, "counted", _ => follower));
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        var heard = new ConcurrentDictionary<string, bool>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == MessagingMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            var attributes = string.Concat(tags.ToArray().Select(tag => $" {tag.Key}={tag.Value}"));
            heard[$"{instrument.Name} {instrument.Unit}{attributes}"] = true;
        });
        listener.Start();

        follower.Before = _ => follower.Position == 0 ? throw new IOException("once") : Task.CompletedTask;
        log.Grow();
        await Eventually.HoldsAsync(
            () => heard.Keys.Any(key => key.Contains("failures", StringComparison.Ordinal)), 60, () => "no failure");
        follower.Before = _ => Task.CompletedTask;

        string[] expected =
        [
            "exchangehub.follower.entries {entry} exchangehub.follower.name=counted",
            "exchangehub.follower.failures {failure} exchangehub.follower.name=counted",
            "exchangehub.follower.wakes {wake} exchangehub.follower.name=counted exchangehub.follower.cause=interval",
            "exchangehub.notice.announcements {notice} exchangehub.notice.outcome=announced",
            "exchangehub.notice.announcements {notice} exchangehub.notice.outcome=failed",
            "exchangehub.notice.lag {event}",
        ];
        await Eventually.HoldsAsync(() => heard.Count >= expected.Length, 60, () => string.Join('\n', heard.Keys.Order()));
        Assert.Equal(expected, heard.Keys.Order(StringComparer.Ordinal));
        await host.StopAsync();
    }

    private sealed class FailsFirst : INotices
    {
        private int _attempts;

        public Task AnnounceAsync(Notice notice, CancellationToken cancellation) =>
            ++_attempts == 1 ? throw new InvalidOperationException("no route") : Task.CompletedTask;
    }
}
