using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Guards;

/// <summary>What a notice says.</summary>
public enum NoticeKind
{
    /// <summary>A ground of dishonesty arose.</summary>
    GroundArose = 1,

    /// <summary>A ground rests on other records than before.</summary>
    GroundChanged = 2,

    /// <summary>A ground fell away, because a record that carried it counts no more.</summary>
    GroundWithdrawn = 3,

    /// <summary>A subject is to be taken off a positive list, because a penalty was recognised.</summary>
    RemovalDue = 4,

    /// <summary>It was taken off.</summary>
    RemovalDone = 5,

    /// <summary>The penalty counts no more: the removal has to be reviewed, or need not be made.</summary>
    RemovalToReview = 6,
}

/// <summary>Something that follows from recognised records together and holds for some receivers.</summary>
/// <param name="Receivers">Name of the group, or division code of the single receiver.</param>
/// <param name="Code">The ground, such as SD10; for a removal the dossier of the entry.</param>
/// <param name="Cause">For a removal the penalty; empty for a ground, which may have several.</param>
/// <param name="SinceOn">The civil day from which it holds.</param>
/// <param name="Basis">The records on which it rests, by day of the decision.</param>
/// <param name="IsDone">For a removal, that it was made.</param>
public sealed record Consequence(
    string Receivers, string Code, string Cause, DateOnly SinceOn, ImmutableArray<RecordId> Basis, bool IsDone)
{
    /// <summary>Gets what it is the consequence of, so that a later state of it is found.</summary>
    public (string Receivers, string Code, string Cause) Key => (Receivers, Code, Cause);

    /// <summary>Gets a value indicating whether it concerns a positive list.</summary>
    public bool IsRemoval => Cause.Length > 0;

    /// <inheritdoc/>
    public bool Equals(Consequence? other) => other is not null && Key == other.Key && SinceOn == other.SinceOn
        && IsDone == other.IsDone && Basis.SequenceEqual(other.Basis);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();
}

/// <summary>That a consequence arose, changed or fell away.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="What">The consequence; of one that fell away, as it was.</param>
/// <param name="On">The civil day from which it is so.</param>
public sealed record Notice(NoticeKind Kind, Consequence What, DateOnly On);

/// <summary>How far a ground of dishonesty is reached.</summary>
/// <param name="Code">The ground, such as SD10.</param>
/// <param name="Case">Which case of it; empty when there is one.</param>
/// <param name="Title">What it says.</param>
/// <param name="Count">How many acts count.</param>
/// <param name="Needed">How many it takes.</param>
/// <param name="SinceOn">Since when it holds; null while it does not.</param>
/// <param name="Basis">The records that count, by day of the decision.</param>
public sealed record GroundProgress(
    string Code, string Case, Wording Title, int Count, int Needed, DateOnly? SinceOn, ImmutableArray<RecordId> Basis)
{
    /// <summary>Gets a value indicating whether recognised records can carry it; otherwise only documents outside the network
    /// can, and the count says nothing.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Gets where the ground comes from, and how well that has been checked.</summary>
    public (string Basis, SourceTrust Trust) Source { get; init; }
}
