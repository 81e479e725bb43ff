using System.CommandLine;
using System.Globalization;
using ExchangeHub.Cli.Output;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub watch</c>: shows what arrives at the node, as it arrives.</summary>
internal static class Watch
{
    public static Command Command()
    {
        var from = new Option<long>("--from") { Description =
            "从枢纽日志的该位置之后开始，0 为最早 / Begin after this position of the hub's log; 0 for the start" };
        var until = new Option<int?>("--count") { Description = "收到若干条后结束 / End after so many" };
        var command = new Command("watch", "持续显示到达本节点的事项 / Show what arrives at the node") { from, until };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed, parsed.GetValue(from), parsed.GetValue(until), Screen.Current.Value!, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, long from, int? countMax, Screen screen,
        CancellationToken cancellation)
    {
        using var channel = Shared.ToNode(parsed);
        using var call = new NodeService.NodeServiceClient(channel).Watch(
            new WatchRequest { AfterPosition = from }, cancellationToken: cancellation);
        for (var count = 0; countMax is null || count < countMax; count++)
        {
            if (!await call.ResponseStream.MoveNext(cancellation))
            {
                break;
            }

            Tell(screen, call.ResponseStream.Current.Delivery);
        }

        return ExitCode.Ok;
    }

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
