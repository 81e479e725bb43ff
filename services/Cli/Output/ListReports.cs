using ExchangeHub.Protos.Lists.V1;

namespace ExchangeHub.Cli.Output;

/// <summary>Tells what was given of lists, and what is owed for it.</summary>
internal static class ListReports
{
    /// <summary>Tells who owes what.</summary>
    public static void Tell(Screen screen, ListOverdueResponse found)
    {
        var rows = new Rows(screen, OverdueWithdrawals.Descriptor);
        foreach (var one in found.Overdue)
        {
            rows.Add(one);
            if (screen.Format == "table")
            {
                var since = Words.Instant(one.OldestKnownAt);
                screen.Line(screen.Say(
                    $"{one.Subscription}：名单 {one.List}（{one.Receiver}）{one.Count} 项撤出逾期未确认，"
                        + $"最早一项 {since}，位置 {one.OldestPosition}",
                    $"{one.Subscription}: list {one.List} for {one.Receiver}, {one.Count} withdrawals not acknowledged in time, "
                        + $"the oldest of {since} at position {one.OldestPosition}"));
            }
        }

        rows.End("");
        if (screen.Format == "table" && found.Overdue.Count == 0)
        {
            screen.Line(screen.Say("没有逾期未确认的撤出。", "Nobody owes the acknowledgement of a withdrawal."));
        }
    }

    /// <summary>Tells what was given.</summary>
    public static void Tell(Screen screen, ListHandoversResponse page)
    {
        foreach (var one in page.Handovers)
        {
            if (screen.IsJson)
            {
                screen.Json(one);
                continue;
            }

            var (statement, at) = (one.Statement, Words.Instant(one.Statement.GivenAt));
            var done = one.AcknowledgedAt is { } when ? screen.Say(
                $"，{Words.Instant(when)} 确认", $", acknowledged {Words.Instant(when)}") : "";
            screen.Line($"{one.Number,6}  {at}  " + (statement.AsOf.Length > 0
                ? screen.Say(
                    $"{statement.List} {statement.AsOf} 全量 {statement.Count} 条",
                    $"{statement.List} as of {statement.AsOf}, {statement.Count} entries")
                : screen.Say(
                    $"{statement.List} 位置 {statement.AfterPosition} 至 {statement.Position} 的变更 {statement.Count} 项",
                    $"{statement.List} changes {statement.AfterPosition} to {statement.Position}, {statement.Count}")) + done);
        }
    }
}
