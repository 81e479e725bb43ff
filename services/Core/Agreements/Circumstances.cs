using System.Globalization;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What a rule may look at: one record as of one civil day, for one receiver or for a group of them.</summary>
internal sealed class Circumstances
{
    private readonly DossierFacts _facts;
    private readonly Chronicle _chronicle;
    private readonly Func<NodeId, Jurisdiction?> _partyOf;

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
    }

    public FiledStatement Current { get; }

    public StatementBody.RecordVersion Record { get; }

    public RuleSet Rules { get; }

    public ReceiverView Receiver { get; }

    /// <summary>Gets the party that published the record; null when its node speaks for none.</summary>
    public Jurisdiction? Origin { get; }

    /// <summary>Gets the civil day as of which the record is looked at.</summary>
    public DateOnly On { get; }

    /// <summary>Gets what had happened by that day, oldest first.</summary>
    public IReadOnlyList<(FiledStatement Filed, DateOnly On, LifeCycleFact Fact)> Events { get; }

    /// <summary>Gets the civil day on which the current version was first published.</summary>
    public DateOnly PublishedOn { get; }

    public string Source => Current.Statement.Source;

    /// <summary>Gets what contradicts the current version, with the day from which both were public; by that day.</summary>
    public IEnumerable<(FiledStatement Filed, DateOnly Since)> Contradicting =>
        Contradictions(_chronicle).Where(other => other.Since <= On);

    /// <summary>Gets, for each other dossier on the same act, where the conflict stands on the day and since when; by
    /// day.</summary>
    public IEnumerable<ConflictFact> Conflicts => _facts.Conflicts
        .Where(conflict => conflict.SinceOn <= On)
        .GroupBy(conflict => conflict.Other)
        .Select(Standing)
        .OrderBy(conflict => conflict.SinceOn).ThenBy(conflict => conflict.Other.ToString(), StringComparer.Ordinal);

    /// <summary>Gets, for each record that the newest version rests on, where it stands on the day and since when; by kind, then
    /// by record.</summary>
    public IEnumerable<RelianceFact> Reliances => Agreements.Reliances.Histories(_facts, _chronicle)
        .Select(turns => turns.LastOrDefault(fact => fact.SinceOn <= On)).OfType<RelianceFact>();

    /// <summary>Picks what may count: a record's issuer says what happened to it, a receiver what it makes of the
    /// evidence.</summary>
    public static IEnumerable<(FiledStatement Filed, DateOnly On, LifeCycleFact Fact)> EventsThatCount(Chronicle chronicle) =>
        chronicle.Events.Where(happened => happened.Fact is LifeCycleFact.EvidenceReviewed or LifeCycleFact.VenueDesignated
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

    /// <summary>Makes a finding of one fact.</summary>
    public Finding Find(string code, DateOnly sinceOn, string fact, IFormattable value, string? source = null) =>
        Find(code, sinceOn, fact, value.ToString(value is DateOnly ? "yyyy-MM-dd" : null, CultureInfo.InvariantCulture), source);

    /// <summary>Makes a finding of one fact.</summary>
    public Finding Find(string code, DateOnly sinceOn, string fact, string value, string? source = null) =>
        new(new ReasonCode(code), sinceOn, [new Fact(fact, value, source ?? Source)]);

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
/// <param name="Policy">The choices that apply.</param>
/// <param name="Individual">The receiver, when facts of its own matter; null for a whole group.</param>
/// <param name="IsHandedEvidence">The evidence was handed over to this receiver, whose officer therefore has to review
/// it.</param>
internal sealed record ReceiverView(Policy Policy, Jurisdiction? Individual, bool IsHandedEvidence);
