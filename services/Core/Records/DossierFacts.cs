using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>Everything that is known of one act of office, in whatever order it arrived.</summary>
/// <param name="Statements">What nodes said, in the order of the log.</param>
/// <param name="Conflicts">What is known of other decisions on the same act, in the order of the log.</param>
/// <remarks>
/// Facts only accumulate, and what follows from them is computed from all of them together. That is why a revocation that
/// overtakes its record needs no special case: when the record arrives, the revocation is already among the facts.
/// </remarks>
public sealed record DossierFacts(ImmutableArray<FiledStatement> Statements, ImmutableArray<ConflictFact> Conflicts)
{
    private Chronicle? _chronicle; // of other statements after a with: Read sees that

    /// <summary>Gets a dossier in which nothing has been filed.</summary>
    public static DossierFacts Empty { get; } = new([], []);

    /// <summary>Gets what is known of the records that the record rests on, in the order of the log; each once for each kind, and
    /// again when it changes.</summary>
    public ImmutableArray<RelianceFact> Reliances { get; init; } = [];

    /// <summary>Gets what is known of other penalties against the subjects of a decision, in the order of the log.</summary>
    public ImmutableArray<SeriesFact> Series { get; init; } = [];

    /// <summary>Keeps what was known at an instant.</summary>
    /// <param name="knownAt">The instant, by the clock of whoever keeps the dossier.</param>
    /// <returns>The facts that had been received by then.</returns>
    public DossierFacts AsKnownAt(DateTimeOffset knownAt) => new(
        [.. Statements.Where(filed => filed.ReceivedAt <= knownAt)],
            [.. Conflicts.Where(conflict => conflict.KnownAt <= knownAt)])
    {
        Reliances = [.. Reliances.Where(reliance => reliance.KnownAt <= knownAt)],
        Series = [.. Series.Where(series => series.KnownAt <= knownAt)],
    };

    /// <summary>Gets the newest version of the record that follows from version 1 without a gap, or null when there is
    /// none.</summary>
    public FiledStatement? Current => Read().Current;

    /// <summary>Gets record statements that contradict the current version: same business key, other content, no link.</summary>
    public IEnumerable<FiledStatement> Contradicting => Read().Contradicting;

    /// <summary>Gets every statement that is a record, in the order of the log, with how it stands to the version in
    /// force.</summary>
    public IEnumerable<(FiledStatement Filed, VersionStanding Standing)> Versions => VersionStandings.Of(Statements, Read());

    /// <summary>Gets what happened to the record, each event once, oldest first; within a day in the order of
    /// publication.</summary>
    public IEnumerable<(FiledStatement Filed, DateOnly On, LifeCycleFact Fact)> Events => Read().Events;

    /// <summary>Looks for a statement that says the same.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>The first one filed with the same content on behalf of the same organ, as the same version; or null.</returns>
    public FiledStatement? SameAs(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var said = Chronicle.KeyOf(new FiledStatement(statement, default));
        return Statements.FirstOrDefault(filed => Chronicle.KeyOf(filed) == said);
    }

    /// <inheritdoc/>
    public bool Equals(DossierFacts? other) =>
        other is not null && Statements.SequenceEqual(other.Statements) && Conflicts.SequenceEqual(other.Conflicts)
        && Reliances.SequenceEqual(other.Reliances) && Series.SequenceEqual(other.Series);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Statements.Length, Conflicts.Length);

    /// <summary>Puts the facts into the order in which they hold.</summary>
    internal Chronicle Read() => _chronicle is { } read && read.IsOf(Statements) ? read : _chronicle = new Chronicle(Statements);
}

/// <summary>A statement in its dossier.</summary>
/// <param name="Statement">What was said.</param>
/// <param name="ReceivedAt">When whoever keeps the dossier received it: knowledge time.</param>
public sealed record FiledStatement(Statement Statement, DateTimeOffset ReceivedAt)
{
    /// <summary>Gets a value indicating whether it is a record and not an event.</summary>
    public bool IsRecord => Statement.Body is StatementBody.RecordVersion;

    /// <summary>Gets the version of the record, from 1; 0 for an event.</summary>
    public int Version => (Statement.Body as StatementBody.RecordVersion)?.Version ?? 0;

    /// <summary>Gets the content that a later version of the record follows; null otherwise.</summary>
    public Digest? PreviousVersion => (Statement.Body as StatementBody.RecordVersion)?.PreviousVersion;
}

/// <summary>Where a conflict with another decision on the same act stands.</summary>
public enum ConflictState
{
    /// <summary>Open: both decisions rest.</summary>
    Open = 1,

    /// <summary>This dossier's issuer has venue.</summary>
    Prevails = 2,

    /// <summary>The other dossier's issuer has venue.</summary>
    Yields = 3,

    /// <summary>Over: one of the two decisions fell away.</summary>
    FellAway = 4,
}

/// <summary>What is known of a conflict from a day on.</summary>
/// <param name="Other">The other dossier.</param>
/// <param name="State">Where the conflict stands.</param>
/// <param name="SinceOn">The civil day from which it stands so.</param>
/// <param name="Source">The statement that brought it about, such as <c>node:320509/40</c>.</param>
/// <param name="KnownAt">When whoever keeps the dossier learnt it.</param>
public sealed record ConflictFact(DossierId Other, ConflictState State, DateOnly SinceOn, string Source, DateTimeOffset KnownAt);
