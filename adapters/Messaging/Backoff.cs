namespace ExchangeHub.Messaging;

/// <summary>How long to wait after failures in a row: 100 ms, then twice as long each time, up to a limit.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    public static TimeSpan After(int failures, TimeSpan most)
    {
        // Ten doublings are 100 s, beyond every limit here; more would overflow one day.
        var delay = First * Math.Pow(2, Math.Min(failures - 1, 10));
        return delay < most ? delay : most;
    }
}
