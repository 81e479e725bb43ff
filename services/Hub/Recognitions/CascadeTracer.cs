using System.Runtime.CompilerServices;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Decision = ExchangeHub.Protos.Recognition.V1.Decision;
using Told = ExchangeHub.Protos.Recognition.V1.TraceCascadeResponse;

namespace ExchangeHub.Hub.Recognitions;

/// <summary>Traces what rests on a record, level by level: each dossier once, so that no circle holds it up.</summary>
internal sealed class CascadeTracer(IEventLog log, IEventCodec codec, ISubscriptions subscriptions)
{
    /// <summary>Traces a cascade.</summary>
    /// <returns>The cause, its consequences, and who has stored the last of them.</returns>
    public async IAsyncEnumerable<Told> TraceAsync(DossierId root, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (records, cited, fall) = await ReadAsync(root, cancellation);
        var cause = await CauseAsync(root, records, fall, cancellation);
        yield return new Told { Cause = cause };

        var last = cause.Position;
        var seen = new HashSet<DossierId> { root };
        var waiting = new Queue<(DossierId Dossier, DossierId Via, HashSet<RecordId> Of, int Depth)>(
            cited.Where(seen.Add).Select(dossier => (dossier, root, records, 1)));
        while (waiting.TryDequeue(out var next))
        {
            var consequence = await ConsequenceAsync(next.Dossier, next.Of, cancellation);
            (consequence.Via, consequence.Depth) = (next.Via.ToString(), next.Depth);
            last = Math.Max(last, consequence.Position);
            yield return new Told { Consequence = consequence };

            var (own, by, _) = await ReadAsync(next.Dossier, cancellation);
            foreach (var dossier in by.Where(seen.Add))
            {
                waiting.Enqueue((dossier, next.Dossier, own, next.Depth + 1));
            }
        }

        if (last == 0)
        {
            yield break;
        }

        foreach (var (subscription, storedAt) in await subscriptions.ReceiptsAsync(last, cancellation))
        {
            yield return new Told
            {
                Receipt = new Told.Types.Receipt
                {
                    Subscription = subscription.Name,
                    Receiver = subscription.Definition.Split(';')[0],
                    Acknowledged = subscription.Acknowledged,
                    StoredAt = storedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
                },
            };
        }
    }

    private async Task<(HashSet<RecordId> Records, IEnumerable<DossierId> CitedBy, Fall? Fall)> ReadAsync(
        DossierId dossier, CancellationToken cancellation)
    {
        var records = new HashSet<RecordId>();
        var citedBy = new HashSet<DossierId>();
        Fall? fall = null;
        foreach (var logged in await log.ReadStreamAsync(dossier.Stream, 0, cancellation))
        {
            if (codec.DecodeDossier(logged) is DossierEvent.StatementFiled { Statement: var said }
                && said.Body is StatementBody.RecordVersion && records.Add(said.Record))
            {
                var state = (await log.ReadStreamAsync(CitedRecord.Stream(said.Record), 0, cancellation))
                    .Aggregate(CitedState.Empty, (known, happened) => CitedRecord.Evolve(known, codec.DecodeCited(happened)));
                citedBy.UnionWith(state.CitedBy.Select(citing => citing.Dossier));
                fall ??= state.Owners.GetValueOrDefault(dossier)?.Fall;
            }
        }

        return (records, citedBy.OrderBy(by => by.ToString(), StringComparer.Ordinal), fall);
    }

    private async Task<Told.Types.Cause> CauseAsync(
        DossierId dossier, HashSet<RecordId> records, Fall? fall, CancellationToken cancellation)
    {
        var cause = new Told.Types.Cause { Dossier = dossier.ToString(), RecordId = records.FirstOrDefault().ToString() };
        var isKnown = false;
        foreach (var logged in await log.ReadStreamAsync(dossier.Stream, 0, cancellation))
        {
            isKnown = true;
            if (fall is not null && codec.DecodeDossier(logged) is DossierEvent.StatementFiled filed
                && filed.Statement.Source == fall.Source)
            {
                (cause.Source, cause.FellOn) = (fall.Source, CivilDates.Format(fall.On));
                (cause.Position, cause.TakenAt) = (logged.Position, Timestamp.FromDateTimeOffset(logged.At));
            }
        }

        return isKnown ? cause : throw HubErrors.RecordUnknown(dossier.ToString()).ToException();
    }

    // What an append brings about stands behind what caused it, with the same instant.
    private async Task<Told.Types.Consequence> ConsequenceAsync(
        DossierId dossier, HashSet<RecordId> of, CancellationToken cancellation)
    {
        var consequence = new Told.Types.Consequence { Dossier = dossier.ToString() };
        var current = new Dictionary<string, Decision>(StringComparer.Ordinal);
        foreach (var logged in await log.ReadStreamAsync(dossier.Stream, 0, cancellation))
        {
            switch (codec.DecodeDossier(logged))
            {
                case DossierEvent.StatementFiled { Statement: { Body: StatementBody.RecordVersion } said }:
                    consequence.RecordId = said.Record.ToString();
                    break;
                case DossierEvent.RelianceChanged { Reliance: var reliance } when of.Contains(reliance.Of):
                    var fell = reliance.State == RelianceState.Fell;
                    consequence.Position = fell ? logged.Position : 0;
                    consequence.SettledAt = fell ? Timestamp.FromDateTimeOffset(logged.At) : null;
                    consequence.Changes.Clear();
                    break;
                case DossierEvent.Decided { Decision: var decision }:
                    var wire = WireDecisions.From(dossier, decision);
                    if (consequence.SettledAt?.ToDateTimeOffset() == logged.At)
                    {
                        consequence.Changes.Add(new Told.Types.Change
                        {
                            Receivers = wire.Receivers,
                            Before = current.GetValueOrDefault(decision.For.Key)?.Outcome ?? Outcome.NotKnown,
                            After = wire.Outcome,
                        });
                    }

                    current[decision.For.Key] = wire;
                    break;
            }
        }

        return consequence;
    }
}
