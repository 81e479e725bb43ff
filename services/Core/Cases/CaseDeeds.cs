using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cases;

/// <summary>What is to be right about each act in an open case, whoever may do it.</summary>
internal static class CaseDeeds
{
    /// <summary>Says why an act cannot be taken.</summary>
    /// <returns>Null when it can.</returns>
    public static Rejection? Check(CaseContext context, JointCase @case, CaseDeed deed, Jurisdiction party, DateOnly day) =>
        deed switch
        {
            CaseDeed.AssignTask task => CheckTask(@case, task, day),
            CaseDeed.CompleteTask done => CheckDone(context, @case, done, party),
            CaseDeed.Inspect inspect => InspectionGroups.Check(context.Team, inspect),
            CaseDeed.Cite cite => CheckReference(context.Named.IsHeld, @case.Citations, cite.Record),
            CaseDeed.LinkHandOver link => CheckReference(context.Named.IsHeld, @case.HandOvers, link.Package)
                ?? (context.Named.IsHandedOver ? null : Reject(RejectionCode.ReferenceUnknown,
                    $"“{link.Package}”不是移送给属地部门的证据包。", $"'{link.Package}' is no evidence that is handed over to a bureau.")),
            CaseDeed.PublishResult result => CheckResult(context, @case, result),
            CaseDeed.Join join => Joining.CheckJoin(@case, join.Party, context.IsParty, day),
            CaseDeed.Leave => Joining.CheckLeave(@case, party, day),
            CaseDeed.Close => CheckClosing(@case),
            CaseDeed.Reopen => null,
            _ => throw new ArgumentOutOfRangeException(nameof(deed)),
        };

    private static Rejection? CheckTask(JointCase @case, CaseDeed.AssignTask task, DateOnly day)
    {
        if (@case.Tasks.Any(one => one.Name == task.Task))
        {
            return Reject(RejectionCode.CaseHasIt,
                $"案件“{@case.Number}”已有任务“{task.Task}”。请换一个任务编号。",
                $"Case '{@case.Number}' has a task '{task.Task}'. Take another name.");
        }

        if (!@case.Members.Contains(task.Owner))
        {
            return Reject(RejectionCode.TaskNotYours,
                $"{task.Owner} 未参与案件“{@case.Number}”，不能承办任务；参与方：{Members(@case)}。",
                $"{task.Owner} is no member of case '{@case.Number}' and cannot own a task; members are {Members(@case)}.");
        }

        return task.DueOn < day
            ? Reject(RejectionCode.WrongDay,
                $"任务期限 {Day(task.DueOn)} 早于交办日 {Day(day)}。",
                $"The task is due on {Day(task.DueOn)}, before the day on which it is assigned, {Day(day)}.")
            : null;
    }

    private static Rejection? CheckDone(CaseContext context, JointCase @case, CaseDeed.CompleteTask done, Jurisdiction party)
    {
        if (@case.Tasks.FirstOrDefault(task => task.Name == done.Task) is not { } known || known.Owner != party)
        {
            return Reject(RejectionCode.TaskNotYours,
                $"案件“{@case.Number}”没有由 {party} 承办的任务“{done.Task}”。各方只报告自己承办的任务。",
                $"Case '{@case.Number}' has no task '{done.Task}' of {party}. Each party reports its own.");
        }

        if (known.DoneOn is { } before)
        {
            return Reject(RejectionCode.CaseHasIt,
                $"任务“{done.Task}”已于 {Day(before)} 完成。", $"Task '{done.Task}' was reported done on {Day(before)}.");
        }

        return done.Record is { } record && !context.Named.IsHeld ? NotHeld(record) : null;
    }

    private static Rejection? CheckReference(bool isHeld, IEnumerable<CaseReference> known, DossierId record)
    {
        if (!isHeld)
        {
            return NotHeld(record);
        }

        return known.FirstOrDefault(one => one.Record == record) is { } before
            ? Reject(RejectionCode.CaseHasIt,
                $"“{record}”已由 {before.By} 于 {Day(before.On)} 列入本案。",
                $"'{record}' was brought into the case by {before.By} on {Day(before.On)}.")
            : null;
    }

    private static Rejection? CheckResult(CaseContext context, JointCase @case, CaseDeed.PublishResult result)
    {
        if (@case.Result is { } before)
        {
            return Reject(RejectionCode.CaseHasIt,
                $"案件“{@case.Number}”的查处结果已由 {before.By} 于 {Day(before.On)} 公开。",
                $"{before.By} published the result of case '{@case.Number}' on {Day(before.On)}.");
        }

        RecordKind? needed = result.Outcome switch
        {
            CaseOutcome.Penalised => RecordKind.Penalty,
            CaseOutcome.NotPenalised => RecordKind.NoPenalty,
            _ => null,
        };
        return result.Decision is { } decision && !context.Named.IsHeld ? NotHeld(decision)
            : needed is { } kind && result.Decision?.Kind != kind
            ? Reject(RejectionCode.ReferenceUnknown,
                $"该查处结果须引用已公布的 {kind.Code()} 类决定。",
                $"That outcome names a decision of kind {kind.Code()} that has been published.")
            : null;
    }

    private static Rejection? CheckClosing(JointCase @case)
    {
        if (@case.Result is null)
        {
            return Reject(RejectionCode.CaseAtOtherStage,
                $"案件“{@case.Number}”尚未公开查处结果，不能结案。请先公开结果（result）。",
                $"Case '{@case.Number}' has no published result and cannot be closed. Publish the result first.");
        }

        return @case.Tasks.FirstOrDefault(task => task.DoneOn is null) is { } open
            ? Reject(RejectionCode.CaseAtOtherStage,
                $"{open.Owner} 承办的任务“{open.Name}”（期限 {Day(open.DueOn)}）尚未完成，案件不能结案。",
                $"Task '{open.Name}' of {open.Owner}, due on {Day(open.DueOn)}, is not done; the case cannot be closed.")
            : null;
    }

    private static Rejection NotHeld(DossierId record) => Reject(RejectionCode.ReferenceUnknown,
        $"枢纽没有“{record}”的记录，或者该记录不对本方开放。请先由其节点报送，再在案件中引用。",
        $"The hub holds no record under '{record}' that the party may see. Have its node publish it first.");

    private static string Members(JointCase @case) => string.Join(", ", @case.Members);

    private static string Day(DateOnly day) => CivilDates.Format(day);

    private static Rejection Reject(RejectionCode code, string chinese, string english) =>
        new(code, new Wording(chinese, english));
}
