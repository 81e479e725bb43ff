using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What a rule may look at: one record as of one civil day, for one receiver or for a group of them.</summary>
internal sealed class Circumstances
{
    private readonly DossierFacts _facts;
    private readonly Chronicle _chronicle;
    private readonly Func<NodeId, Jurisdiction?> _partyOf;
    private IReadOnlyList<CitedProvision>? _basis;

    public Circumstances(
        DossierFacts facts, Chronicle chronicle, RuleSet rules, ReceiverView receiver, Func<NodeId, Jurisdiction?> partyOf,
            DateOnly on)
    {
        (_facts, _chronicle, Rules, Receiver, _partyOf, On) = (facts, chronicle, rules, receiver, partyOf, on);
        Current = chronicle.Current ?? throw new ArgumentException("There is no record to look at.", nameof(chronicle));
        Record = (StatementBody.RecordVersion)Current.Statement.Body;
        Origin = partyOf(Current.Statement.Node);
        PublishedOn = chronicle.PublishedOn(Current);
        Events = [.. EventsThatCount(chronicle).Where(happened => happened.On <= on)];
        Reliances = facts.Reliances.IsEmpty ? [] :
        [
            .. Agreements.Reliances.Histories(facts, chronicle)
                .Select(turns => turns.LastOrDefault(fact => fact.SinceOn <= on)).OfType<RelianceFact>(),
        ];
        Series = facts.Series.IsEmpty ? null : SeriesFact.Standing(facts.Series, on).MaxBy(fact => fact.Acts);
        Conflicts = facts.Conflicts.IsEmpty ? [] :
        [
            .. facts.Conflicts.Where(conflict => conflict.SinceOn <= on)
                .GroupBy(conflict => conflict.Other)
                .Select(Standing)
                .OrderBy(conflict => conflict.SinceOn)
                .ThenBy(conflict => conflict.Other.ToString(), StringComparer.Ordinal),
        ];
    }

    private Circumstances(Circumstances other)
    {
        (_facts, _chronicle, _partyOf, _basis) = (other._facts, other._chronicle, other._partyOf, other._basis);
        (Rules, Receiver, On, Current, Record) = (other.Rules, other.Receiver, other.On, other.Current, other.Record);
        (Origin, PublishedOn, Events) = (other.Origin, other.PublishedOn, other.Events);
        (Conflicts, Reliances, Series, Item) = (other.Conflicts, other.Reliances, other.Series, other.Item);
    }

    public FiledStatement Current { get; }

    public StatementBody.RecordVersion Record { get; }

    public RuleSet Rules { get; }

    /// <summary>Gets for whom it is looked at.</summary>
    public ReceiverView Receiver { get; private init; }

    /// <summary>Gets the item of evidence that is looked at by itself; null for the whole package.</summary>
    public EvidenceOnFile? Item { get; private init; }

    /// <summary>Gets the party that published the record; null when its node speaks for none.</summary>
    public Jurisdiction? Origin { get; }

    /// <summary>Gets the civil day as of which the record is looked at.</summary>
    public DateOnly On { get; }

    /// <summary>Gets what had happened by that day, oldest first.</summary>
    public IReadOnlyList<(FiledStatement Filed, DateOnly On, LifeCycleFact Fact)> Events { get; }

    /// <summary>Gets the civil day on which the current version was first published.</summary>
    public DateOnly PublishedOn { get; }

    /// <summary>Gets the day of service: what the record says, or what was reported since; null while neither does.</summary>
    public DateOnly? ServedOn => Record.Details switch
    {
        RecordDetails.Penalty { ServedOn: { } served } when served <= On => served,
        RecordDetails.Penalty => Events.Where(happened => happened.Fact is LifeCycleFact.Served)
            .Select(happened => (DateOnly?)happened.On).FirstOrDefault(),
        _ => Record.Details.DecidedOn,
    };

    /// <summary>Gets the laws that it cites, with what the tables of the rule set say of them.</summary>
    public IReadOnlyList<CitedProvision> Basis =>
        _basis ??= [.. (Record.Details.Office.Basis ?? []).Select(Rules.Terms.Laws.Find)];

    /// <summary>Gets what makes it a major case; null for kinds that can be none.</summary>
    public Gravity? Gravity => Record.Details switch
    {
        RecordDetails.Penalty penalty => penalty.Gravity,
        RecordDetails.Evidence evidence => evidence.Gravity,
        _ => null,
    };

    /// <summary>Gets since when a remedy is pending, and which statement says so.</summary>
    public (DateOnly On, string Source)? PendingRemedy => Remedies.Pending(this);

    /// <summary>Gets since when execution is stayed, and which statement says so.</summary>
    public (DateOnly On, string Source)? Stay => Remedies.Stay(this);

    /// <summary>Gets since when and until when the permit is suspended, and which statement says so.</summary>
    public (DateOnly On, DateOnly? Until, string Source)? Suspension => Permits.Suspension(this);

    public string Source => Current.Statement.Source;

