using System.CommandLine;
using System.Globalization;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Registry.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub status</c>: how the node is, or the hub.</summary>
internal static class Status
{
    public static Command Command()
    {
        var command = new Command("status", "节点或枢纽的状态 / How the node is, or the hub");
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var channel = Shared.MeansNode(parsed) ? Shared.ToNode(parsed) : Shared.ToHub(parsed);
            if (!Shared.MeansNode(parsed))
            {
                var network =
                    await new RegistryService.RegistryServiceClient(channel).GetNetworkAsync(new(), Shared.Soon(cancellation));
                if (screen.IsJson)
                {
                    screen.Json(network);
                }
                else
                {
                    screen.Line(screen.Say(
                        $"网络 {network.NetworkId}：{network.Parties.Count} 方，{network.Nodes.Count} 个节点",
                        $"network {network.NetworkId}: {network.Parties.Count} parties, {network.Nodes.Count} nodes"));
                    foreach (var node in network.Nodes.Where(node => node.SilentSince is not null))
                    {
                        var since = node.SilentSince.ToDateTimeOffset().ToOffset(TimeSpan.FromHours(8))
                            .ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture);
                        screen.Line(screen.Say(
                            $"{node.Node_} 自 {since} 起失联，其记录的认可附 FLG-STALE 提示",
                            $"nothing has been heard of {node.Node_} since {since}: its records are marked FLG-STALE"));
                    }
                }

                return ExitCode.Ok;
            }

            var status = await new NodeService.NodeServiceClient(channel).GetStatusAsync(new(), Shared.Soon(cancellation));
            if (screen.IsJson)
            {
                screen.Json(status);
            }
            else
            {
                screen.Line(screen.Say(
                    $"{status.Node}：待转发 {status.OutboxDepth}，未收录 {status.TurnedDown}，已收至位置 {status.InboxPosition}，"
                        + $"协议行为 {status.AgreementActs} 项，枢纽历史核对至 {status.HistoryCheckedTo}，"
                        + $"枢纽{(status.HubConnected ? "已连接" : "未连接")}",
                    $"{status.Node}: {status.OutboxDepth} to forward, {status.TurnedDown} turned down, received up to position "
                        + $"{status.InboxPosition}, {status.AgreementActs} acts of the agreement, history of the hub checked "
                        + $"up to {status.HistoryCheckedTo}, "
                        + $"hub {(status.HubConnected ? "connected" : "away")}"));
            }

            foreach (var finding in screen.IsJson ? [] : status.HistoryFindings.AsEnumerable())
            {
                screen.Line(screen.Say($"！{finding.MessageZh}", $"! {finding.MessageEn}"));
            }

            return status.HistoryFindings.Count > 0 ? ExitCode.NotVerified
                : status.HubConnected ? ExitCode.Ok : ExitCode.Unreachable;
        });
        return command;
    }
}
