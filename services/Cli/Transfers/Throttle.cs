namespace ExchangeHub.Cli.Transfers;

/// <summary>Lets so many bytes pass in a second, over all streams together.</summary>
/// <param name="bytesPerSecond">How many; 0 for any.</param>
/// <param name="clock">The clock.</param>
internal sealed class Throttle(long bytesPerSecond, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private long _freeAt = clock.GetTimestamp();

    /// <summary>Waits until some bytes may pass.</summary>
    public Task PassAsync(int bytes, CancellationToken cancellation)
    {
        if (bytesPerSecond == 0)
        {
            return Task.CompletedTask;
        }

        TimeSpan wait;
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _freeAt = Math.Max(_freeAt, now) + (long)((double)bytes / bytesPerSecond * clock.TimestampFrequency);
            wait = clock.GetElapsedTime(now, _freeAt);
        }

        return Task.Delay(wait, clock, cancellation);
    }
}
