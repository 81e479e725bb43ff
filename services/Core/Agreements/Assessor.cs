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
            return Unknown(chronicle, validOn);
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
        Assessment On(DateOnly day) => Conclude(new Circumstances(facts, chronicle, rules, view, PartyOf(network), day));

        // The outcome holds from the first of the days at the end of the history on all of which it is the same.
        var days = Days(facts, chronicle, validOn);
        var latest = On(days[^1]);
        var effectiveOn = days[^1];
        for (var index = days.Length - 2; index >= 0 && On(days[index]).Outcome == latest.Outcome; index--)
        {
            effectiveOn = days[index];
        }

        return latest with { EffectiveOn = effectiveOn };
    }

    /// <summary>Finds what undid the decision itself, whoever the receiver is.</summary>
    /// <returns>The civil day and the statement; null while the decision stands.</returns>
    internal static (DateOnly On, string Source)? Annulment(Network network, DossierFacts facts)
    {
        var ends = RulesFor(network, facts) is { Groups: { IsEmpty: false } groups }
            && groups.All(group => group.Policy.ConfirmedIllegalEnds);
        foreach (var (filed, on, fact) in Circumstances.EventsThatCount(facts.Read()))
        {
            if (Remedies.Annuls(fact, ends))
            {
                return (on, filed.Statement.Source);
            }
        }

        return null;
    }

    /// <summary>Finds the day from which a record counts for no receiver any more.</summary>
    internal static DateOnly? EndedOn(Network network, DossierFacts facts)
    {
        if (RulesFor(network, facts) is not { Groups: { IsEmpty: false } groups })
        {
            return Annulment(network, facts)?.On;
        }

        var ends = groups.Select(group => Assess(network, facts, new ReceiverView(group.Policy, null, false), null)).ToArray();
        return Array.TrueForAll(ends, end => end.Outcome == Outcome.Terminated) ? ends.Max(end => end.EffectiveOn) : null;
    }

    internal static Func<NodeId, Jurisdiction?> PartyOf(Network network) => node => network.Nodes.GetValueOrDefault(node)?.Party;

    internal static RecordDetails Details(FiledStatement current) =>
        ((StatementBody.RecordVersion)current.Statement.Body).Details;

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

    private static Awaiting Waits(Circumstances seen) => seen.Record.Details switch
    {
        RecordDetails.Evidence => seen.Newest(fact => fact is LifeCycleFact.Withdrawn) is (var withdrawnOn, _, _)
            ? (seen.Review()?.On >= withdrawnOn ? Awaiting.Nothing : Awaiting.EvidenceReview)
            : (seen.Receiver.IsHandedEvidence && seen.Review() is null ? Awaiting.EvidenceReview : Awaiting.Nothing),
        _ => Remedies.StandsInPart(seen) switch
        {
            RemedyOutcome.PartlyRevoked => Awaiting.ItemJudgement,
            RemedyOutcome.Changed => Awaiting.EarlierStatement,
            _ => seen.Record.Details is RecordDetails.Penalty && Rules.ServedOn(seen) is null ? Awaiting.Service
                : Awaiting.Nothing,
        },
    };

    private static Assessment Unknown(Chronicle chronicle, DateOnly? validOn) => chronicle.Said.IsEmpty
        ? new Assessment(Outcome.NotKnown, [], validOn ?? default, Awaiting.Nothing)
        : new Assessment(
            Outcome.NotKnown,
            [
                new Finding(
                    new ReasonCode("HOLD-ORDER"),
                    chronicle.Said[0].PublishedOn,
                    [.. chronicle.Said.Select(said =>
                        new Fact("held.published_on", CivilDates.Format(said.PublishedOn), said.Filed.Statement.Source))]),
            ],
            validOn ?? chronicle.Said[0].PublishedOn,
            Awaiting.EarlierStatement);

    // Every day on which something may change, up to the day asked about. Without one, up to the newest day of which the
    // statements speak: a permit that is cited after its last day has expired, though nobody has said so.
    private static ImmutableArray<DateOnly> Days(DossierFacts facts, Chronicle chronicle, DateOnly? validOn)
    {
        var current = chronicle.Current!;
        var details = Details(current);
        var counting = Circumstances.EventsThatCount(chronicle).ToArray();
        var changes = counting.Select(happened => happened.On)
            .Concat(facts.Conflicts.Select(conflict => conflict.SinceOn))
            .Concat(Circumstances.Contradictions(chronicle).Select(other => other.Since))
            .Append(details is RecordDetails.Penalty { ServedOn: { } served } ? served : details.BeginsOn)
            .Append(details.BeginsOn)
            .ToArray();
        var terms = counting.Select(happened => (happened.Fact as LifeCycleFact.PermitSuspended)?.Until)
            .Append((details as RecordDetails.Permit)?.ValidTo)
            .Append((details as RecordDetails.Blacklist)?.MaximumUntil)
            .OfType<DateOnly>().Where(last => last < DateOnly.MaxValue).Select(last => last.AddDays(1));
        var until = validOn ?? counting.Select(happened => chronicle.PublishedOn(happened.Filed))
            .Concat(chronicle.Chain.Concat(chronicle.Contradicting).Select(chronicle.PublishedOn))
            .Concat(changes).Max();
        return [.. changes.Concat(terms).Where(day => day >= details.BeginsOn && day <= until).Distinct().Order()];
    }
}
