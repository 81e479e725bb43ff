using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Handover.V1;
using ExchangeHub.Vocabulary;
using Spectre.Console;

namespace ExchangeHub.Cli.Commands;

/// <summary>Shows hand-overs and traces of evidence.</summary>
internal static class HandOverTables
{
    public static void Tell(Screen screen, ListHandOversResponse told)
    {
        if (screen.IsJson)
        {
            screen.Json(told);
            return;
        }

        screen.Line($"{told.Dossier}  {told.Origin} → {told.Receiver}  {told.Result}".TrimEnd());
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            screen.Say("环节", "Stage"), screen.Say("期限", "Due"), screen.Say("完成", "Done"), screen.Say("状态", "State"),
            screen.Say("依据", "By"));
        foreach (var term in told.Terms)
        {
            _ = table.AddRow(
                screen.Say(Word(term.Stage)),
                term.DueOn,
                term.DoneOn,
                term.IsOverdue ? screen.Say("逾期", "overdue") : term.WasLate ? screen.Say("迟延完成", "done late")
                    : term.DoneOn.Length > 0 ? screen.Say("已完成", "done") : screen.Say("办理中", "open"),
                Markup.Escape(term.Source));
        }

        screen.Console.Write(table);
    }

    private static Wording Word(Stage stage) => stage switch
    {
        Stage.Notice => new("通知", "notice"),
        Stage.Acknowledgement => new("签收", "acknowledgement"),
        Stage.Review => new("审核", "review"),
        Stage.Supplement => new("补充", "supplement"),
        Stage.Filing => new("立案", "filing"),
        Stage.Outcome => new("反馈结果", "outcome"),
        _ => new("未知", "unknown"),
    };

    public static void Tell(Screen screen, TraceEvidenceResponse told)
    {
        if (screen.IsJson)
        {
            screen.Json(told);
            return;
        }

        screen.Line($"{told.Dossier}  {told.TagManifest}".TrimEnd());
        foreach (var link in told.Custody)
        {
            screen.Line($"  {link.Sequence}  {link.At}  {link.Act}  {link.From} → {link.To}"
                + (link.IsAfterSealing ? screen.Say("（封包后）", " (after the sealing)") : ""));
        }

        screen.Line(told.IsBroken
            ? screen.Say("保管链中断（REF-CUST-BREAK）", "the chain of custody is broken (REF-CUST-BREAK)")
            : screen.Say($"保管链完整，现由 {told.Holder} 保管", $"the chain of custody is whole; held by {told.Holder}"));
        if (told.GivenTo.Length > 0)
        {
            screen.Line(screen.Say($"已移交 {told.GivenTo}，尚未签收", $"handed to {told.GivenTo}, who has not signed for it"));
        }

        foreach (var citation in told.Citations)
        {
            var other = citation.Dossier.Length > 0 ? citation.Dossier : citation.RecordId;
            screen.Line((citation.IsIncoming
                ? screen.Say($"← {other} 以其为依据", $"← {other} rests on it")
                : screen.Say($"→ 以 {other} 为依据", $"→ it rests on {other}"))
                + $"  {citation.State}  {citation.SinceOn}  {citation.Source}");
        }

        foreach (var invoked in told.Invocations)
        {
            screen.Line(screen.Say(
                $"{invoked.InvokedOn}  {invoked.Authority} 在案件 {invoked.CaseNumber} 中{(invoked.IsWithdrawn ? "不再" : "")}援用  "
                    + invoked.Source,
                $"{invoked.InvokedOn}  {invoked.Authority} {(invoked.IsWithdrawn ? "no longer invokes" : "invokes")} it in case "
                    + $"{invoked.CaseNumber}  {invoked.Source}"));
        }
    }
}
