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

        var rules = RulesFor(network, facts);
        var assessment = rules?.GroupOf(receiver) is not { } group ? null
            : new Examination(network, facts, rules).Assess(View(group, Individuals(network, facts), receiver), validOn);
        if (PartyOf(network)(current.Statement.Node) == receiver)
        {
            // What happened to its own record concerns a party too, though it needs nobody to recognise it.
            return new Assessment(Outcome.Origin, assessment?.Findings ?? [], beginsOn, Awaiting.Nothing)
            {
                Items = assessment?.Items ?? [],
            };
        }

        return assessment ?? Outside(facts, receiver);
    }

    /// <summary>Gets the rules that apply to a record: those in force when its newest version was first published.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="facts">What is known of the record.</param>
    /// <returns>The rule set; when none was in force then, that of the version before: what was recognised under an agreement
    /// survives its end, and so does its correction. Null when there is no record, or none was ever published under
    /// rules. A party that has left is judged by the rules that bound it on the day of its act of office.</returns>
    /// <remarks>Source: domain reference "Decision model", which rule version, (a); scenario S10, survival clause.</remarks>
    public static RuleSet? RulesFor(Network network, DossierFacts facts)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(facts);
        var chronicle = facts.Read();
        return chronicle.Chain.Reverse().Select(version => RulesFor(network, version, chronicle.PublishedOn(version)))
            .FirstOrDefault(rules => rules is not null);
    }

    /// <summary>Lists the codes of the catalogue of which nothing can be said for a record.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="facts">What is known of the record.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="validOn">The civil day asked about; null for the latest state.</param>
    /// <returns>
    /// Codes in the order of the catalogue, each with the facts that would have to be known: none where its rule set has no rule
    /// for it. Such a code was not established, in either sense.
    /// </returns>
    public static ImmutableArray<NotJudged> NotJudged(
        Network network, DossierFacts facts, RecordKind kind, Jurisdiction receiver, DateOnly? validOn)
    {
        if (RulesFor(network, facts) is not { } rules || rules.GroupOf(receiver) is not { } group)
        {
            return [];
        }

        var open = Details(facts.Current!).BeginsOn > validOn ? [] : new Examination(network, facts, rules)
            .Open(View(group, Individuals(network, facts), receiver), validOn)
            .Select(one => new NotJudged(one.Rule.Code, one.Missing));
        return
        [
            .. rules.NotJudged(kind).Select(code => new NotJudged(code, [])).Concat(open)
                .OrderBy(one => ReasonCatalogue.Of(one.Code).Precedence)
                .ThenBy(one => one.Code.ToString(), StringComparer.Ordinal),
        ];
    }

    /// <summary>Assesses a record for whom no rules bind: one receiver, or anybody.</summary>
    internal static Assessment Outside(DossierFacts facts, Jurisdiction? receiver) => new(
        Outcome.NotApplicable,
        [new Finding(new ReasonCode("REF-AGR-NOT-IN-FORCE"), facts.Read().PublishedOn(facts.Current!),
            receiver is { } named ? [new Fact("receiver", named.ToString(), "")] : [])],
        Details(facts.Current!).BeginsOn,
        Awaiting.Nothing);

    /// <summary>Reads out the rules behind an assessment.</summary>
    /// <returns>Nothing where no rules were applied: the record is not known on that day, or the receiver is no party.</returns>
    internal static (ImmutableArray<RuleReading> Rules, Alternative? Otherwise) Explain(
        Network network, DossierFacts facts, Jurisdiction receiver, DateOnly? validOn) =>
        facts.Current is not { } current || Details(current).BeginsOn > validOn
        || RulesFor(network, facts) is not { } rules || rules.GroupOf(receiver) is not { } group
            ? ([], null)
            : new Examination(network, facts, rules).Explain(View(group, Individuals(network, facts), receiver), validOn);

    /// <summary>Lists receivers for which facts of their own matter, so that they do not share the decision of their
    /// group.</summary>
    internal static ImmutableArray<Jurisdiction> Individuals(Network network, DossierFacts facts)
    {
        if (facts.Current is not { } current)
        {
            return [];
        }

        var partyOf = PartyOf(network);
        var isEvidence = Details(current) is RecordDetails.Evidence;
        var deciders = facts.Statements
            .Where(filed => filed.Statement.Body is StatementBody.LifeCycleEvent happened
                && (happened.Fact is LifeCycleFact.GroundReviewed
                    || (isEvidence && happened.Fact is LifeCycleFact.EvidenceReviewed)))
            .Select(filed => partyOf(filed.Statement.Node))
            .Append((Details(current) as RecordDetails.Evidence)?.ReceivingDivision).OfType<Jurisdiction>().ToArray();
        return deciders.Length == 0 ? [] :
        [
            .. deciders.Where(party => party != partyOf(current.Statement.Node))
                .Distinct().OrderBy(party => party.ToString(), StringComparer.Ordinal),
        ];
    }

    private static RuleSet? RulesFor(Network network, FiledStatement version, DateOnly publishedOn)
    {
        var published = network.Agreement.InForceOn(publishedOn);
        return published is not null && PartyOf(network)(version.Statement.Node) is { } origin && !published.Binds(origin)
            && network.Agreement.InForceOn(Details(version).DecidedOn) is { } decided && decided.Binds(origin)
            ? decided
            : published;
    }

    internal static ReceiverView View(ReceiverGroup group, ImmutableArray<Jurisdiction> individuals, Jurisdiction receiver) =>
        new(group.Choices, individuals.Contains(receiver) ? receiver : null, false);

    internal static Func<NodeId, Jurisdiction?> PartyOf(Network network) => node => network.Nodes.GetValueOrDefault(node)?.Party;

    internal static RecordDetails Details(FiledStatement current) =>
        ((StatementBody.RecordVersion)current.Statement.Body).Details;
}
