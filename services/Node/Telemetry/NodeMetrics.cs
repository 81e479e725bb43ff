using System.Diagnostics.Metrics;

namespace ExchangeHub.Node.Telemetry;

/// <summary>Every instrument of the node. Names, units and attributes are pinned by NodeMetricsTests.</summary>
internal sealed class NodeMetrics
{
    public const string MeterName = "ExchangeHub.Node";

    private const string OutcomeKey = "exchangehub.submission.outcome";

    private readonly Meter _meter;
    private readonly Counter<long> _submissions;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _forwarded;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _mismatches;
    private readonly Counter<long> _findings;

    public NodeMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName, version: "1");
        _submissions = _meter.CreateCounter<long>(
            "exchangehub.submission.records", "{record}", "Records and events submitted, by outcome: stored, refused or failed.");
        _duration = _meter.CreateHistogram<double>(
            "exchangehub.submission.duration", "s", "From reading a submission to its durable answer.");
        _forwarded = _meter.CreateCounter<long>(
            "exchangehub.node.forwarded",
            "{statement}",
            "Statements that the hub answered, by outcome: acknowledged or turned_down.");
        _deliveries = _meter.CreateCounter<long>(
            "exchangehub.node.arrivals", "{event}", "Deliveries that arrived, by outcome: verified or quarantined.");
        _mismatches = _meter.CreateCounter<long>(
            "exchangehub.node.mismatches",
            "{answer}",
            "Answers for which the hub's decision and the node's own assessment differed.");
        _findings = _meter.CreateCounter<long>(
            "exchangehub.node.history.findings", "{finding}", "What is wrong with the hub's history, by kind.");
    }

    public void Found(string kind) => _findings.Add(1, new KeyValuePair<string, object?>("exchangehub.history.finding", kind));

    /// <summary>Measures, whenever somebody asks, how much waits and how old it is.</summary>
    public void Observe(Func<long> outboxDepth, Func<double> outboxAge, Func<long> inboxLag)
    {
        _ = _meter.CreateObservableGauge(
            "exchangehub.node.outbox.depth", outboxDepth, "{record}", "Statements that the hub has not answered.");
        _ = _meter.CreateObservableGauge(
            "exchangehub.node.outbox.age", outboxAge, "s", "Age of the oldest statement that the hub has not answered.");
        _ = _meter.CreateObservableGauge(
            "exchangehub.node.inbox.lag", inboxLag, "{event}", "Positions of the hub's log seen and not stored yet.");
    }

    public void Stored(TimeSpan took)
    {
        _submissions.Add(1, new KeyValuePair<string, object?>(OutcomeKey, "stored"));
        _duration.Record(took.TotalSeconds);
    }

    public void Refused() => _submissions.Add(1, new KeyValuePair<string, object?>(OutcomeKey, "refused"));

    public void Failed() => _submissions.Add(1, new KeyValuePair<string, object?>(OutcomeKey, "failed"));

    public void Forwarded(bool acknowledged)
    {
        var outcome = acknowledged ? "acknowledged" : "turned_down";
        _forwarded.Add(1, new KeyValuePair<string, object?>("exchangehub.node.forwarding.outcome", outcome));
    }

    public void Arrived(int verified, int quarantined)
    {
        _deliveries.Add(verified, new KeyValuePair<string, object?>("exchangehub.node.arrival.outcome", "verified"));
        if (quarantined > 0)
        {
            _deliveries.Add(quarantined, new KeyValuePair<string, object?>("exchangehub.node.arrival.outcome", "quarantined"));
        }
    }

    public void Differed() => _mismatches.Add(1);
}
