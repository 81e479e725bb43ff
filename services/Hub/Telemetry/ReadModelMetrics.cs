using System.Diagnostics.Metrics;
using ExchangeHub.EventLog;

namespace ExchangeHub.Hub.Telemetry;

/// <summary>How far the read models are behind the log.</summary>
internal sealed class ReadModelMetrics
{
    public ReadModelMetrics(IMeterFactory meters, IEnumerable<IReadModel> models)
    {
        var all = models.ToArray();
        var meter = meters.Create(HubMetrics.MeterName, version: "1");
        _ = meter.CreateObservableGauge(
            "exchangehub.read_model.behind_by",
            () => all.Select(model => new Measurement<long>(model.State.BehindBy, Name(model))),
            "{event}",
            "Events of the log that a read model does not take account of yet.");
        _ = meter.CreateObservableGauge(
            "exchangehub.read_model.behind_for",
            () => all.Select(model => new Measurement<double>(model.State.BehindFor.TotalSeconds, Name(model))),
            "s",
            "Age of the oldest event that a read model does not take account of.");
    }

    private static KeyValuePair<string, object?> Name(IReadModel model) => new("exchangehub.read_model.name", model.State.Name);
}
