using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Joint.V1;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub case</c>: joint cases, and the joint enforcement team.</summary>
internal static class Cases
{
    private static readonly Option<string> Receiver = new("--receiver")
    {
        Description = "以哪一方的名义询问：区划代码 / For which party is asked: its division code", Required = true,
    };

    private static readonly Option<string?> On = new("--on")
    {
        Description = "所问日期，缺省为今天 / The day asked about; today if left out",
    };

    public static Command Command()
    {
        var command = new Command("case", "联合办案与联合执法队 / Joint cases and the joint team") { List(), Show(), Team() };
        foreach (var act in CaseActs.Commands().Concat(TeamActs.Commands()))
        {
            command.Subcommands.Add(act);
        }

        return command;
    }

    private static Command List()
    {
        var overdue = new Option<bool>("--overdue") { Description = "只列有逾期任务的 / Only those with an overdue task" };
        var state = new Option<State>("--state") { Description = "Open 或 Closed / Open or Closed; any if left out" };
        var list = new Command(
            "list", "本方参与和已退出的联合案件，期限在前；有逾期的退出码 10 / Joint cases of a party, those that it left among them, next "
                + "deadline first; exit code 10 when a task is overdue")
        {
            Receiver, state, overdue, On,
        };
        list.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var service = new JointCaseService.JointCaseServiceClient(channel);
            var request = new ListCasesRequest
            {
                Receiver = parsed.GetRequiredValue(Receiver),
                State = parsed.GetValue(state),
                OnlyOverdue = parsed.GetValue(overdue),
                ValidOn = parsed.GetValue(On) ?? "",
            };
            var isOverdue = false;
            do
            {
                var page = await service.ListCasesAsync(request, Shared.Soon(cancellation));
                isOverdue |= page.Cases.Any(one => one.IsOverdue);
                CaseTables.Tell(Screen.Current.Value!, page);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            return isOverdue ? ExitCode.Refused : ExitCode.Ok;
        });
        return list;
    }

    private static Command Show()
    {
        var number = new Argument<string>("number") { Description = "案号 / Number of the case" };
        var known = new Option<DateTimeOffset?>("--known-at")
        {
            Description = "只计此刻之前收到的 / Only what the hub had received by then counts",
        };
        var show = new Command("show", "一件联合案件；有逾期任务的退出码 10 / One joint case; exit code 10 when a task is overdue")
        {
            number, Receiver, On, known,
        };
        show.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var told = await new JointCaseService.JointCaseServiceClient(channel).GetCaseAsync(
                new GetCaseRequest
                {
                    Number = parsed.GetRequiredValue(number),
                    Receiver = parsed.GetRequiredValue(Receiver),
                    ValidOn = parsed.GetValue(On) ?? "",
                    KnownAt = parsed.GetValue(known) is { } at ? Timestamp.FromDateTimeOffset(at) : null,
                },
                Shared.Soon(cancellation));
            CaseTables.Tell(Screen.Current.Value!, told, parsed.GetRequiredValue(Receiver));
            return told.Case.IsOverdue ? ExitCode.Refused : ExitCode.Ok;
        });
        return show;
    }

    private static Command Team()
    {
        var team = new Command(
            "team", "联合执法队成员、历任负责方与下次轮换；须尽快明确接任方的退出码 10 / The team, who leads when, and the next rotation; exit "
                + "code 10 when a successor is to be named soon")
        {
            On,
        };
        team.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var told = await new JointCaseService.JointCaseServiceClient(channel).GetTeamAsync(
                new GetTeamRequest { ValidOn = parsed.GetValue(On) ?? "" }, Shared.Soon(cancellation));
            TeamTable.Tell(Screen.Current.Value!, told);
            return told.IsPressing ? ExitCode.Refused : ExitCode.Ok;
        });
        return team;
    }
}
