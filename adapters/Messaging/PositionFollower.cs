using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExchangeHub.Messaging;

/// <summary>Drives a follower: reads by position until it is at the head, then waits for a notice, two seconds at most.</summary>
/// <remarks>
/// Order and completeness come from the positions alone. What a notice says is believed only as a reason to look: one that is
/// lost costs two seconds, one that lies costs a read.
/// </remarks>
internal sealed class PositionFollower<TEntry>(
    string name,
    IFollower<TEntry> follower,
    WakeSignal signal,
    TimeProvider time,
    MessagingMetrics metrics,
    ILogger<PositionFollower<TEntry>> logger) : BackgroundService
{
    private const int PageEntriesMax = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(15);

    // Between a read that found nothing and the next one: a flood of lying notices stays below 200 reads a second.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? position = null;
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var isAtHead = false;
            try
            {
                position ??= await follower.LoadPositionAsync(stoppingToken).ConfigureAwait(false);
                var reached = await HandlePageAsync(position.Value, stoppingToken).ConfigureAwait(false);
                isAtHead = reached == position;
                position = reached;
                signal.Reached(position.Value);
                if (failures > 0)
                {
                    MessagingLog.FollowingResumed(logger, name, failures, position.Value);
                    failures = 0;
                }
            }
            // Source and effect are the service's own and fail in their own ways; the answer is always to try the same again.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                failures++;
                metrics.FollowingFailed(name);
                if (failures == 1)
                {
                    MessagingLog.FollowingFailed(logger, name, position ?? 0, exception);
                }

                position = null; // the page may have been stored or not: ask the follower
                await Task.Delay(Backoff.After(failures, Interval), time, stoppingToken).ConfigureAwait(false);
                continue;
            }

            if (isAtHead)
            {
                await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(false);
                metrics.Woken(name, byNotice: await signal.WaitAsync(Interval, time, stoppingToken).ConfigureAwait(false));
            }
        }
    }

    // Returns how far the follower has come; no further than it was when there is no more.
    private async Task<long> HandlePageAsync(long position, CancellationToken stopping)
    {
        var entries = await ReadAsync(position, stopping).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            var (previous, found) = (follower.PreviousPositionOf(entry), follower.PositionOf(entry));
            if (previous != position || found <= position)
            {
                throw new InvalidDataException(
                    $"The source gave position {found}, which follows {previous}, where one that follows {position} must come. "
                    + "Nothing of this page was handled.");
            }

            position = found;
        }

        if (!entries.IsEmpty)
        {
            await follower.HandleAsync(entries, stopping).ConfigureAwait(false);
            metrics.Handled(name, entries.Length);
        }

        return position;
    }

    private async Task<ImmutableArray<TEntry>> ReadAsync(long position, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(ReadPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            return await follower.ReadAsync(position, PageEntriesMax, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new TimeoutException($"The source did not answer within {ReadPatience.TotalSeconds} s.");
        }
    }
}
