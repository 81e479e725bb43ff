using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What follows from the findings of all rules on one day: the outcome, and what it waits for.</summary>
internal static class Conclusion
{
    /// <summary>Concludes from every rule that judges the kind of record.</summary>
    /// <remarks>Source: domain reference "Decision model", evaluation order.</remarks>
    public static Assessment From(Circumstances seen)
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

    /// <summary>Concludes where no record has come: what was said about it waits for it.</summary>
    public static Assessment WithoutRecord(Chronicle chronicle, DateOnly? validOn) => chronicle.Said.IsEmpty
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
}
