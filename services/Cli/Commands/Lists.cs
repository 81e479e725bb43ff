using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Lists.V1;
using Grpc.Core;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub lists show|changes</c>: the lists of the seriously dishonest, as credit platforms copy them.</summary>
internal static class Lists
{
    private static readonly Argument<string> List = new("list") { Description = "名单，如 ENV-YRD / The list, such as ENV-YRD" };

    private static readonly Option<string> Party = new("--for")
    {
        Description = "为哪一方，区划代码 / For which party, its division code", Required = true,
    };

    public static Command Command()
    {
        Party.CompletionSources.Add("310118", "320509", "330421");
        return new Command("lists", "严重失信名单：全量、变更、确认、催办 / Lists of the seriously dishonest: whole, changes, acknowledgements")
        {
            Show(), Changes(), ListDuties.Acknowledge(), ListDuties.Overdue(), ListDuties.Given(),
        };
    }

    private static Command Show()
    {
        var asOf = new Option<string>("--as-of")
        {
            Description = "该日的名单 yyyy-MM-dd，缺省为今天 / As of this day; today if left out", DefaultValueFactory = _ => "",
        };
        var known = new Option<long>("--known-to") { Description = "只计日志该位置之前所知 / By what the log held up to there" };
        var name = new Option<string>("--subscription")
        {
            Description = "以该订阅名义留存交付记录 / In whose name the hand-over is kept", DefaultValueFactory = _ => "",
        };
        var command = new Command("show", "某日的全部条目，由枢纽签名 / All entries as of a day, signed by the hub")
        {
            List, Party, asOf, known, name,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            using var call = new ListService.ListServiceClient(channel).GetSnapshot(
                new GetSnapshotRequest
                {
                    List = parsed.GetRequiredValue(List),
                    Receiver = parsed.GetRequiredValue(Party),
                    AsOf = parsed.GetValue(asOf),
                    KnownTo = parsed.GetValue(known),
                    Subscription = parsed.GetValue(name),
                },
                cancellationToken: cancellation);
            using var sheet = new ListSheet(Screen.Current.Value!);
            await foreach (var part in call.ResponseStream.ReadAllAsync(cancellation))
            {
                sheet.Take(part);
            }

            return sheet.Finish();
        });
        return command.GivesRows();
    }

    private static Command Changes()
    {
        var name = new Option<string>("--subscription") { Description = "订阅名称 / Name of the subscription", Required = true };
        var after = new Option<long?>("--after")
        {
            Description = "自日志该位置之后；缺省自上次确认之后 / After this position; else after what was last acknowledged",
        };
        var live = new Option<bool>("--live") { Description = "持续等待新变更 / Go on with what comes" };
        var command = new Command("changes", "自某位置之后的变更，逐页签名 / Changes after a position, in signed pages")
        {
            List, Party, name, after, live,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new FollowChangesRequest
            {
                List = parsed.GetRequiredValue(List),
                Receiver = parsed.GetRequiredValue(Party),
                Subscription = parsed.GetRequiredValue(name),
                Live = parsed.GetValue(live),
            };
            if (parsed.GetValue(after) is { } position)
            {
                request.AfterPosition = position;
            }
            else
            {
                request.AfterAcknowledged = true;
            }

            using var channel = Shared.ToHub(parsed);
            using var call = new ListService.ListServiceClient(channel).FollowChanges(request, cancellationToken: cancellation);
            using var sheet = new ListSheet(Screen.Current.Value!);
            await foreach (var page in call.ResponseStream.ReadAllAsync(cancellation))
            {
                sheet.Take(page);
            }

            return sheet.Finish();
        });
        return command.GivesRows();
    }
}
