using System.Globalization;
using ExchangeHub.Cli.Verification;

namespace ExchangeHub.Cli.Diagnosis;

/// <summary>Whether the history of a hub goes on, and enough nodes witness it.</summary>
internal static class HistoryCheck
{
    private static readonly TimeSpan CheckpointMax = TimeSpan.FromMinutes(30);

    public static async Task<Finding> RunAsync(
        string check, HttpClient history, TimeProvider clock, CancellationToken cancellation)
    {
        var policy = await history.GetStringAsync(new Uri("policy", UriKind.Relative), cancellation);
        var shown = await history.GetStringAsync(new Uri("checkpoint", UriKind.Relative), cancellation);
        if (Trust.Judge(policy, shown) is not { Checkpoint: { } head } verdict)
        {
            return Finding.Wrong(
                check, "枢纽公布的检查点无法识读：请停用并查看其日志。", "The checkpoint that the hub shows cannot be read: do not rely on it.");
        }

        var size = head.Size.ToString(CultureInfo.InvariantCulture);
        var latest = verdict.Witnessed.Values.Select(at => (DateTimeOffset?)at).Max();
        return !verdict.IsTrusted
            ? Finding.Wrong(
                check,
                $"检查点（{size} 个事件）仅有 {verdict.Witnessed.Count} 个见证签名，不足规定数量：请检查各节点是否在线。",
                $"The checkpoint over {size} events has {verdict.Witnessed.Count} cosignatures, fewer than the network asks for: "
                    + "see whether the nodes run.")
            : clock.GetUtcNow() - latest > CheckpointMax
                ? Finding.Wrong(
                    check,
                    $"最近一次见证早于 30 分钟之前：历史可能停止更新，请检查各节点。",
                    "The newest cosignature is older than 30 minutes: the history may stand still; see whether the nodes run.")
                : Finding.Well(
                    check,
                    $"历史 {size} 个事件，{verdict.Witnessed.Count} 个见证签名有效。",
                    $"History of {size} events, {verdict.Witnessed.Count} good cosignatures.");
    }
}
