using System.Globalization;
using ExchangeHub.Protos.Operation.V1;
using ExchangeHub.Protos.Registry.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace ExchangeHub.Cli.Diagnosis;

/// <summary>What can be wrong with a hub, as seen from here.</summary>
internal sealed class HubChecks(GrpcChannel channel, HttpClient history, CallOptions soon, TimeProvider clock)
{
    private static readonly TimeSpan ClockMayDiffer = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BehindMax = TimeSpan.FromSeconds(10);

    /// <summary>Checks one after the other; what cannot be asked is said of the check that asked.</summary>
    public async IAsyncEnumerable<Finding> RunAsync()
    {
        var reached = await AskAsync("hub", ReachAsync);
        yield return reached;
        if (reached.Grade == Grade.Wrong)
        {
            yield break;
        }

        yield return await AskAsync("clock", ClockAsync);
        yield return await AskAsync("nodes", NodesAsync);
        yield return await AskAsync("read-models", ReadModelsAsync);
        yield return await AskAsync("history", check => HistoryCheck.RunAsync(check, history, clock, soon.CancellationToken));
    }

    private static async Task<Finding> AskAsync(string check, Func<string, Task<Finding>> ask)
    {
        try
        {
            return await ask(check);
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated)
        {
            return check == "hub"
                ? Finding.Wrong(
                    check,
                    $"枢纽拒绝本身份：{refused.Status.Detail} 请核对 --identity，或者请操作员用 xhub member list 查看。",
                    $"The hub refuses this identity: {refused.Status.Detail} Compare --identity with what an operator sees in "
                        + "xhub member list.")
                : Finding.Watch(check, "本身份无权查看此项。", "This identity may not ask for that.");
        }
        catch (Exception failed) when (failed is RpcException or HttpRequestException or OperationCanceledException)
        {
            var why = (failed as RpcException)?.Status.Detail ?? failed.Message;
            return Finding.Wrong(
                check,
                $"无应答：{why} 请确认地址、端口、防火墙与服务状态；https 地址还须核对证书的根。",
                $"No answer: {why} Check the address, the port, the firewall and whether the service runs; at an https address "
                    + "also the root of the certificates.");
        }
    }

    private async Task<Finding> ReachAsync(string check)
    {
        var began = clock.GetTimestamp();
        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), soon);
        var took = clock.GetElapsedTime(began).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        return health.Status == HealthCheckResponse.Types.ServingStatus.Serving
            ? Finding.Well(check, $"枢纽应答正常，用时 {took} 毫秒。", $"The hub serves; it answered in {took} ms.")
            : Finding.Wrong(
                check,
                $"枢纽自报状态 {health.Status}：请查看其日志，多为数据库不可用。",
                $"The hub says {health.Status} of itself: look into its log; mostly its database is away.");
    }

    private async Task<Finding> ClockAsync(string check)
    {
        using var call = new RegistryService.RegistryServiceClient(channel).GetNetworkAsync(new(), soon);
        var headers = await call.ResponseHeadersAsync;
        _ = await call.ResponseAsync;
        if (!DateTimeOffset.TryParse(headers.GetValue("date"), CultureInfo.InvariantCulture, out var there))
        {
            return Finding.Watch(check, "枢纽未报时，无法比对时钟。", "The hub does not tell the time; the clocks are not compared.");
        }

        var apart = (clock.GetUtcNow() - there).Duration();
        var seconds = apart.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return apart <= ClockMayDiffer
            ? Finding.Well(check, $"与枢纽时钟相差 {seconds} 秒。", $"The clocks differ by {seconds} s.")
            : Finding.Wrong(
                check,
                $"与枢纽时钟相差 {seconds} 秒：请启用时间同步（NTP），否则报送会因时间不符被退回。",
                $"The clocks differ by {seconds} s: let NTP set both, or statements are turned down for their time.");
    }

    private async Task<Finding> NodesAsync(string check)
    {
        var network = await new RegistryService.RegistryServiceClient(channel).GetNetworkAsync(new(), soon);
        var silent = network.Nodes.Where(node => node.SilentSince is not null).Select(node => node.Node_).ToArray();
        return silent.Length == 0
            ? Finding.Well(check, $"{network.Nodes.Count} 个节点均有音讯。", $"All {network.Nodes.Count} nodes are heard.")
            : Finding.Wrong(
                check,
                $"失联节点：{string.Join('、', silent)}。请在该节点运行 xhub doctor --node。",
                $"Nothing is heard of {string.Join(", ", silent)}: run xhub doctor --node there.");
    }

    private async Task<Finding> ReadModelsAsync(string check)
    {
        var models = (await new OperationService.OperationServiceClient(channel).ListReadModelsAsync(new(), soon)).ReadModels;
        var stopped = models.Where(model => model.IsStopped).Select(model => model.Name).ToArray();
        if (stopped.Length > 0)
        {
            return Finding.Wrong(
                check,
                $"读模型 {string.Join('、', stopped)} 因故障暂停：请查看枢纽日志中的原因；必要时 xhub models rebuild。",
                $"Read models {string.Join(", ", stopped)} are stopped by a fault: the hub's log says by which; where need be, "
                    + "xhub models rebuild.");
        }

        var late = models.Where(model => model.BehindFor?.ToTimeSpan() > BehindMax).Select(model => model.Name).ToArray();
        return late.Length == 0
            ? Finding.Well(check, $"{models.Count} 个读模型均与日志同步。", $"All {models.Count} read models keep up with the log.")
            : Finding.Watch(
                check,
                $"读模型 {string.Join('、', late)} 滞后超过 10 秒：查询结果可能不是最新。",
                $"Read models {string.Join(", ", late)} are more than 10 s behind: what is found may not be the newest.");
    }
}
