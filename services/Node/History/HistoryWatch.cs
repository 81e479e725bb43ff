using ExchangeHub.History;
using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Outbox;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Node.History;

/// <summary>
/// Watches over the hub's history: new events against each new checkpoint, what this node has published against its receipts, and
/// all of the log again and again, because a row can be altered long after it was signed.
/// </summary>
internal sealed class HistoryWatch(
    HubHistory hub, HistoryTrust trust, HistoryFindings findings, OutboxStore outbox, TimeProvider clock,
    ILogger<HistoryWatch> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AllAgainAfter = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);

    // What the hub promises, and half a minute for its witnesses.
    private static readonly TimeSpan CoveredWithin = TimeSpan.FromSeconds(90);

    private GrowingTree _known = new();
    private long _includedTo;
    private DateTimeOffset _allCheckedAt;
    private DateTimeOffset _trustedAt = clock.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = new Backoff(clock);
        while (trust.Policy is not null && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(trust.Policy, stoppingToken);
                pause.Reset();
                await Task.Delay(LookEvery, clock, stoppingToken);
            }
            catch (Exception failed) when (failed is HttpRequestException or IOException or TaskCanceledException)
            {
                if (!stoppingToken.IsCancellationRequested && pause.IsWorthTelling)
                {
                    NodeLog.HistoryWaits(logger, pause.Next, failed.Message);
                }

                await pause.WaitAsync(stoppingToken);
            }
        }
    }

    private async Task LookAsync(LogPolicy policy, CancellationToken cancellation)
    {
        var note = await hub.FindCheckpointAsync(cancellation);
        var verdict = note is null ? null : policy.Judge(note, trust.Verify);
        if (verdict is not { IsTrusted: true, Checkpoint: { } checkpoint })
        {
            // Witnesses come one after the other when a zone starts.
            if (clock.GetUtcNow() - _trustedAt < CoveredWithin)
            {
                return;
            }

            findings.Find("unsigned", new Wording(
                "枢纽没有出示经足数见证的检查点。在此之前其历史无从核对；请查明哪些节点未在见证。",
                "The hub shows no checkpoint that enough witnesses have signed. Until it does its history cannot be checked; "
                + "find out which nodes do not witness."));
            return;
        }

        _trustedAt = clock.GetUtcNow();
        findings.Settle("unsigned");
        Judge(verdict);
        var audit = new HistoryAudit(hub, checkpoint, clock);
        if (checkpoint.Size < _known.Size)
        {
            findings.Find("backwards", new Wording(
                $"枢纽出示的历史仅有 {checkpoint.Size} 个事件，此前曾有 {_known.Size} 个：历史已经倒退。请通知各方。",
                $"The hub shows a history of {checkpoint.Size} events; there were {_known.Size} before: it went backwards. Tell "
                + "all parties."));
            return;
        }

        var isDue = clock.GetUtcNow() - _allCheckedAt > AllAgainAfter;
        var tree = isDue ? new GrowingTree() : _known;
        if (!await IsSoundAsync(audit, tree, cancellation))
        {
            _known = new GrowingTree();
            foreach (var (kind, message) in await audit.ExplainAsync(cancellation))
            {
                findings.Find(kind, message);
            }

            return;
        }

        (_known, findings.CheckedTo) = (tree, checkpoint.Size);
        _allCheckedAt = isDue ? clock.GetUtcNow() : _allCheckedAt;
        await CheckOwnAsync(audit, checkpoint.Size, cancellation);
    }

    private static async Task<bool> IsSoundAsync(HistoryAudit audit, GrowingTree tree, CancellationToken cancellation)
    {
        try
        {
            return await audit.ExtendAsync(tree, cancellation);
        }
        catch (TileMissingException)
        {
            return false;
        }
    }

    // A hub that hides from its witnesses what it shows here would have to show an old checkpoint.
    private void Judge(PolicyVerdict verdict)
    {
        var newest = verdict.Witnessed.Values.DefaultIfEmpty(DateTimeOffset.MaxValue).Max();
        if (clock.GetUtcNow() - newest > FreshFor)
        {
            findings.Find("stale", new Wording(
                $"枢纽出示的检查点最近一次见证于 {newest:O}，已超过一小时。请查明枢纽是否只出示旧的历史。",
                $"The checkpoint that the hub shows was witnessed last at {newest:O}, more than an hour ago. Find out whether it "
                + "shows an old history only."));
        }
        else
        {
            findings.Settle("stale");
        }
    }

    // A receipt is a promise: the statement stands at its position, under its digest.
    private async Task CheckOwnAsync(HistoryAudit audit, long size, CancellationToken cancellation)
    {
        foreach (var receipt in outbox.ReceiptsAfter(_includedTo))
        {
            if (receipt.Position > size)
            {
                if (clock.GetUtcNow() - receipt.ReceivedAt.ToDateTimeOffset() > CoveredWithin)
                {
                    findings.Find("omitted", Omitted(receipt));
                }

                return;
            }

            var leaf = await audit.FindAsync(receipt.Position - 1, cancellation);
            if (leaf?.Statement?.Digest != Digest.FromBytes(receipt.StatementDigest.Span))
            {
                findings.Find("omitted", Omitted(receipt));
            }

            _includedTo = receipt.Sequence;
        }
    }

    private static Wording Omitted(Receipt receipt) => new(
        $"枢纽回执称 {receipt.Node}/{receipt.Sequence} 位于 {receipt.Position}，其签署的历史却没有该报送。请保留回执并通知各方。",
        $"The hub's receipt says that {receipt.Node}/{receipt.Sequence} stands at position {receipt.Position}, but the history "
        + "that it signed does not have it there. Keep the receipt and tell all parties.");
}
