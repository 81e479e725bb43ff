using System.Diagnostics;
using System.Diagnostics.Metrics;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;

namespace ExchangeHub.Hub.Telemetry;

/// <summary>Every instrument of the hub. Names, units and attributes are pinned by HubMetricsTests.</summary>
internal sealed class HubMetrics
{
    public const string MeterName = "ExchangeHub.Hub";

    private const string Direction = "exchangehub.evidence.direction";

    /// <summary>The source of the hub's spans.</summary>
    public static readonly ActivitySource Spans = new("ExchangeHub.Hub");

    private readonly Counter<long> _records;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _evaluations;
    private readonly Counter<long> _deliveries;
    private readonly UpDownCounter<long> _subscribers;
    private readonly Counter<long> _quarantined;
    private readonly Counter<long> _alarms;
    private readonly UpDownCounter<long> _silent;
    private readonly Counter<long> _evidenceBytes;
    private readonly Counter<long> _packages;
    private readonly Counter<long> _damaged;

    public HubMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName, version: "1");
        _records = meter.CreateCounter<long>("exchangehub.publication.records", "{record}",
            "Statements received, by kind and outcome.");
        _duration = meter.CreateHistogram<double>("exchangehub.publication.duration", "s",
            "From reading a statement to its durable receipt.");
        _evaluations =
            meter.CreateCounter<long>("exchangehub.recognition.evaluations", "{evaluation}", "Decisions made, by outcome.");
        _deliveries = meter.CreateCounter<long>("exchangehub.delivery.events", "{event}", "Events delivered to subscribers.");
        _subscribers =
            meter.CreateUpDownCounter<long>("exchangehub.delivery.subscribers", "{subscriber}", "Subscribers connected.");
        _quarantined =
            meter.CreateCounter<long>("exchangehub.quarantine.statements", "{statement}", "Statements put aside, by reason.");
        _alarms = meter.CreateCounter<long>(
            "exchangehub.security.alarms", "{alarm}", "Statements in the name of one node, signed with the key of another.");
        _silent = meter.CreateUpDownCounter<long>(
            "exchangehub.registry.silent_nodes", "{node}", "Nodes of which nothing has been heard for longer than agreed.");
        _evidenceBytes = meter.CreateCounter<long>(
            "exchangehub.evidence.transferred", "By", "Bytes of files of evidence, by direction.");
        _packages = meter.CreateCounter<long>(
            "exchangehub.evidence.packages", "{package}", "Packages that were uploaded whole and became visible.");
        _damaged = meter.CreateCounter<long>(
            "exchangehub.evidence.damaged_blobs", "{blob}", "Downloads refused because the store gave other bytes than it got.");
    }

    public void Filed(string kind, Disposition disposition, TimeSpan took)
    {
        _records.Add(1, Kind(kind), new("exchangehub.publication.outcome", Name(disposition)));
        _duration.Record(took.TotalSeconds, Kind(kind));
    }

    public void TurnedDown() => _records.Add(
        1, new("exchangehub.record.kind", "unknown"), new KeyValuePair<string,
            object?>("exchangehub.publication.outcome", "turned_down"));

    public void Quarantined(string code) =>
        _quarantined.Add(1, new KeyValuePair<string, object?>("exchangehub.quarantine.reason", code));

    public void Alarmed() => _alarms.Add(1);

    public void Decided(Outcome outcome) =>
        _evaluations.Add(1, new KeyValuePair<string, object?>("exchangehub.recognition.outcome", Name(outcome)));

    public void EvidenceCame(long bytes) => _evidenceBytes.Add(bytes, new KeyValuePair<string, object?>(Direction, "in"));

    public void EvidenceWent(long bytes) => _evidenceBytes.Add(bytes, new KeyValuePair<string, object?>(Direction, "out"));

    public void PackageCommitted() => _packages.Add(1);

    public void BlobDamaged() => _damaged.Add(1);

    public void Delivered(int count) => _deliveries.Add(count);

    public void FellSilent(int more) => _silent.Add(more);

    public void SubscriberCame() => _subscribers.Add(1);

    public void SubscriberWent() => _subscribers.Add(-1);

    /// <summary>The disposition in the one spelling that logs and metrics share.</summary>
    public static string Name(Disposition disposition) => disposition switch
    {
        Disposition.Accepted => "accepted",
        Disposition.Held => "held",
        Disposition.Duplicate => "duplicate",
        _ => "conflicting",
    };

    private static string Name(Outcome outcome) => outcome switch
    {
        Outcome.Recognised => "recognised",
        Outcome.RecognisedWithFlag => "recognised_with_flag",
        Outcome.Pending => "pending",
        Outcome.Suspended => "suspended",
        Outcome.Refused => "refused",
        Outcome.Terminated => "terminated",
        _ => "not_applicable",
    };

    private static KeyValuePair<string, object?> Kind(string kind) => new("exchangehub.record.kind", kind);
}
