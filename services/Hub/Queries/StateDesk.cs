using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.History;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.History;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ExchangeHub.Hub.Queries;

/// <summary>Says what the log says of a subject, with the proof that nothing was left out.</summary>
internal sealed class StateDesk(
    IStateIndex index, StateTrees trees, HistoryReader history, Streams streams, NetworkInForce network, CheckRequest check,
    HubOptions options, ILogger<StateDesk> logger)
{
    public async Task<GetStateResponse> GetAsync(GetStateRequest request, CancellationToken cancellation)
    {
        check(request).ThrowIfAny();
        var kind = KindOf(request);
        var covered = (await history.FindCheckpointAsync(cancellation))?.Size ?? 0;
        var proof = await index.FindRootAsync(kind, covered, cancellation) is { } newest
            && await history.FindEventAsync(newest.Position, cancellation) is { } logged
            && await history.ProveAsync(newest.Position, isStamped: false, cancellation) is { } inLog
                ? new StateProof(inLog, EventContent.Of(logged), request.Subject, Entry: null, [])
                : throw HubErrors.NoStateRoot(kind.Code(), options.StateRootMinutes).ToException();
        var root = StateRoot.Of(proof.Root) ?? throw Contradicted(kind, newest.Position);
        if (request.Subject.Length > 0)
        {
            Jurisdiction? receiver = Jurisdiction.TryParse(request.Receiver, out var asking) ? asking : null;
            proof = await ProveAsync(proof, root, receiver, cancellation) ?? throw Contradicted(kind, newest.Position);
        }

        return new GetStateResponse
        {
            Proof = proof.ToString(),
            Dossiers = { proof.Dossiers.Select(dossier => dossier.ToString()) },
            UpTo = root.UpTo,
            WrittenAt = Timestamp.FromDateTimeOffset(newest.At),
        };
    }

    // What the read model says of the subject, if that is what the root says. The answer would not verify otherwise, and whoever
    // does not verify it must not be misled.
    private async Task<StateProof?> ProveAsync(
        StateProof proof, StateRoot root, Jurisdiction? receiver, CancellationToken cancellation)
    {
        var tree = await trees.FindAsync(root, cancellation);
        var rows = ImmutableArray.CreateBuilder<StateRow>();
        await foreach (var row in index.ReadAsync(root.Kind, proof.Subject, root.UpTo, cancellation))
        {
            rows.Add(row);
        }

        var key = root.KeyOf(proof.Subject);
        var (entry, leaves) = (rows.Count > 0 ? StateEntry.Of(root, rows) : null, tree.Prove(key));
        var own = leaves is [{ Leaf: var only }] && only.Key == key ? only : (StateLeaf?)null;
        if (tree.Root != root.Root || tree.Count != root.Count || own != entry?.LeafOf(key))
        {
            return null;
        }

        var named = ImmutableArray.CreateBuilder<DossierId>();
        foreach (var row in rows)
        {
            if (Audience.Includes(network(), (await streams.DossierAsync(row.Dossier, cancellation)).State.Facts, receiver))
            {
                named.Add(row.Dossier);
            }
        }

        return proof with { Entry = entry, Leaves = leaves, Dossiers = named.ToImmutable() };
    }

    private RpcException Contradicted(RecordKind kind, long position)
    {
        HubLog.StateContradicted(logger, kind.Code(), position);
        return HubErrors.StateContradicted(kind.Code(), position).ToException();
    }

    private static RecordKind KindOf(GetStateRequest request)
    {
        var codes = string.Join(", ", StateRoot.Kinds.Select(kind => kind.Code()));
        return RecordKinds.TryParse(request.Kind, out var kind) && StateRoot.Kinds.Contains(kind) ? kind
            : throw HubErrors.Invalid([
                new FieldViolation(
                    "kind",
                    new Wording($"应为 {codes} 之一；实为“{request.Kind}”。", $"Expected one of {codes}; found '{request.Kind}'."),
                    new ReasonCode("REF-INT-SCHEMA")),
            ]).ToException();
    }
}
