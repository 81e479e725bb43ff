using System.Globalization;
using System.Net;
using ExchangeHub.Cli.Verification;
using ExchangeHub.History;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Diagnosis;

/// <summary>Whether the history of a hub goes on, and enough nodes witness it.</summary>
internal static class HistoryCheck
{
    private static readonly TimeSpan CheckpointMax = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan StampMax = TimeSpan.FromHours(1);

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

        var stamp = await StampAsync(history, head, clock, cancellation);
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
            : stamp is { IsLate: true }
                ? Finding.Watch(
                    check,
                    $"{stamp.Sentence.Chinese}此后的历史尚无时间戳：请检查时间戳机构，以及枢纽的日志 4008。",
                    $"{stamp.Sentence.English[1..]} What came after it has none: see whether the authority answers, and log "
                        + "line 4008 of the hub.")
                : Finding.Well(
                    check,
                    $"历史 {size} 个事件，{verdict.Witnessed.Count} 个见证签名有效。{stamp?.Sentence.Chinese}",
                    $"History of {size} events, {verdict.Witnessed.Count} good cosignatures.{stamp?.Sentence.English}");
    }

    // Nothing for a hub that has no authority; whether its stamps are good, "verify" says.
    private static async Task<Stamp?> StampAsync(
        HttpClient history, Checkpoint head, TimeProvider clock, CancellationToken cancellation)
    {
        using var answer = await history.GetAsync(new Uri("timestamp", UriKind.Relative), cancellation);
        if (answer.StatusCode != HttpStatusCode.OK
            || !SignedNote.TryParse(await answer.Content.ReadAsStringAsync(cancellation), out var note)
            || CheckpointStamp.Find(note) is not { } token || TimestampToken.InstantOf(token) is not { } at)
        {
            return null;
        }

        var minutes = (int)(clock.GetUtcNow() - at).TotalMinutes;
        return new Stamp(
            clock.GetUtcNow() - at > StampMax && Checkpoint.TryParse(note.Text, out var stamped) && stamped.Size < head.Size,
            new Wording(
                $"最近一次时间戳在 {minutes} 分钟之前。", $" The newest time-stamp is {minutes} minutes old."));
    }

    private sealed record Stamp(bool IsLate, Wording Sentence);
}
