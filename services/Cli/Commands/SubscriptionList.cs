using System.CommandLine;
using System.Globalization;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Operation.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub sub ls</c>: who receives what, and how far each is behind.</summary>
internal static class SubscriptionList
{
    public static Command Command()
    {
        var of = new Option<string?>("--of")
        {
            Description = "只列一个成员的，例如 node:310118 / Only those of a member, such as node:310118",
        };
        var list = new Command("ls", "全部订阅及其滞后，滞后多的在前 / All subscriptions and how far behind, the furthest first") { of };
        list.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var channel = Shared.ToHub(parsed);
            var peers = await new OperationService.OperationServiceClient(channel).ListPeersAsync(
                new(), Shared.Soon(cancellation));
            var found = peers.Peers.Where(peer => parsed.GetValue(of) is not { } member || peer.Member == member)
                .SelectMany(peer => peer.Subscriptions).OrderByDescending(one => one.Behind)
                .ThenBy(one => one.Name, StringComparer.Ordinal).ToList();
            var rows = new Rows(screen, PeerSubscription.Descriptor);
            foreach (var one in found)
            {
                rows.Add(one);
                if (screen.Format == "table")
                {
                    screen.Line(Told(screen, one));
                }
            }

            rows.End("");
            return ExitCode.Ok;
        });
        return new Command("sub", "订阅 / Subscriptions") { list.GivesRows() };
    }

    private static string Told(Screen screen, PeerSubscription one)
    {
        var behind = string.Create(CultureInfo.InvariantCulture, $"{one.Behind}{(one.BehindIsLeast ? "+" : "")}");
        var seconds = (one.BehindFor?.ToTimeSpan() ?? TimeSpan.Zero).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var what = one.List.Length > 0 ? one.List
            : string.Join(',', one.Kinds.DefaultIfEmpty(screen.Say("全部类型", "all kinds")).Concat(one.Jurisdictions));
        return screen.Say(
            $"{one.Name}  {one.Receiver}  {what}  {(one.IsOpen ? "接收中" : "未连接")}，已确认至 {one.Acknowledged}，"
                + $"滞后 {behind} 项、{seconds} 秒",
            $"{one.Name}  {one.Receiver}  {what}  {(one.IsOpen ? "receiving" : "not connected")}, acknowledged up to "
                + $"{one.Acknowledged}, {behind} events and {seconds} s behind");
    }
}
