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
            var handled = 0;
            try
            {
                position ??= await follower.LoadPositionAsync(stoppingToken).ConfigureAwait(false);
                handled = await HandlePageAsync(position.Value, stoppingToken).ConfigureAwait(false);
                position += handled;
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

            if (handled == 0)
            {
                await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(false);
                metrics.Woken(name, byNotice: await signal.WaitAsync(Interval, time, stoppingToken).ConfigureAwait(false));
            }
        }
    }

    private async Task<int> HandlePageAsync(long position, CancellationToken stopping)
    {
        var entries = await ReadAsync(position, stopping).ConfigureAwait(false);
        for (var i = 0; i < entries.Length; i++)
        {
            var found = follower.PositionOf(entries[i]);
            if (found != position + 1 + i)
            {
                throw new InvalidDataException(
                    $"The source gave position {found} where {position + 1 + i} must follow. Nothing of this page was handled.");
            }
        }

        if (!entries.IsEmpty)
        {
            await follower.HandleAsync(entries, stopping).ConfigureAwait(false);
            metrics.Handled(name, entries.Length);
        }

        return entries.Length;
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
