using ExchangeHub.EventLog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExchangeHub.Messaging;

/// <summary>Follows the head of the log and announces it: one notice under way at most, and one every 20 ms at most.</summary>
/// <remarks>
/// It stands beside the log, not in the way of an append, and what was appended during one announcement is covered by the next.
/// Its checkpoint is the last position that it announced in this process: a notice replaces all earlier ones, so after a restart
/// the first one, for the head of that moment, covers whatever was still to be announced. Several hub processes may announce the
/// same log; whoever hears a position twice reads once.
/// </remarks>
internal sealed class NoticeAnnouncer(
    IEventLog log, INotices notices, TimeProvider time, MessagingMetrics metrics, ILogger<NoticeAnnouncer> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Longer would only delay the first notice after the transport is back; followers read by themselves every 2 s.
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(5);

    private long _head;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var announced = 0L;
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                announced = await AnnounceHeadAsync(announced, stoppingToken).ConfigureAwait(false);
                metrics.Announced();
                if (failures > 0)
                {
                    MessagingLog.AnnouncingResumed(logger, announced, failures);
                    failures = 0;
                }
            }
            // Log and transport fail in ways of their own; none of them may end the announcing or reach the hub.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                failures++;
                metrics.AnnouncingFailed(_head - announced);
                if (failures == 1)
                {
                    MessagingLog.AnnouncingFailed(logger, announced, exception);
                }
            }

            await Task.Delay(failures == 0 ? Pace : Backoff.After(failures, DelayMax), time, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task<long> AnnounceHeadAsync(long announced, CancellationToken stopping)
    {
        _head = await log.WaitForMoreAsync(announced, stopping).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            await notices.AnnounceAsync(new Notice(_head), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new TimeoutException($"The transport did not take a notice within {Patience.TotalSeconds} s.");
        }

        return _head;
    }
}
