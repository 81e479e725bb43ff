using ExchangeHub.Protos.Joint.V1;
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
        _ => new(deed, deed),
    };

    public static (string Tint, string Sign, Wording Word) Of(ListedCase one) => one switch
    {
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
