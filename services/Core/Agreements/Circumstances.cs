using System.Globalization;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What a rule may look at: one record as of one civil day, for one receiver or for a group of them.</summary>
internal sealed class Circumstances
{
    private readonly DossierFacts _facts;
    private readonly Func<NodeId, Jurisdiction?> _partyOf;

    public Circumstances(
        DossierFacts facts, FiledStatement current, RuleSet rules, ReceiverView receiver, Func<NodeId, Jurisdiction?> partyOf, DateOnly on)
    {
        (_facts, Current, Rules, Receiver, _partyOf, On) = (facts, current, rules, receiver, partyOf, on);
        Record = (StatementBody.RecordVersion)current.Statement.Body;
        Origin = partyOf(current.Statement.Node);
        Events = [.. facts.Events.Where(happened => happened.On <= on && Counts(happened.Filed, happened.Fact))];
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

    public string Source => Current.Statement.Source;

    public IEnumerable<FiledStatement> Contradicting => _facts.Contradicting.Where(filed => filed.Statement.PublishedOn <= On);

    /// <summary>Gets, for each other dossier on the same act, the newest state of the conflict.</summary>
    public IEnumerable<ConflictFact> Conflicts =>
        from conflict in _facts.Conflicts
        where conflict.SinceOn <= On
        group conflict by conflict.Other into known
        select known.Last();

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

    // What happened to a record is said by its issuer; a review by the receiver and a designation by whoever may designate.
    private bool Counts(FiledStatement filed, LifeCycleFact fact) =>
        fact is LifeCycleFact.EvidenceReviewed or LifeCycleFact.VenueDesignated
        || filed.Statement.Issuer.CreditCode == Current.Statement.Issuer.CreditCode;
}

/// <summary>For whom a record is assessed.</summary>
/// <param name="Policy">The choices that apply.</param>
/// <param name="Individual">The receiver, when facts of its own matter; null for a whole group.</param>
/// <param name="IsHandedEvidence">The evidence was handed over to this receiver, whose officer therefore has to review it.</param>
internal sealed record ReceiverView(Policy Policy, Jurisdiction? Individual, bool IsHandedEvidence);
