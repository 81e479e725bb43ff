using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Something that happened to a dossier.</summary>
/// <remarks>Stored for good: a name or a field changes only by adding a new version beside the old one.</remarks>
public abstract record DossierEvent
{
    private DossierEvent() { }

    /// <summary>Gets the parties that may see it, as <see cref="Audience"/> said when it was stored; null for all.</summary>
    public ImmutableArray<Jurisdiction>? ShownTo { get; init; }

    /// <summary>A statement was filed.</summary>
    /// <param name="Envelope">The statement as its node signed it.</param>
    /// <param name="Statement">The same, read.</param>
    /// <param name="Disposition">What became of it.</param>
    /// <param name="ReceivedAt">When the hub took it.</param>
    public sealed record StatementFiled(Envelope Envelope, Statement Statement, Disposition Disposition,
        DateTimeOffset ReceivedAt)
        : DossierEvent;

    /// <summary>A conflict with another decision on the same act was found, settled, or fell away.</summary>
    /// <param name="Conflict">Where it stands now.</param>
    public sealed record ConflictChanged(ConflictFact Conflict) : DossierEvent;

    /// <summary>A record that this one rests on became known, fell, or turned out to be missing.</summary>
    /// <param name="Reliance">Where it stands now.</param>
    public sealed record RelianceChanged(RelianceFact Reliance) : DossierEvent;

    /// <summary>Penalties against a subject of the decision became a series, or another one, or none.</summary>
    /// <param name="Series">How they stand now.</param>
    public sealed record SeriesChanged(SeriesFact Series) : DossierEvent;

    /// <summary>Receivers decided, by the rules.</summary>
    /// <param name="Decision">What they decided.</param>
    public sealed record Decided(Decision Decision) : DossierEvent;
}
