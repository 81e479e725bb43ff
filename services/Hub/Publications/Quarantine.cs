using System.Collections.Immutable;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Publications;

/// <summary>What stands behind the door: puts aside what the catalogue says is quarantined, so that nobody is shown it and
/// nothing counts it, while its sender is told why.</summary>
internal sealed class Quarantine(
    StatementGate gate, IQuarantine store, TimeProvider clock, HubMetrics metrics, ILogger<Quarantine> logger)
{
    private const int FieldsMax = 20;

    /// <summary>How long it is kept. Source: scenario S07.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // Where these apply, keeping the bytes would be the very harm.
    private static readonly string[] NotKept = ["REF-PRIV-RAW", "REF-SECRET"];

    /// <summary>Lets a statement in, or says why not, and puts it aside when that is a reason of that effect.</summary>
    public async Task<(Statement? Statement, HubErrors.Failure? Failure)> AdmitAsync(
        Envelope? envelope, CancellationToken cancellation)
    {
        var (statement, failure) = gate.Admit(envelope);
        if (failure is not null)
        {
            await TakeAsync(envelope, failure, cancellation);
        }

        return (statement, failure);
    }

    private async Task TakeAsync(Envelope? envelope, HubErrors.Failure failure, CancellationToken cancellation)
    {
        var faults = failure.Violations.Where(fault => fault.Reason.Effect == ReasonEffect.Quarantine).ToArray();
        if (envelope is not { Payload.Length: > 0 } || faults.Length == 0)
        {
            return;
        }

        ImmutableArray<string> codes = [.. faults.Select(fault => fault.Reason.ToString()).Distinct(StringComparer.Ordinal)];
        var mayBeKept = !codes.Any(NotKept.Contains);
        var now = clock.GetUtcNow();
        var entry = new QuarantinedStatement(
            Dsse.DigestOf(envelope),
            codes,
            [.. faults.Take(FieldsMax).Select(fault => fault.Field)],
            now,
            now + Kept,
            mayBeKept);
        await store.PutAsync(entry, mayBeKept ? envelope : null, cancellation);
        metrics.Quarantined(codes[0]);
        HubLog.Quarantined(logger, entry.Statement.ToString(), codes[0], entry.Fields[0]);
        if (failure.Alarm is { } misuse)
        {
            metrics.Alarmed();
            HubLog.KeyMisused(logger, misuse.Signer.ToString(), misuse.Claimed.ToString(), entry.Statement.ToString());
        }
    }

    /// <summary>Finds what was put aside.</summary>
    public Task<QuarantinedStatement?> FindAsync(Digest statement, CancellationToken cancellation) =>
        store.FindAsync(statement, clock.GetUtcNow(), cancellation);
}
