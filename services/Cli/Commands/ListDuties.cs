using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Lists.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub lists acknowledge|overdue|given</c>: what whoever copies a list owes, and what it was given.</summary>
internal static class ListDuties
{
    private static readonly Argument<string> Subscription = new("subscription")
    {
        Description = "订阅名称，如 consumer:credit/env / Name of the subscription",
    };

    public static Command Acknowledge()
    {
        var position = new Argument<long>("position") { Description = "已办理至该位置 / Carried out up to this position" };
        var command = new Command("acknowledge", "确认变更已办理（撤出须按期确认）/ Say that changes were carried out, withdrawals in time")
        {
            Subscription, position,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var taken = await new ListService.ListServiceClient(channel).AcknowledgeChangesAsync(
                new AcknowledgeChangesRequest
                {
                    Subscription = parsed.GetRequiredValue(Subscription), Position = parsed.GetValue(position),
                },
                Shared.Soon(cancellation));
            var screen = Screen.Current.Value!;
            if (screen.IsJson)
            {
                screen.Json(taken);
            }
            else
            {
                screen.Line(screen.Say($"已确认至位置 {taken.Position}。", $"Acknowledged up to position {taken.Position}."));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Overdue()
    {
        var command = new Command("overdue", "逾期未确认的撤出；有则退出码 11 / Withdrawals that nobody acknowledged in time; exit code 11");
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var found = await new ListService.ListServiceClient(channel).ListOverdueAsync(new(), Shared.Soon(cancellation));
            ListReports.Tell(Screen.Current.Value!, found);
            return found.Overdue.Count > 0 ? ExitCode.Pending : ExitCode.Ok;
        });
        return command.GivesRows();
    }

    public static Command Given()
    {
        var command = new Command("given", "何时向该订阅交付了什么 / What was given to a subscription, when, as the hub signed it")
        {
            Subscription,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var lists = new ListService.ListServiceClient(channel);
            var request = new ListHandoversRequest { Subscription = parsed.GetRequiredValue(Subscription), PageSize = 500 };
            ListHandoversResponse page;
            do
            {
                page = await lists.ListHandoversAsync(request, Shared.Soon(cancellation));
                ListReports.Tell(Screen.Current.Value!, page);
                request.AfterNumber = page.Handovers.LastOrDefault()?.Number ?? 0;
            }
            while (page.Handovers.Count == request.PageSize);
            return ExitCode.Ok;
        });
        return command;
    }
}
