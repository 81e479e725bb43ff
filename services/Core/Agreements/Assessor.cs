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
        if (facts.Current is not { } current || Details(current).DecidedOn > validOn)
        {
            return new Assessment(Outcome.NotKnown, [], validOn ?? default, facts.Statements.IsEmpty ? Awaiting.Nothing : Awaiting.EarlierStatement);
        }

        if (PartyOf(network)(current.Statement.Node) == receiver)
        {
            return new Assessment(Outcome.Origin, [], Details(current).DecidedOn, Awaiting.Nothing);
        }

        if (RulesFor(network, current)?.GroupOf(receiver) is not { } group)
        {
            return new Assessment(
                Outcome.NotApplicable,
                [new Finding(new ReasonCode("REF-AGR-NOT-IN-FORCE"), current.Statement.PublishedOn, [new Fact("receiver", receiver.ToString(), "")])],
                Details(current).DecidedOn,
                Awaiting.Nothing);
        }

        return Assess(network, facts, View(group, Individuals(network, facts), receiver), validOn);
    }

    /// <summary>Gets the rules that apply to a record: those in force when its version was published.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="current">The newest version.</param>
    /// <returns>The rule set, or null when none was in force.</returns>
    public static RuleSet? RulesFor(Network network, FiledStatement current)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(current);
        return network.Agreement.InForceOn(current.Statement.PublishedOn);
    }

    /// <summary>Lists the codes of the catalogue that nothing judges yet for a kind of record.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Codes in the order of the catalogue. Such a code was not looked at, in either sense.</returns>
    public static ImmutableArray<ReasonCode> NotJudged(RecordKind kind) =>
    [
        .. ReasonCatalogue.All.Where(reason => reason.Concerns(kind.Code()) && !Rules.Judges(kind, reason.Code.ToString()))
            .Select(reason => reason.Code),
    ];

    /// <summary>Lists receivers for which facts of their own matter, so that they do not share the decision of their group.</summary>
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
        individuals.Contains(receiver) ? new ReceiverView(group.Policy, receiver, false) : new ReceiverView(group.Policy, null, false);

    /// <summary>Assesses for a receiver or a group, as of a day or the latest state.</summary>
    internal static Assessment Assess(Network network, DossierFacts facts, ReceiverView receiver, DateOnly? validOn)
    {
        var current = facts.Current ?? throw new ArgumentException("There is no record to assess.", nameof(facts));
        var rules = RulesFor(network, current) ?? throw new ArgumentException("No rules were in force.", nameof(network));
        var view = Details(current) is RecordDetails.Evidence { ReceivingDivision: { } handedTo } && handedTo == receiver.Individual
            ? receiver with { IsHandedEvidence = true }
            : receiver;
        Assessment On(DateOnly day) => Conclude(new Circumstances(facts, current, rules, view, PartyOf(network), day));

        // The outcome holds from the first of the days at the end of the history on all of which it is the same.
        var days = Days(facts, current, validOn);
        var latest = On(days[^1]);
        var effectiveOn = days[^1];
        for (var index = days.Length - 2; index >= 0 && On(days[index]).Outcome == latest.Outcome; index--)
        {
            effectiveOn = days[index];
        }

        return latest with { EffectiveOn = effectiveOn };
    }

    internal static Func<NodeId, Jurisdiction?> PartyOf(Network network) => node => network.Nodes.GetValueOrDefault(node)?.Party;

    internal static RecordDetails Details(FiledStatement current) => ((StatementBody.RecordVersion)current.Statement.Body).Details;

    // Source: domain reference "Decision model", evaluation order.
    private static Assessment Conclude(Circumstances seen)
    {
        var kind = seen.Current.Statement.Dossier.Kind;
        ImmutableArray<Finding> findings = [.. Rules.For(kind).Select(rule => rule.Apply(seen)).OfType<Finding>()];
        bool Any(ReasonEffect effect) => findings.Any(finding => finding.Code.Effect == effect);
        bool Refused(bool mandatory) => findings.Any(finding =>
            finding.Code.Effect == ReasonEffect.Refuse && ReasonCatalogue.Of(finding.Code).IsMandatory == mandatory);

        var awaiting = Waits(seen);
        var outcome =
            Any(ReasonEffect.NotApplicable) ? Outcome.NotApplicable
            : Any(ReasonEffect.Terminate) ? Outcome.Terminated
            : Refused(mandatory: true) ? Outcome.Refused
            : Any(ReasonEffect.Hold) || awaiting != Awaiting.Nothing ? Outcome.Pending
            : Refused(mandatory: false) ? Outcome.Refused
            : Any(ReasonEffect.Suspend) ? Outcome.Suspended
            : Any(ReasonEffect.Flag) ? Outcome.RecognisedWithFlag
            : Outcome.Recognised;
        return new Assessment(outcome, findings, seen.On, outcome == Outcome.Pending ? awaiting : Awaiting.Nothing);
    }

    private static Awaiting Waits(Circumstances seen)
    {
        if (Remedies.StandsInPartSince(seen) is not null)
        {
            return Awaiting.ItemJudgement;
        }

        if (seen.Receiver.IsHandedEvidence && seen.Review() is null)
        {
            return Awaiting.EvidenceReview;
        }

        return seen.Current.Statement.Dossier.Kind == RecordKind.Penalty && Rules.ServedOn(seen) is null
            ? Awaiting.Service
            : Awaiting.Nothing;
    }

    private static DateOnly[] Days(DossierFacts facts, FiledStatement current, DateOnly? validOn)
    {
        var details = Details(current);
        var days = facts.Events.Select(happened => happened.On)
            .Concat(facts.Conflicts.Select(conflict => conflict.SinceOn))
            .Concat(facts.Contradicting.Select(filed => filed.Statement.PublishedOn))
            .Append(details.DecidedOn);
        days = details switch
        {
            RecordDetails.Penalty { ServedOn: { } served } => days.Append(served),
            RecordDetails.Permit permit when validOn is not null => days.Append(permit.ValidTo.AddDays(1)),
            RecordDetails.Blacklist entry when validOn is not null => days.Append(entry.MaximumUntil.AddDays(1)),
            _ => days,
        };
        return [.. days.Where(day => day >= details.DecidedOn && (validOn is null || day <= validOn)).Distinct().Order()];
    }
}
