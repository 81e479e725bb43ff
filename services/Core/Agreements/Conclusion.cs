using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What follows from the findings of all rules on one day: the outcome, and what it waits for.</summary>
internal static class Conclusion
{
    /// <summary>Concludes from the rules that apply.</summary>
    /// <remarks>Source: domain reference "Decision model", evaluation order.</remarks>
    public static (Outcome Outcome, Awaiting Awaiting) From(
        List<Rule> holding, ImmutableArray<Question> questions, Circumstances seen)
    {
        bool Any(ReasonEffect effect) => holding.Exists(rule => rule.Code.Effect == effect);
        bool Refused(bool isMandatory) =>
            holding.Exists(rule => rule.Code.Effect == ReasonEffect.Refuse && rule.IsMandatory == isMandatory);

        var awaiting = Waits(holding, seen);
        if (awaiting == Awaiting.Nothing && questions.Any(question => question.Code.Effect != ReasonEffect.Flag))
        {
            awaiting = Awaiting.Officer; // a remark does not keep a record from being recognised
        }

        var outcome =
            Any(ReasonEffect.NotApplicable) ? Outcome.NotApplicable
            : Any(ReasonEffect.Terminate) ? Outcome.Terminated
            : Refused(isMandatory: true) ? Outcome.Refused
            : Any(ReasonEffect.Hold) || awaiting != Awaiting.Nothing ? Outcome.Pending
            : Refused(isMandatory: false) ? Outcome.Refused
            : Any(ReasonEffect.Suspend) ? Outcome.Suspended
            : Any(ReasonEffect.Flag) ? Outcome.RecognisedWithFlag
            : Outcome.Recognised;
        return (outcome, outcome == Outcome.Pending ? awaiting : Awaiting.Nothing);
    }

    /// <summary>Says whether an outcome rests on reasons of an effect. Of its own record a party is told what happened to
    /// it.</summary>
    public static bool Decides(ReasonEffect effect, Outcome outcome) => outcome switch
    {
        Outcome.Terminated => effect == ReasonEffect.Terminate,
        Outcome.Refused => effect == ReasonEffect.Refuse,
        Outcome.NotApplicable => effect == ReasonEffect.NotApplicable,
        Outcome.Pending => effect is ReasonEffect.Hold or ReasonEffect.Reevaluate,
        Outcome.NotKnown => effect == ReasonEffect.Hold,
        Outcome.Suspended => effect == ReasonEffect.Suspend,
        Outcome.RecognisedWithFlag => effect == ReasonEffect.Flag,
        Outcome.Origin => effect is ReasonEffect.Terminate or ReasonEffect.Suspend or ReasonEffect.Flag,
        _ => false,
    };

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

    private static Awaiting Waits(List<Rule> holding, Circumstances seen) => seen.Record.Details switch
    {
        RecordDetails.Evidence => seen.Newest(fact => fact is LifeCycleFact.Withdrawn) is (var withdrawnOn, _, _)
            ? (seen.Review()?.On >= withdrawnOn ? Awaiting.Nothing : Awaiting.EvidenceReview)
            : (seen.Receiver.IsHandedEvidence && seen.Review() is null ? Awaiting.EvidenceReview : Awaiting.Nothing),
        _ => Remedies.StandsInPart(seen) switch
        {
            RemedyOutcome.PartlyRevoked => Awaiting.ItemJudgement,
            RemedyOutcome.Changed => Awaiting.EarlierStatement,
            _ => holding.Exists(rule => rule.Code.ToString() == "REF-PROC-SERVICE") ? Awaiting.Service : Awaiting.Nothing,
        },
    };
}
