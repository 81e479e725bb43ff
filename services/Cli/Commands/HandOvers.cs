using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Handover.V1;

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
                HandOverTables.Tell(Screen.Current.Value!, call.ResponseStream.Current);
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
            HandOverTables.Tell(Screen.Current.Value!, told);
            return told.IsBroken ? ExitCode.Refused : ExitCode.Ok;
        });
        return command;
    }

    private static Option<string?> Party() => new("--receiver")
    {
        Description = "以哪一方的名义询问：区划代码 / For which party is asked: its division code",
    };
}
