using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Language;

/// <summary>Joint cases in words and signs.</summary>
internal static class CaseWords
{
    public static Wording Of(PublishResult.Types.Outcome outcome) => outcome switch
    {
        PublishResult.Types.Outcome.Penalised => new("作出处罚决定", "a penalty was decided"),
        PublishResult.Types.Outcome.NotPenalised => new("不予处罚", "it was decided not to penalise"),
        PublishResult.Types.Outcome.NothingFound => new("未发现违法行为", "nothing unlawful was found"),
        PublishResult.Types.Outcome.Referred => new("移送有权机关", "referred to another authority"),
        _ => new("未说明", "not said"),
    };

    /// <summary>Says what an act in a case did.</summary>
    /// <param name="deed">The name of the field of <c>CaseAct</c>.</param>
    public static Wording Deed(string deed) => deed switch
    {
        "open" => new("立案", "opened"),
        "assign_task" => new("交办任务", "task assigned"),
        "complete_task" => new("任务完成", "task done"),
        "inspect" => new("组织检查", "inspection"),
        "cite" => new("援用记录", "record cited"),
        "link_hand_over" => new("证据移送", "hand-over"),
        "publish_result" => new("公开结果", "result published"),
        "close" => new("结案", "closed"),
        "reopen" => new("重新立案", "reopened"),
        "join" => new("增加参与方", "party brought in"),
        "leave" => new("退出", "left"),
        _ => new(deed, deed),
    };

    /// <summary>Says what an act is to do.</summary>
    /// <param name="deed">The name of the field of <c>CaseAct</c>.</param>
    public static Wording Act(string deed) => deed switch
    {
        "open" => new("立案", "Open a case"),
        "assign_task" => new("交办任务", "Assign a task"),
        "complete_task" => new("报告任务完成", "Report a task done"),
        "inspect" => new("组织联合检查", "Order an inspection"),
        "cite" => new("援用记录", "Rest on a record"),
        "link_hand_over" => new("关联证据移送", "Tie a hand-over to the case"),
        "publish_result" => new("公开查处结果", "Publish the result"),
        "close" => new("结案", "Close the case"),
        "reopen" => new("重新立案", "Open it again"),
        "join" => new("增加参与方", "Bring in a party"),
        "leave" => new("本方退出", "Leave the case"),
        "assign_member" => new("派入执法人员", "Send an officer"),
        "take_lead" => new("承担一任负责人", "Take on the lead"),
        "give_back_lead" => new("退回尚未开始的任期", "Give back a term"),
        _ => new("未知事项", "Unknown act"),
    };

    /// <summary>Says how far an act has come.</summary>
    public static Wording Of(Submission.Types.State state) => state switch
    {
        Submission.Types.State.Acknowledged => new("枢纽已收录，办理生效", "The hub has taken it: it counts"),
        Submission.Types.State.TurnedDown => new("枢纽未予收录，办理未生效", "The hub has turned it down: it does not count"),
        _ => new("节点已签名存档，待报送枢纽", "Signed and stored by the node, not yet taken by the hub"),
    };

    public static (string Tint, string Sign, Wording Word) Of(ListedCase one) => one switch
    {
        { LeftOn.Length: > 0 } => ("ended", "■", new("已退出", "left")),
        { State: State.Closed } => ("ended", "■", new("已结案", "closed")),
        { IsOverdue: true } => ("no", "✕", new("有逾期", "overdue")),
        { HasResult: true } => ("ok", "✓", new("已公开结果", "result published")),
        _ => ("wait", "…", new("办理中", "open")),
    };

    public static (string Tint, string Sign, Wording Word) Of(JointCase one) => Of(new ListedCase
    {
        State = one.State, IsOverdue = one.IsOverdue, HasResult = one.Result is not null,
    });

    public static (string Tint, string Sign, Wording Word) Of(CaseTask task) => task switch
    {
        { IsOverdue: true } => ("no", "✕", new("逾期", "overdue")),
        { WasLate: true } => ("flag", "◐", new("迟延完成", "done late")),
        { DoneOn.Length: > 0 } => ("ok", "✓", new("已完成", "done")),
        _ => ("wait", "…", new("办理中", "open")),
    };
}