    /// <summary>Gets what contradicts the current version, with the day from which both were public; by that day.</summary>
    public IReadOnlyList<(FiledStatement Filed, DateOnly Since)> Contradicting => _chronicle.Contradicting.IsEmpty
        ? [] : [.. Contradictions(_chronicle).Where(other => other.Since <= On)];

    /// <summary>Gets, for each other dossier on the same act, where the conflict stands on the day and since when; by
    /// day.</summary>
    public IReadOnlyList<ConflictFact> Conflicts { get; }

    /// <summary>Gets the longest series of penalties against a subject that the decision ends; null while it ends
    /// none.</summary>
    public SeriesFact? Series { get; }

    /// <summary>Gets, for each record that the newest version rests on, where it stands on the day and since when; by kind, then
    /// by record.</summary>
    public IReadOnlyList<RelianceFact> Reliances { get; }

    /// <summary>Picks what may count: a record's issuer says what happened to it, a receiver what it makes of the
    /// evidence.</summary>
    public static IEnumerable<(FiledStatement Filed, DateOnly On, LifeCycleFact Fact)> EventsThatCount(Chronicle chronicle) =>
        chronicle.Events.Where(happened =>
            happened.Fact is LifeCycleFact.EvidenceReviewed or LifeCycleFact.GroundReviewed or LifeCycleFact.VenueDesignated
                or LifeCycleFact.CustodyContinued or LifeCycleFact.EvidenceCited or LifeCycleFact.HandOverAnswered
            || happened.Filed.Statement.Issuer.CreditCode == chronicle.Current?.Statement.Issuer.CreditCode);

    /// <summary>Finds what contradicts the current version, and since when both are public.</summary>
    public static IEnumerable<(FiledStatement Filed, DateOnly Since)> Contradictions(Chronicle chronicle) =>
        from filed in chronicle.Contradicting
        let day = chronicle.PublishedOn(filed)
        let since = chronicle.PublishedOn(chronicle.Current!) is var own && own > day ? own : day
        orderby since // stable: then by publication
        select (filed, since);

    /// <summary>Finds the newest event of some kinds.</summary>
    public (DateOnly On, LifeCycleFact Fact, string Source)? Newest(Func<LifeCycleFact, bool> concerns)
    {
        for (var index = Events.Count - 1; index >= 0; index--)
        {
            var (filed, on, fact) = Events[index];
            if (concerns(fact))
            {
                return (on, fact, filed.Statement.Source);
            }
        }

        return null;
    }

    /// <summary>Names the party for which a node speaks.</summary>
    public Jurisdiction? PartyOf(NodeId node) => _partyOf(node);

    /// <summary>Finds what an officer of this receiver last said about a ground.</summary>
    public (DateOnly On, GroundResult Result, string Source)? Verdict(ReasonCode code)
    {
        for (var index = Receiver.Individual is null ? -1 : Events.Count - 1; index >= 0; index--)
        {
            if (Events[index] is (var filed, var on, LifeCycleFact.GroundReviewed said)
                && said.Code == code.ToString() && _partyOf(filed.Statement.Node) == Receiver.Individual)
            {
                return (on, said.Result, filed.Statement.Source);
            }
        }

        return null;
    }

    /// <summary>Finds the newest review by this receiver.</summary>
    public (DateOnly On, ReviewResult Result, string Source)? Review()
    {
        for (var index = Events.Count - 1; index >= 0; index--)
        {
            if (Events[index] is (var filed, var on, LifeCycleFact.EvidenceReviewed review)
                && Receiver.Individual is { } receiver && _partyOf(filed.Statement.Node) == receiver)
            {
                return (on, review.Result, filed.Statement.Source);
            }
        }

        return null;
    }

    /// <summary>Looks at the same record on the same day for somebody else.</summary>
    public Circumstances For(ReceiverView receiver) => new(this) { Receiver = receiver };

    /// <summary>Looks at the same package as if it held one item alone.</summary>
    public Circumstances Of(EvidenceOnFile item) => new(this) { Item = item };

    // Of a day counts what was learnt last of it; a state that is confirmed on a later day holds since the first.
    private static ConflictFact Standing(IEnumerable<ConflictFact> known)
    {
        ConflictFact? standing = null;
        foreach (var fact in known.GroupBy(fact => fact.SinceOn).OrderBy(day => day.Key).Select(day => day.Last()))
        {
            standing = standing?.State == fact.State ? standing : fact;
        }

        return standing!;
    }
}

/// <summary>For whom a record is assessed.</summary>
/// <param name="Choices">The choices that apply, one for each parameter of the rule set.</param>
/// <param name="Individual">The receiver, when facts of its own matter; null for a whole group.</param>
/// <param name="IsHandedEvidence">The evidence was handed over to this receiver, whose officer therefore has to review
/// it.</param>
internal sealed record ReceiverView(ImmutableArray<object> Choices, Jurisdiction? Individual, bool IsHandedEvidence);
