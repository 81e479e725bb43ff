using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Assesses a record under the rules of the network. Pure: the same facts give the same answer everywhere.</summary>
public static class Assessor
{
    /// <summary>Says what one receiver makes of a record.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="facts">What is known; for an answer as of an earlier knowledge time, what was known then.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="validOn">The civil day asked about; null for the latest state.</param>
    /// <returns>The assessment. <see cref="Outcome.NotKnown"/> when there was no record, which does not mean "clean".</returns>
    public static Assessment Assess(Network network, DossierFacts facts, Jurisdiction receiver, DateOnly? validOn)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(facts);
        var chronicle = facts.Read();
        if (chronicle.Current is not { } current)
        {
            return Conclusion.WithoutRecord(chronicle, validOn);
        }

        var beginsOn = Details(current).BeginsOn;
        if (beginsOn > validOn)
        {
            return new Assessment(Outcome.NotKnown, [], validOn.Value, Awaiting.Nothing);
        }

        var group = RulesFor(network, facts)?.GroupOf(receiver);
        var assessment = group is null ? null
            : Assess(network, facts, View(group, Individuals(network, facts), receiver), validOn);
        if (PartyOf(network)(current.Statement.Node) == receiver)
        {
            // What happened to its own record concerns a party too, though it needs nobody to recognise it.
            return new Assessment(Outcome.Origin, assessment?.Findings ?? [], beginsOn, Awaiting.Nothing);
        }

        return assessment ?? new Assessment(
            Outcome.NotApplicable,
            [new Finding(new ReasonCode("REF-AGR-NOT-IN-FORCE"), chronicle.PublishedOn(current),
                [new Fact("receiver", receiver.ToString(), "")])],
            beginsOn,
            Awaiting.Nothing);
    }

    /// <summary>Gets the rules that apply to a record: those in force when its newest version was first published.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="facts">What is known of the record.</param>
    /// <returns>The rule set; when none was in force then, that of the version before: what was recognised under an agreement
    /// survives its end, and so does its correction. Null when there is no record, or none was ever published under
    /// rules.</returns>
    /// <remarks>Source: domain reference "Decision model", which rule version, (a); scenario S10, survival clause.</remarks>
    public static RuleSet? RulesFor(Network network, DossierFacts facts)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(facts);
        var chronicle = facts.Read();
        return chronicle.Chain.Reverse().Select(version => network.Agreement.InForceOn(chronicle.PublishedOn(version)))
            .FirstOrDefault(rules => rules is not null);
    }

    /// <summary>Lists the codes of the catalogue that nothing judges yet for a kind of record.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Codes in the order of the catalogue. Such a code was not looked at, in either sense.</returns>
    public static ImmutableArray<ReasonCode> NotJudged(RecordKind kind) =>
    [
        .. ReasonCatalogue.All.Where(reason => reason.Concerns(kind.Code()) && !Rules.Judges(kind, reason.Code.ToString()))
            .Select(reason => reason.Code),
    ];

    /// <summary>Lists receivers for which facts of their own matter, so that they do not share the decision of their
    /// group.</summary>
    internal static ImmutableArray<Jurisdiction> Individuals(Network network, DossierFacts facts)
    {
        if (facts.Current is not { } current || Details(current) is not RecordDetails.Evidence evidence)
        {
            return [];
        }

        var partyOf = PartyOf(network);
        var reviewers = facts.Statements
            .Where(filed => filed.Statement.Body is StatementBody.LifeCycleEvent { Fact: LifeCycleFact.EvidenceReviewed })
            .Select(filed => partyOf(filed.Statement.Node));
        return
        [
            .. reviewers.Append(evidence.ReceivingDivision).OfType<Jurisdiction>()
                .Where(party => party != partyOf(current.Statement.Node))
                .Distinct().OrderBy(party => party.ToString(), StringComparer.Ordinal),
        ];
    }

    internal static ReceiverView View(ReceiverGroup group, ImmutableArray<Jurisdiction> individuals, Jurisdiction receiver) =>
        individuals.Contains(receiver) ? new ReceiverView(group.Policy, receiver, false)
            : new ReceiverView(group.Policy, null, false);

    /// <summary>Assesses for a receiver or a group, as of a day or the latest state.</summary>
    internal static Assessment Assess(Network network, DossierFacts facts, ReceiverView receiver, DateOnly? validOn)
    {
        var chronicle = facts.Read();
        var current = chronicle.Current ?? throw new ArgumentException("There is no record to assess.", nameof(facts));
        var rules = RulesFor(network, facts) ?? throw new ArgumentException("No rules were in force.", nameof(network));
        var view = Details(current) is RecordDetails.Evidence { ReceivingDivision: { } handedTo }
            && handedTo == receiver.Individual
            ? receiver with { IsHandedEvidence = true }
            : receiver;
        Assessment On(DateOnly day) => Conclusion.From(new Circumstances(facts, chronicle, rules, view, PartyOf(network), day));

        // The outcome holds from the first of the days at the end of the history on all of which it is the same.
        var days = TurningDays.Of(facts, chronicle, validOn);
        var latest = On(days[^1]);
        var effectiveOn = days[^1];
        for (var index = days.Length - 2; index >= 0 && On(days[index]).Outcome == latest.Outcome; index--)
        {
            effectiveOn = days[index];
        }

        return latest with { EffectiveOn = effectiveOn };
    }

    internal static Func<NodeId, Jurisdiction?> PartyOf(Network network) => node => network.Nodes.GetValueOrDefault(node)?.Party;

    internal static RecordDetails Details(FiledStatement current) =>
        ((StatementBody.RecordVersion)current.Statement.Body).Details;
}
