using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Spectre.Console;

namespace ExchangeHub.Cli.Commands;

/// <summary>Shows joint cases and the joint team.</summary>
internal static class CaseTables
{
    public static void Tell(Screen screen, ListCasesResponse told)
    {
        if (screen.IsJson)
        {
            screen.Json(told);
            return;
        }

        if (told.Cases.Count == 0)
        {
            screen.Line(screen.Say("没有符合条件的联合案件。", "No joint case matches."));
            return;
        }

        var table = Grid(
            screen, ("案号", "Number"), ("案由", "Title"), ("立案方", "Opened by"), ("下一期限", "Next due"), ("任务", "Tasks"),
            ("状态", "State"));
        foreach (var one in told.Cases)
        {
            _ = table.AddRow(
                Markup.Escape(one.Number),
                Markup.Escape(one.Title),
                Name(screen, one.Opener),
                one.NextDueOn,
                $"{one.Tasks - one.OpenTasks}/{one.Tasks}",
                one.LeftOn.Length > 0 ? screen.Say($"{one.LeftOn} 退出", $"left {one.LeftOn}")
                    : one.IsOverdue ? screen.Say("逾期", "overdue") : State(screen, one.State, one.HasResult));
        }

        screen.Console.Write(table);
        screen.Line(Lead(screen, told.Lead));
    }

    public static void Tell(Screen screen, GetCaseResponse told, string receiver)
    {
        if (screen.IsJson)
        {
            screen.Json(told);
            return;
        }

        var one = told.Case;
        if (one.Memberships.LastOrDefault(member => member.Party == receiver) is { UntilOn.Length: > 0 } left)
        {
            screen.Line(screen.Say(
                $"{Name(screen, receiver)} 已于 {left.UntilOn} 退出本案，所示为退出时的情况。",
                $"{Name(screen, receiver)} left the case on {left.UntilOn}; it is shown as it was then."));
        }

        screen.Line($"{one.Number}  {one.Title}  {State(screen, one.State, one.Result is not null)}");
        screen.Line(screen.Say(
            $"{Name(screen, one.Opener)} 于 {one.OpenedOn} 立案：{one.Ground}", 
            $"opened by {Name(screen, one.Opener)} on {one.OpenedOn}: {one.Ground}"));
        screen.Line(screen.Say("参与方：", "members: ") + string.Join(
            screen.Say("、", ", "), one.Members.Select(member => Name(screen, member))));
        TellChanges(screen, one);
        screen.Line(Lead(screen, one.Lead));
        TellTasks(screen, one);
        foreach (var inspection in one.Inspections)
        {
            TellInspection(screen, inspection);
        }

        foreach (var citation in one.Citations)
        {
            screen.Line(screen.Say(
                $"{citation.On}  {Name(screen, citation.By)} 援用 {citation.Record}：{citation.Use}",
                $"{citation.On}  {Name(screen, citation.By)} rests on {citation.Record}: {citation.Use}"));
        }

        foreach (var handOver in told.HandOvers)
        {
            HandOverTables.Tell(screen, handOver);
        }

        if (one.Result is { } result)
        {
            screen.Line(screen.Say(
                $"{result.On}  结果：{Word(result.Outcome).Chinese}。{result.Summary}  {result.Record}",
                $"{result.On}  result: {Word(result.Outcome).English}. {result.Summary}  {result.Record}").TrimEnd());
        }
    }

    // Those with whom the case was opened are told by its opening.
    private static void TellChanges(Screen screen, JointCase one)
    {
        var changes = one.Memberships.SelectMany(member => new[]
        {
            (On: member.FromOn, member.Party, Ground: member.JoinGround, Word: screen.Say("加入：", "joined: ")),
            (On: member.UntilOn, member.Party, Ground: member.LeaveGround, Word: screen.Say("退出：", "left: ")),
        });
        foreach (var (on, party, ground, word) in changes.Where(change => change.Ground.Length > 0)
            .OrderBy(change => change.On, StringComparer.Ordinal))
        {
            screen.Line($"{on}  {Name(screen, party)} {word}{ground}");
        }
    }

    private static void TellTasks(Screen screen, JointCase one)
    {
        if (one.Tasks.Count == 0)
        {
            return;
        }

        var table = Grid(
            screen, ("任务", "Task"), ("内容", "What"), ("承办方", "Owner"), ("期限", "Due"), ("完成", "Done"), ("状态", "State"));
        foreach (var task in one.Tasks)
        {
            _ = table.AddRow(
                Markup.Escape(task.Task),
                Markup.Escape(task.Title),
                Name(screen, task.Owner),
                task.DueOn,
                task.DoneOn,
                task.IsOverdue ? screen.Say("逾期", "overdue") : task.WasLate ? screen.Say("迟延完成", "done late")
                    : task.DoneOn.Length > 0 ? screen.Say("已完成", "done") : screen.Say("办理中", "open"));
        }

        screen.Console.Write(table);
    }

    private static void TellInspection(Screen screen, Inspection inspection)
    {
        var others = string.Join(screen.Say("、", ", "), inspection.Officers.Select(
            officer => $"{officer.Certificate}({officer.Home})"));
        screen.Line(screen.Say(
            $"{inspection.On}  检查 {Name(screen, inspection.Place)} {inspection.Site}：组长 {inspection.Leader.Certificate}"
                + $"({inspection.Leader.Home})，组员 {others}",
            $"{inspection.On}  inspection of {inspection.Site}, {Name(screen, inspection.Place)}: headed by "
                + $"{inspection.Leader.Certificate}({inspection.Leader.Home}), with {others}"));
        if (inspection.ExceptionGround.Length > 0)
        {
            screen.Line(screen.Say(
                $"      例外：{inspection.ExceptionGround}", $"      an exception: {inspection.ExceptionGround}"));
        }
    }

    public static string Lead(Screen screen, LeadTerm? lead) => lead is null
        ? screen.Say("目前无人负责联合执法队。", "Nobody leads the joint team.")
        : screen.Say(
            $"联合执法队由{Name(screen, lead.Party)}负责（{lead.FromOn} 至 {lead.UntilOn}）。",
            $"{Name(screen, lead.Party)} leads the joint team, {lead.FromOn} to {lead.UntilOn}.");

    private static string State(Screen screen, State state, bool hasResult) => state == Protos.Joint.V1.State.Closed
        ? screen.Say("已结案", "closed") : hasResult ? screen.Say("已公开结果", "result published") : screen.Say("办理中", "open");

    public static string Name(Screen screen, string division) => screen.Say(Words.Division(division));

    private static Wording Word(PublishResult.Types.Outcome outcome) => outcome switch
    {
        PublishResult.Types.Outcome.Penalised => new("作出处罚决定", "a penalty was decided"),
        PublishResult.Types.Outcome.NotPenalised => new("不予处罚", "it was decided not to penalise"),
        PublishResult.Types.Outcome.NothingFound => new("未发现违法行为", "nothing unlawful was found"),
        PublishResult.Types.Outcome.Referred => new("移送有权机关", "the case went to another authority"),
        _ => new("未说明", "not said"),
    };

    public static Table Grid(Screen screen, params (string Chinese, string English)[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var (chinese, english) in columns)
        {
            _ = table.AddColumn(screen.Say(chinese, english));
        }

        return table;
    }
}
