using System.CommandLine;
using System.Globalization;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Guard.V1;
using Spectre.Console;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub grounds|eligible|notices</c>: what follows from the recognised penalties of a subject together.</summary>
internal static class Guards
{
    public static IEnumerable<Command> Commands() => [Grounds(), Eligible(), Notices()];

    private static Command Grounds()
    {
        var (subject, receiver, asOf) = (Standing.Subject(), Standing.Receiver(), Standing.AsOf());
        var command = new Command("grounds", "严重失信各情形的达成情况 / How far each ground of serious dishonesty is reached")
        {
            subject, receiver, asOf,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var response = await new GuardService.GuardServiceClient(channel).GetGroundsAsync(
                new GetGroundsRequest
                {
                    Subject = parsed.GetRequiredValue(subject),
                    Receiver = parsed.GetRequiredValue(receiver),
                    ValidOn = parsed.GetValue(asOf) ?? "",
                },
                Shared.Soon(cancellation));
            Tell(Screen.Current.Value!, response);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Eligible()
    {
        var (subject, receiver, asOf) = (Standing.Subject(), Standing.Receiver(), Standing.AsOf());
        var small = Fact("--small-discharge", "排放量小 / It discharges little");
        var low = Fact("--low-risk", "环境风险低 / Its risk is low");
        var green = Fact("--credit-green", "环保信用评价为最高等级 / Its environmental credit is of the best grade");
        var certified = Fact("--green-certification", "持有有效绿色认证 / It holds a valid green certification");
        var command = new Command(
            "eligible", "是否符合正面清单条件；不符合或者无法认定时退出码 10 / Whether it may be on the positive list; exit code 10 unless it may")
        {
            subject, receiver, asOf, small, low, green, certified,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var request = new CheckPositiveListRequest
            {
                Subject = parsed.GetRequiredValue(subject),
                Receiver = parsed.GetRequiredValue(receiver),
                ValidOn = parsed.GetValue(asOf) ?? "",
            };
            Give(parsed.GetValue(small), given => request.IsSmallDischarge = given);
            Give(parsed.GetValue(low), given => request.IsLowRisk = given);
            Give(parsed.GetValue(green), given => request.IsCreditGreen = given);
            Give(parsed.GetValue(certified), given => request.HasGreenCertification = given);
            var answer = await new GuardService.GuardServiceClient(channel)
                .CheckPositiveListAsync(request, Shared.Soon(cancellation));
            Tell(Screen.Current.Value!, answer);
            return answer.IsEligible == Answer.Yes ? ExitCode.Ok : ExitCode.Refused;
        });
        return command;
    }

    private static Command Notices()
    {
        var subject = new Option<string?>("--subject") { Description = "统一社会信用代码 / Unified social credit code" };
        var receiver = new Option<string?>("--receiver") { Description = "接收方区划代码 / Division code of the receiver" };
        var after = new Option<long>("--after") { Description = "只列该位置之后的 / Only what comes after this position" };
        var command = new Command(
            "notices", "失信情形的产生与消灭、正面清单的移出与复核 / Grounds that arose or fell away, removals from positive lists")
        {
            subject, receiver, after,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var client = new GuardService.GuardServiceClient(channel);
            var request = new ListNoticesRequest
            {
                Subject = parsed.GetValue(subject) ?? "",
                Receiver = parsed.GetValue(receiver) ?? "",
                AfterPosition = parsed.GetValue(after),
                AfterOrdinal = parsed.GetValue(after) > 0 ? 1_000_000 : 0,
            };
            ListNoticesResponse page;
            do
            {
                page = await client.ListNoticesAsync(request, Shared.Soon(cancellation));
                foreach (var notice in page.Notices)
                {
                    Tell(Screen.Current.Value!, notice);
                    (request.AfterPosition, request.AfterOrdinal) = (notice.Position, notice.Ordinal);
                }
            }
            while (page.HasMore);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<bool?> Fact(string name, string description) => new(name) { Description = description };

    private static void Give(bool? given, Action<bool> set)
    {
        if (given is { } known)
        {
            set(known);
        }
    }

    private static void Tell(Screen screen, GetGroundsResponse response)
    {
        if (screen.IsJson)
        {
            screen.Json(response);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            screen.Say("情形", "Ground"), screen.Say("内容", "What"), screen.Say("次数", "Count"), screen.Say("起始", "Since"),
            screen.Say("记录", "Records"));
        foreach (var ground in response.Grounds)
        {
            _ = table.AddRow(new[]
            {
                ground.Code,
                screen.Say(ground.TitleZh, ground.TitleEn),
                ground.IsDerived ? string.Create(CultureInfo.InvariantCulture, $"{ground.Count}/{ground.Needed}")
                    : screen.Say("凭网络外文书", "by documents"),
                ground.SinceOn,
                string.Join('\n', ground.Basis),
            }.Select(cell => Markup.Escape(cell)).ToArray());
        }

        screen.Console.Write(table);
    }

    private static void Tell(Screen screen, CheckPositiveListResponse answer)
    {
        if (screen.IsJson)
        {
            screen.Json(answer);
            return;
        }

        Standing.Show(screen, answer.Standing);
        if (answer.Condition.Length == 0)
        {
            screen.Line(screen.Say("该日没有关于正面清单的约定，不能认定。", "Nothing was agreed on positive lists for that day: it is not known."));
            return;
        }

        screen.Line(screen.Say($"条件（{answer.RuleSet}）：{answer.Condition}", $"Condition ({answer.RuleSet}): {answer.Condition}"));
        screen.Line(answer.IsEligible switch
        {
            Answer.Yes => screen.Say("符合正面清单条件。", "It may be on the positive list."),
            Answer.No => screen.Say("不符合正面清单条件。", "It may not be on the positive list."),
            _ => screen.Say(
                $"尚不能认定，缺少：{string.Join('、', answer.Missing)}。",
                $"It is not known; missing: {string.Join(", ", answer.Missing)}."),
        });
    }

    private static void Tell(Screen screen, Notice notice)
    {
        if (screen.IsJson)
        {
            screen.Json(notice);
            return;
        }

        screen.Line(string.Create(CultureInfo.InvariantCulture,
            $"{notice.Position,8}  {notice.TurnedOn}  {notice.Receivers}  {notice.Subject}  {screen.Say(Words.Of(notice.Kind))}  "
                + $"{notice.Code}{notice.Entry}"));
        foreach (var record in notice.Basis)
        {
            screen.Line($"          {record}");
        }
    }
}
