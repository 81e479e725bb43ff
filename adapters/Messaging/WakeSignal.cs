namespace ExchangeHub.Messaging;

/// <summary>Where the transport leaves a notice and one follower waits for it. It keeps no position that it was told.</summary>
/// <param name="queue">The queue from which its notices come.</param>
internal sealed class WakeSignal(string queue)
{
    private TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _position;

    public string Queue => queue;

    /// <summary>Wakes the follower, unless it has been there already: a repeated or belated notice costs no read.</summary>
    public void Hear(long upToPosition)
    {
        if (upToPosition > Volatile.Read(ref _position))
        {
            Volatile.Read(ref _heard).TrySetResult();
        }
    }

    /// <summary>Takes note of how far the follower has come.</summary>
    public void Reached(long position) => Volatile.Write(ref _position, position);

    /// <summary>Waits for a notice, also for one that came since the last wait ended.</summary>
    /// <returns>Whether a notice ended the wait; otherwise the time is over.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var heard = Volatile.Read(ref _heard).Task;
        await Task.WhenAny(heard, Task.Delay(atMost, time, ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (!heard.IsCompleted)
        {
            return false;
        }

        // Before the read that follows, so that a notice during that read is kept for the next wait.
        Volatile.Write(ref _heard, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return true;
    }
}
