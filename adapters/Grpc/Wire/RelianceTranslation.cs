using System.Collections.Immutable;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Takes from a record that has been checked what it rests on.</summary>
internal static class RelianceTranslation
{
    /// <summary>Collects the references of a record.</summary>
    /// <param name="record">A record without violations.</param>
    /// <returns>Each record once for each kind, in the order of the fields.</returns>
    public static ImmutableArray<Reliance> Of(Record record) =>
    [
        .. Named(record.Blacklist?.BasisRefs, RelianceKind.Basis)
            .Concat(Named(record.Penalty?.EvidenceRefs, RelianceKind.Evidence))
            .Concat(Named(record.Penalty?.PriorDecision is { } prior ? [prior] : [], RelianceKind.PriorDecision))
            .Concat(record.Links.Where(link => link.Relation != Link.Types.Relation.SameAct).Select(link =>
                new Reliance(RecordId.Parse(link.RecordId), link.IsPending ? RelianceKind.PendingLink : RelianceKind.Link)))
            .Distinct(),
    ];

    private static IEnumerable<Reliance> Named(IEnumerable<RecordReference>? references, RelianceKind kind) =>
        references?.Select(reference => new Reliance(RecordId.Parse(reference.RecordId), kind)) ?? [];
}
