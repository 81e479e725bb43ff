using System.Collections.Immutable;
using ExchangeHub.Records;

namespace ExchangeHub.Recognitions;

/// <summary>Something that happened to a record as others cite it.</summary>
/// <remarks>Stored for good: a name or a field changes only by adding a new version beside the old one.</remarks>
public abstract record CitedEvent
{
    private CitedEvent() { }

    /// <summary>A record was filed under the id.</summary>
    /// <param name="Dossier">Its dossier.</param>
    /// <param name="Source">The statement, such as <c>node:310118/17</c>.</param>
    public sealed record Named(DossierId Dossier, string Source) : CitedEvent;

    /// <summary>Another record cites it.</summary>
    /// <param name="By">Who, and how.</param>
    public sealed record Cited(Citing By) : CitedEvent;

    /// <summary>The record was undone; a day that was learnt later takes the place of the one before.</summary>
    /// <param name="Dossier">Its dossier.</param>
    /// <param name="Fall">When, and by which statement.</param>
    public sealed record Fell(DossierId Dossier, Fall Fall) : CitedEvent;

    /// <summary>The record stands again: what carries it was corrected.</summary>
    /// <param name="Dossier">Its dossier.</param>
    public sealed record Stood(DossierId Dossier) : CitedEvent;

    /// <summary>More dossiers cite it than one append may draw in; these are judged again after it.</summary>
    /// <param name="Dossiers">By name.</param>
    public sealed record Postponed(ImmutableArray<DossierId> Dossiers) : CitedEvent
    {
        /// <inheritdoc/>
        public bool Equals(Postponed? other) => other is not null && Dossiers.SequenceEqual(other.Dossiers);

        /// <inheritdoc/>
        public override int GetHashCode() => Dossiers.Length;
    }

    /// <summary>Dossiers that had been postponed have taken account of it.</summary>
    /// <param name="Dossiers">By name.</param>
    public sealed record Settled(ImmutableArray<DossierId> Dossiers) : CitedEvent
    {
        /// <inheritdoc/>
        public bool Equals(Settled? other) => other is not null && Dossiers.SequenceEqual(other.Dossiers);

        /// <inheritdoc/>
        public override int GetHashCode() => Dossiers.Length;
    }
}

/// <summary>A dossier that cites a record.</summary>
/// <param name="Dossier">The dossier.</param>
/// <param name="Kind">How it rests on the record.</param>
public readonly record struct Citing(DossierId Dossier, RelianceKind Kind);
