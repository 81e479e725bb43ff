using System.CommandLine;
using System.Globalization;
using ExchangeHub.Cli.Output;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub watch</c>: shows what arrives at the node, as it arrives.</summary>
internal static class Watch
{
    private static readonly Option<string> From = new("--from")
    {
        Description = "earliest 最早、now 此刻之后，或者枢纽日志的位置 / earliest, now, or after this position of the hub's log",
        DefaultValueFactory = _ => "earliest",
    };

    private static readonly Option<int?> Count = new("--count") { Description = "收到若干条后结束 / End after so many" };

    private static readonly Option<DateTimeOffset?> Until = new("--until") { Description = "到该时刻结束 / End at this time" };

    private static readonly Option<string[]> Kinds = new("--kind")
    {
        Description = "只要这些种类 / Only these kinds of record", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Exec = new("--exec")
    {
        Description = "每条运行一次的命令，其标准输入为该条的 JSON；失败则停止 / Run for each, which it reads as JSON; ends when it fails",
    };

    private static readonly Option<FileInfo?> Cursor = new("--cursor")
    {
        Description = "记住进度的文件，下次由此继续 / File that keeps how far it came, to go on from there",
    };

    public static Command Command()
    {
        _ = Kinds.AcceptOnlyFromAmong([.. Enum.GetValues<RecordKind>().Select(kind => kind.Code()), "case", "team"]);
        From.CompletionSources.Add("earliest", "now");
        var command = new Command("watch", "持续显示到达本节点的事项 / Show what arrives at the node")
        {
            From, Count, Until, Kinds, Exec, Cursor,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, Screen.Current.Value!, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        using var channel = Shared.ToNode(parsed);
        var node = new NodeService.NodeServiceClient(channel);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (parsed.GetValue(Until) is { } until)
        {
            var left = until - TimeProvider.System.GetUtcNow();
            ending.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        try
        {
            return await FollowAsync(parsed, node, screen, ending.Token);
        }
        catch (RpcException ended) when (ended.StatusCode == StatusCode.Cancelled && !cancellation.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
    }

    private static async Task<int> FollowAsync(
        ParseResult parsed, NodeService.NodeServiceClient node, Screen screen, CancellationToken cancellation)
    {
        var cursor = parsed.GetValue(Cursor)?.FullName;
        var after = cursor is not null && File.Exists(cursor) ? await File.ReadAllTextAsync(cursor, cancellation)
            : parsed.GetRequiredValue(From);
        using var call = node.Watch(
            new WatchRequest { AfterPosition = await PositionAsync(after.Trim(), node, cancellation) },
            cancellationToken: cancellation);
        var kinds = parsed.GetValue(Kinds) ?? [];
        var left = parsed.GetValue(Count) ?? int.MaxValue;
        while (left > 0 && await call.ResponseStream.MoveNext(cancellation))
        {
            var delivery = call.ResponseStream.Current.Delivery;
            if (kinds.Length > 0 && !kinds.Contains(delivery.Dossier.Split('/')[0]))
            {
                continue;
            }

            left--;
            if (parsed.GetValue(Exec) is { } exec)
            {
                await DeliveryHandler.RunAsync(exec, delivery, cancellation);
            }
            else
            {
                Tell(screen, delivery);
            }

            if (cursor is not null)
            {
                DeliveryHandler.Remember(cursor, delivery.Position);
            }
        }

        return ExitCode.Ok;
    }

    private static async Task<long> PositionAsync(
        string from, NodeService.NodeServiceClient node, CancellationToken cancellation) => from switch
    {
        "earliest" => 0,
        "now" => (await node.GetStatusAsync(new(), Shared.Soon(cancellation))).InboxPosition,
        _ when long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var position) => position,
        _ => throw new CommandException(
            ExitCode.Usage,
            $"--from 应为 earliest、now 或者位置，如 1024；实为“{from}”。",
            $"--from: expected earliest, now or a position such as 1024; found '{from}'."),
    };

    private static void Tell(Screen screen, Delivery delivery)
    {
        if (screen.IsJson)
        {
            screen.Json(delivery);
            return;
        }

        var what = delivery.EventCase switch
        {
            Delivery.EventOneofCase.Statement => Statement(screen, delivery.Statement),
            Delivery.EventOneofCase.Decision => Decided(screen, delivery.Decision.Decision),
            Delivery.EventOneofCase.Reliance when delivery.Reliance.Kind == RelianceChanged.Types.Kind.CitedBy => screen.Say(
                $"以本证据为依据的决定 {delivery.Reliance.RecordId}：{StateOf(delivery.Reliance).Chinese}",
                $"is to carry {delivery.Reliance.RecordId}, which {StateOf(delivery.Reliance).English}"),
            Delivery.EventOneofCase.Reliance => screen.Say(
                $"所依据的记录 {delivery.Reliance.RecordId}：{StateOf(delivery.Reliance).Chinese}",
                $"rests on {delivery.Reliance.RecordId}, which {StateOf(delivery.Reliance).English}"),
            Delivery.EventOneofCase.Series when delivery.Series.Acts == 0 => screen.Say(
                $"{delivery.Series.Subject} 的多次处罚不再达到约定标准",
                $"the penalties of {delivery.Series.Subject} are no series any more"),
            Delivery.EventOneofCase.Series => screen.Say(
                $"{delivery.Series.Subject} 在约定期间内于 {delivery.Series.Divisions} 个区划受处罚 {delivery.Series.Acts} 次",
                $"{delivery.Series.Subject} punished for {delivery.Series.Acts} acts, in {delivery.Series.Divisions} divisions"),
            _ => screen.Say("同一行为的两份决定：", "two decisions on one act: ") + delivery.Conflict.OtherDossier,
        };
        var at = delivery.At.ToDateTimeOffset().ToOffset(TimeSpan.FromHours(8))
            .ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture);
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{delivery.Position,8}  {at}  {delivery.Dossier}  {what}"));
    }

    private static Wording StateOf(RelianceChanged reliance) => reliance.State switch
    {
        RelianceChanged.Types.State.Unknown => new Wording("尚未收到", "has not arrived"),
        RelianceChanged.Types.State.Fell => new Wording(
            $"自{reliance.SinceOn}起丧失效力", $"has been undone since {reliance.SinceOn}"),
        _ => new Wording("已收到", "has arrived"),
    };

    private static string Statement(Screen screen, StatementDelivered delivered)
    {
        var statement = ExchangeHub.Protos.Record.V1.Statement.Parser.ParseFrom(delivered.Envelope.Payload);
        if (statement.CaseAct is { } act)
        {
            return screen.Say($"联合办案事项 {act.DeedCase}，{statement.Node}", $"{act.DeedCase}, an act from {statement.Node}");
        }

        return statement.ContentCase == ExchangeHub.Protos.Record.V1.Statement.ContentOneofCase.Record
            ? screen.Say($"记录第 {statement.Record.Version} 版，{statement.Node}",
                $"record version {statement.Record.Version} from {statement.Node}")
            : screen.Say(
                $"{EventWords.Of(statement.Event.WhatCase).Chinese}，{statement.Event.OccurredOn}",
                $"{EventWords.Of(statement.Event.WhatCase).English} on {statement.Event.OccurredOn}");
    }

    private static string Decided(Screen screen, Protos.Recognition.V1.Decision decision) =>
        $"{Receivers(screen, decision.Receivers)} {screen.Say(Words.Of(decision.Outcome))}"
            + string.Concat(decision.Grounds.Select(ground => $" {ground.Code}"))
        + screen.Say($"，自 {decision.EffectiveOn}", $", from {decision.EffectiveOn}");

    private static string Receivers(Screen screen, Protos.Recognition.V1.Receivers receivers) =>
        receivers.WhoCase == Protos.Recognition.V1.Receivers.WhoOneofCase.Only
            ? screen.Say(Words.Division(receivers.Only))
            : screen.Say("其他各方", "the other parties");
}
