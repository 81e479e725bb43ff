using System.Diagnostics.Metrics;
using ExchangeHub.Node.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace ExchangeHub.SystemTests.Node;

/// <summary>Dashboards and alerts are callers too: names, units and attributes of the node's instruments do not change by
/// accident.</summary>
public sealed class NodeMetricsTests : IDisposable
{
    private readonly ServiceProvider _services =
        new ServiceCollection().AddMetrics().AddSingleton<NodeMetrics>().BuildServiceProvider();

    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, string> _heard = new(StringComparer.Ordinal);

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Every_instrument_has_the_name_unit_and_attributes_that_were_promised()
    {
        var own = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // The listener hears the whole process; a test in parallel is not counted.
            if (instrument.Meter.Name == NodeMetrics.MeterName && instrument.Meter.Scope == own)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
        var metrics = _services.GetRequiredService<NodeMetrics>();
        metrics.Observe(outboxDepth: () => 3, outboxAge: () => 1.5, inboxLag: () => 4);

        metrics.Stored(TimeSpan.FromSeconds(2));
        metrics.Forwarded(acknowledged: false);
        metrics.Arrived(verified: 5, quarantined: 1);
        metrics.Differed();
        _listener.RecordObservableInstruments();

        Assert.Equal(
            [
                "exchangehub.node.arrivals [{event}] 1 exchangehub.node.arrival.outcome=quarantined",
                "exchangehub.node.forwarded [{statement}] 1 exchangehub.node.forwarding.outcome=turned_down",
                "exchangehub.node.inbox.lag [{event}] 4 ",
                "exchangehub.node.mismatches [{answer}] 1 ",
                "exchangehub.node.outbox.age [s] 1.5 ",
                "exchangehub.node.outbox.depth [{record}] 3 ",
                "exchangehub.submission.duration [s] 2 ",
                "exchangehub.submission.records [{record}] 1 exchangehub.submission.outcome=stored",
            ],
            _heard.Values);
    }

    private void Hear<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var attributes = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        _heard[instrument.Name] = FormattableString.Invariant($"{instrument.Name} [{instrument.Unit}] {value} {attributes}");
    }
}
