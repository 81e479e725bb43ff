using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cases;

/// <summary>Who may be brought into an open joint case, and who may leave it. Pure: no clock, no I/O.</summary>
internal static class Joining
{
    private const int MembersMin = 2;

    /// <summary>Says why a party cannot be brought in.</summary>
    /// <returns>Null when it can.</returns>
    public static Rejection? CheckJoin(JointCase @case, Jurisdiction joins, Func<Jurisdiction, bool> isParty, DateOnly day)
    {
        var before = @case.MembershipOf(joins);
        if (before is { Left: null })
        {
            return Reject(RejectionCode.CaseHasIt,
                $"{joins} 自 {Day(before.FromOn)} 起已是案件“{@case.Number}”的参与方。",
                $"{joins} has been a member of case '{@case.Number}' since {Day(before.FromOn)}.");
        }

        if (!isParty(joins))
        {
            return Reject(RejectionCode.MembersNotJoint,
                $"{joins} 不是协议成员，不能参与联合案件。", $"{joins} is no party of the agreement and cannot be a member.");
        }

        return before?.Left is { } left && day < left.On
            ? Reject(RejectionCode.WrongDay,
                $"{joins} 于 {Day(left.On)} 退出案件“{@case.Number}”，不能自 {Day(day)} 起再次参与。",
                $"{joins} left case '{@case.Number}' on {Day(left.On)} and cannot join it again as of {Day(day)}.")
            : null;
    }

    /// <summary>Says why a member cannot leave.</summary>
    /// <returns>Null when it can.</returns>
    public static Rejection? CheckLeave(JointCase @case, Jurisdiction leaves, DateOnly day)
    {
        if (leaves == @case.Opener)
        {
            return Reject(RejectionCode.MembersNotJoint,
                $"{leaves} 是案件“{@case.Number}”的立案方，不能退出。办理完毕的，请结案（close）。",
                $"{leaves} opened case '{@case.Number}' and cannot leave it. When all is done, close it.");
        }

        if (@case.Members.Length <= MembersMin)
        {
            return Reject(RejectionCode.MembersNotJoint,
                $"{leaves} 退出后，案件“{@case.Number}”不足两方。请先由立案方或者当日负责方增加参与方（join），或者结案（close）。",
                $"Without {leaves}, case '{@case.Number}' has fewer than two members. Have another party brought in first, or "
                    + "the case closed.");
        }

        if (@case.Tasks.FirstOrDefault(task => task.Owner == leaves && task.DoneOn is null) is { } open)
        {
            return Reject(RejectionCode.CaseAtOtherStage,
                $"{leaves} 承办的任务“{open.Name}”（期限 {Day(open.DueOn)}）尚未完成，不能退出。请先报告任务完成（done）。",
                $"Task '{open.Name}' of {leaves}, due on {Day(open.DueOn)}, is not done; it cannot leave. Report the task done "
                    + "first.");
        }

        return @case.MembershipOf(leaves) is { FromOn: var since } && day < since
            ? Reject(RejectionCode.WrongDay,
                $"{leaves} 自 {Day(since)} 起参与案件“{@case.Number}”，不能于 {Day(day)} 退出。",
                $"{leaves} has been a member of case '{@case.Number}' since {Day(since)} and cannot leave it on {Day(day)}.")
            : null;
    }

    private static string Day(DateOnly day) => CivilDates.Format(day);

    private static Rejection Reject(RejectionCode code, string chinese, string english) =>
        new(code, new Wording(chinese, english));
}
