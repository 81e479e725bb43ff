namespace ExchangeHub.SystemTests.Node;

/// <summary>A clock that runs like any other, but shows the time that the story needs. Timers are real.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private readonly long _started = System.GetTimestamp();
    private TimeSpan _ahead;

    /// <summary>The evening of the day on which the penalty of the samples was served.</summary>
    public static DateTimeOffset Evening { get; } = new(2026, 7, 16, 18, 0, 0, TimeSpan.FromHours(8));

    public override DateTimeOffset GetUtcNow() => (start + _ahead + System.GetElapsedTime(_started)).ToUniversalTime();

    /// <summary>Jumps ahead.</summary>
    public void Advance(TimeSpan by) => _ahead += by;
}
