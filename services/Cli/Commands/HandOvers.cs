using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Handover.V1;
using ExchangeHub.Vocabulary;
using Spectre.Console;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub handover list</c> and <c>xhub evidence trace</c>: where evidence is, what is due, and who rests on
/// it.</summary>
internal static class HandOvers
{
    public static Command Command()
    {
        var receiver = Party();
        var overdue = new Option<bool>("--overdue") { Description = "只列有逾期环节的 / Only those with an overdue stage" };
        var on = new Option<string?>("--on") { Description = "所问日期，缺省为今天 / The day asked about; today if left out" };
        var list = new Command(
            "list", "联合执法证据向属地移交的各环节及期限；有逾期的退出码 10 / Hand-overs to local bureaus with their terms; exit "
                + "code 10 when one is overdue")
        {
            receiver, overdue, on,
        };
        list.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            using var call = new HandOverService.HandOverServiceClient(channel).ListHandOvers(
                new ListHandOversRequest
                {
                    Receiver = parsed.GetValue(receiver) ?? "",
                    OnlyOverdue = parsed.GetValue(overdue),
                    ValidOn = parsed.GetValue(on) ?? "",
                },
                cancellationToken: cancellation);
            var isOverdue = false;
            while (await call.ResponseStream.MoveNext(cancellation))
            {
                isOverdue |= call.ResponseStream.Current.IsOverdue;
                Tell(Screen.Current.Value!, call.ResponseStream.Current);
            }

            return isOverdue ? ExitCode.Refused : ExitCode.Ok;
        });
        return new Command("handover", "联合执法证据移交 / Hand-over of evidence") { list };
    }

    public static Command Trace()
    {
        var record = new Argument<string>("record") { Description = "记录标识 urn:eeh:… 或卷宗 / Record urn:eeh:… or dossier" };
        var receiver = Party();
        var command = new Command(
            "trace", "追溯证据包的保管、引用与援用；保管链中断的退出码 10 / Custody of a package and who rests on it; exit code 10 when it is broken")
        {
            record, receiver,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var request = new TraceEvidenceRequest { Receiver = parsed.GetValue(receiver) ?? "" };
            _ = Explain.Target(
                parsed.GetRequiredValue(record), id => request.RecordId = id, dossier => request.Dossier = dossier);
            var told = await new HandOverService.HandOverServiceClient(channel)
                .TraceEvidenceAsync(request, Shared.Soon(cancellation));
            Tell(Screen.Current.Value!, told);
            return told.IsBroken ? ExitCode.Refused : ExitCode.Ok;
        });
        return command;
    }

    private static Option<string?> Party() => new("--receiver")
    {
        Description = "以哪一方的名义询问：区划代码 / For which party is asked: its division code",
    };

    private static void Tell(Screen screen, ListHandOversResponse told)
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

    private static void Tell(Screen screen, TraceEvidenceResponse told)
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
