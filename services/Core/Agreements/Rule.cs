using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>One rule: which reason applies to a record, and since when.</summary>
/// <param name="Code">The reason that it establishes.</param>
/// <param name="Apply">Gives the finding, or null when the reason does not apply. Pure.</param>
/// <param name="Kinds">The kinds of record that it can judge; empty for all that the catalogue names for the reason.</param>
internal sealed record Rule(string Code, Func<Circumstances, Finding?> Apply, params ImmutableArray<RecordKind> Kinds)
{
    /// <summary>Says whether it judges records of a kind.</summary>
    public bool Concerns(RecordKind kind) =>
        (Kinds.IsEmpty || Kinds.Contains(kind)) && ReasonCatalogue.Of(new ReasonCode(Code)).Concerns(kind.Code());
}
