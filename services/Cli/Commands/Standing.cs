using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Guard.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Spectre.Console;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub standing CODE --receiver DIVISION</c>: whether a violation would be the first one.</summary>
internal static class Standing
{
    /// <summary>The receiver for whom is asked.</summary>
    public static Option<string> Receiver()
    {
        var receiver = new Option<string>("--receiver")
        {
            Description = "接收方区划代码 / Division code of the receiver", Required = true,
        };
        receiver.CompletionSources.Add("310118", "320509", "330421");
        return receiver;
    }

    public static Argument<string> Subject() =>
        new("subject") { Description = "统一社会信用代码 / Unified social credit code" };

    public static Option<string?> AsOf() => new("--as-of")
    {
        Description = "所问日期 yyyy-MM-dd，缺省为今天 / The day asked about; today if left out",
    };

    public static Option<string?> Violation() => new("--violation")
    {
        Description = "只计该类违法：事项目录编码，无编码的为违法行为类型原文 / Only violations of this sort: its code, else its words",
    };

    public static Command Command()
    {
        var (subject, receiver, asOf) = (Subject(), Receiver(), AsOf());
        var known = new Option<DateTimeOffset?>("--known") { Description = "只计该时刻之前枢纽已知的 / Only what the hub knew by then" };
        var months = new Option<int>("--months")
        {
            Description = "回溯月数 / How many months back", DefaultValueFactory = _ => 36,
        };
        var kinds = new Option<string[]>("--kinds")
        {
            Description = "penalty、nopenalty，缺省为两者 / penalty, nopenalty; both if left out",
            AllowMultipleArgumentsPerToken = true,
        };
        _ = kinds.AcceptOnlyFromAmong("penalty", "nopenalty");
        var violation = Violation();
        var command = new Command(
            "standing", "是否初次违法：各方已认可的处罚和不予处罚决定；无法认定时退出码 10 / Whether a violation would be the first one; exit code 10 "
                + "when it is not known")
        {
            subject, receiver, asOf, known, months, kinds, violation,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var request = new GetStandingRequest
            {
                Subject = parsed.GetRequiredValue(subject),
                Receiver = parsed.GetRequiredValue(receiver),
                ValidOn = parsed.GetValue(asOf) ?? "",
                KnownAt = parsed.GetValue(known) is { } at ? Timestamp.FromDateTimeOffset(at) : null,
                Months = parsed.GetValue(months),
                Violation = parsed.GetValue(violation) ?? "",
            };
            request.Kinds.Add(parsed.GetValue(kinds) ?? []);
            var standing = await AskAsync(channel, request, cancellation);
            Tell(Screen.Current.Value!, standing);
            return standing.IsFirst == Answer.NotKnown ? ExitCode.Refused : ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Asks the hub.</summary>
    public static async Task<GetStandingResponse> AskAsync(
        GrpcChannel channel, GetStandingRequest request, CancellationToken cancellation) =>
        await new GuardService.GuardServiceClient(channel).GetStandingAsync(request, Shared.Soon(cancellation));

    /// <summary>Shows the decisions on which an answer rests.</summary>
    public static void Show(Screen screen, GetStandingResponse standing)
    {
        if (standing.Entries.Count > 0)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns(
                screen.Say("日期", "Decided"), screen.Say("文号", "Document"), screen.Say("署名机关", "Issuer"),
                screen.Say("计入", "Counts"), screen.Say("互认", "Recognition"));
            foreach (var entry in standing.Entries)
            {
                _ = table.AddRow(new[]
                {
                    entry.DecidedOn, entry.DocumentNumber, entry.IssuerName, screen.Say(Words.Of(entry.Weight)),
                    $"{screen.Say(Words.Of(entry.Decision.Outcome))} "
                        + string.Join(' ', entry.Decision.Grounds.Select(ground => ground.Code)),
                }.Select(cell => Markup.Escape(cell)).ToArray());
            }

            screen.Console.Write(table);
        }

        foreach (var why in standing.Unknown)
        {
            screen.Line(screen.Say(why.Zh, why.En));
        }
    }

    private static void Tell(Screen screen, GetStandingResponse standing)
    {
        if (screen.IsJson)
        {
            screen.Json(standing);
            return;
        }

        Show(screen, standing);
        var (from, to, count, open) = (standing.FromOn, standing.ValidOn, standing.ViolationCount, standing.OpenCount);
        screen.Line(standing.IsFirst switch
        {
            Answer.Yes => screen.Say(
                $"自 {from} 至 {to}，没有计入的违法行为：属于初次违法。", $"From {from} to {to} nothing counts: a violation would be the first one."),
            Answer.No => screen.Say(
                $"自 {from} 至 {to}，已计入违法行为 {count} 次：不属于初次违法。" + (open > 0 ? $"另有 {open} 件待定。" : ""),
                $"From {from} to {to}, violations that count: {count}; one more would not be the first."
                    + (open > 0 ? $" Open: {open}." : "")),
            _ => screen.Say(
                $"自 {from} 至 {to}，尚不能认定是否初次违法（不等于没有记录）。" + (open > 0 ? $"待定 {open} 件。" : ""),
                $"From {from} to {to} it is not known whether a violation would be the first one, which is not \"clean\"."
                    + (open > 0 ? $" Open: {open}." : "")),
        });
    }
}
