using System.Runtime.CompilerServices;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using Google.Protobuf.WellKnownTypes;
using Told = ExchangeHub.Protos.Recognition.V1.TraceCascadeResponse;

namespace ExchangeHub.Hub.Recognitions;

/// <summary>Traces what rests on a record, level by level: each dossier once, so that no circle holds it up. What only the
/// parties of a case may see is neither told nor followed.</summary>
internal sealed class CascadeTracer(NetworkInForce network, IEventLog log, IEventCodec codec, ISubscriptions subscriptions)
{
    /// <summary>Traces a cascade.</summary>
    /// <returns>The cause, its consequences, and who has stored the last of them.</returns>
    public async IAsyncEnumerable<Told> TraceAsync(DossierId root, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var first = await ReadAsync(root, cancellation) ?? throw HubErrors.RecordUnknown(root.ToString()).ToException();
        var cause = first.ToCause();
        yield return new Told { Cause = cause };

        var last = cause.Position;
        var seen = new HashSet<DossierId> { root };
        var waiting = new Queue<(DossierId Dossier, CascadeStep On, int Depth)>(
            first.CitedBy.Where(seen.Add).Select(dossier => (dossier, first, 1)));
        while (waiting.TryDequeue(out var next))
        {
            if (await ReadAsync(next.Dossier, cancellation) is not { } standing)
            {
                continue;
            }

            var consequence = standing.ToConsequence(next.On);
            consequence.Depth = next.Depth;
            last = Math.Max(last, consequence.Position);
            yield return new Told { Consequence = consequence };
            foreach (var dossier in standing.CitedBy.Where(seen.Add))
            {
                waiting.Enqueue((dossier, standing, next.Depth + 1));
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

    private async Task<CascadeStep?> ReadAsync(DossierId dossier, CancellationToken cancellation)
    {
        var events = (await log.ReadStreamAsync(dossier.Stream, 0, cancellation))
            .Select(logged => (logged, codec.DecodeDossier(logged))).ToArray();
        var facts = events.Aggregate(DossierState.Empty, (state, happened) => Dossier.Evolve(state, happened.Item2)).Facts;
        if (facts.Statements.IsEmpty || !Audience.Includes(network(), facts, null))
        {
            return null;
        }

        var records = facts.Statements.Where(filed => filed.Statement.Body is StatementBody.RecordVersion)
            .Select(filed => filed.Statement.Record).ToHashSet();
        var citedBy = new HashSet<DossierId>();
        Fall? fall = null;
        foreach (var record in records)
        {
            var state = (await log.ReadStreamAsync(CitedRecord.Stream(record), 0, cancellation))
                .Aggregate(CitedState.Empty, (known, happened) => CitedRecord.Evolve(known, codec.DecodeCited(happened)));
            citedBy.UnionWith(state.CitedBy.Select(citing => citing.Dossier));
            fall ??= state.Owners.GetValueOrDefault(dossier)?.Fall;
        }

        return new CascadeStep(
            dossier, events, records, [.. citedBy.OrderBy(by => by.ToString(), StringComparer.Ordinal)], fall);
    }
}
