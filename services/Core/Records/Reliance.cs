using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>How a record rests on another one.</summary>
public enum RelianceKind
{
    /// <summary>The other one carries the entry of a list (<c>basis_refs</c>).</summary>
    Basis = 1,

    /// <summary>The other one is an evidence package that carries the decision (<c>evidence_refs</c>).</summary>
    Evidence = 2,

    /// <summary>The other one is the decision that a consecutive daily fine follows (<c>prior_decision</c>).</summary>
    PriorDecision = 3,

    /// <summary>The other one is the penalty with which the permit was revoked (<c>penalty_record_id</c>).</summary>
    Sanction = 4,

    /// <summary>The other one is named by a link, of any relation but SAME_ACT, which is no reliance.</summary>
    Link = 5,

    /// <summary>The same, but the link says that the other one is still to be published: nothing waits for it.</summary>
    PendingLink = 6,

    /// <summary>The other way round: the other one is a decision that names the dossier's evidence package as what carries
    /// it.</summary>
    CitedBy = 7,
}

/// <summary>A record that another one rests on.</summary>
/// <param name="Of">The record relied on, by its id or by the alias of a duplicate.</param>
/// <param name="Kind">How.</param>
public sealed record Reliance(RecordId Of, RelianceKind Kind);

/// <summary>Where a record that another one rests on stands.</summary>
public enum RelianceState
{
    /// <summary>No such record has been filed.</summary>
    Unknown = 1,

    /// <summary>It has been filed, and nothing has undone it.</summary>
    Known = 2,

    /// <summary>It was undone: what rests on it has lost it.</summary>
    Fell = 3,

    /// <summary>It stands as an act, but its effects have ended by credit repair: the entry of a list that it carries ends with
    /// it.</summary>
    Ended = 4,
}

/// <summary>What is known, from a day on, of a record that the dossier's own record rests on; or, of evidence, of a decision that
/// rests on it (<see cref="RelianceKind.CitedBy"/>), which is known from the day on which it was made.</summary>
/// <param name="Of">The other record.</param>
/// <param name="Kind">How.</param>
/// <param name="Dossier">The dossier of that record; null while it is unknown.</param>
/// <param name="State">Where it stands.</param>
/// <param name="SinceOn">The civil day from which it stands so. Not knowing has no day of its own: it counts from the day of
/// the record that relies.</param>
/// <param name="Source">The statement that brought it about, such as <c>node:310118/17</c>; of what is unknown, the one that
/// cites it.</param>
/// <param name="KnownAt">When whoever keeps the dossier learnt it.</param>
public sealed record RelianceFact(
    RecordId Of,
    RelianceKind Kind,
    DossierId? Dossier,
    RelianceState State,
    DateOnly SinceOn,
    string Source,
    DateTimeOffset KnownAt);

/// <summary>What undid a record.</summary>
/// <param name="On">The civil day from which nothing can rest on it.</param>
/// <param name="Source">The statement, such as <c>node:310118/17</c>.</param>
public sealed record Fall(DateOnly On, string Source)
{
    /// <summary>Gets a value indicating whether credit was repaired, so that the act itself was never undone.</summary>
    public bool IsRepair { get; init; }

    /// <summary>Orders falls by day, then by the name of the statement, so that the first of several is always the
    /// same.</summary>
    internal static IComparer<Fall> Order { get; } = Comparer<Fall>.Create((one, other) =>
        one.On != other.On ? one.On.CompareTo(other.On) : string.CompareOrdinal(one.Source, other.Source));

    /// <summary>Picks the first of two; null stands for none.</summary>
    internal static Fall? First(Fall? one, Fall? other) =>
        one is null ? other : other is null || Order.Compare(one, other) <= 0 ? one : other;
}
