using System.Collections.Immutable;
using ExchangeHub.EventLog;
using ExchangeHub.Messaging;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>Follows a log and remembers what it handled, in order. Its memory outlives the host that runs it.</summary>
internal sealed class RecordingFollower(IEventLog log) : IFollower<LoggedEvent>
{
    private readonly Lock _gate = new();
    private readonly List<long> _handled = [];
    private int _reads;
    private int _readsAtHead;

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How many reads found nothing more; after the first one, only a notice or the interval leads to another.</summary>
    public int ReadsAtHead => Volatile.Read(ref _readsAtHead);

    public long[] Handled
    {
        get
        {
            lock (_gate)
            {
                return [.. _handled];
            }
        }
    }

    public long Position => Handled.LastOrDefault();

    /// <summary>Called before a page is recorded; may throw or wait.</summary>
    public Func<ImmutableArray<LoggedEvent>, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Task<long> LoadPositionAsync(CancellationToken cancellation) => Task.FromResult(Position);

    public async Task<ImmutableArray<LoggedEvent>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _reads);
        var page = await log.ReadAsync(afterPosition, countMax, cancellation);
        if (page.IsEmpty)
        {
            Interlocked.Increment(ref _readsAtHead);
        }

        return page;
    }

    public long PositionOf(LoggedEvent entry) => entry.Position;

    public async Task HandleAsync(ImmutableArray<LoggedEvent> entries, CancellationToken cancellation)
    {
        await Before(entries);
        lock (_gate)
        {
            _handled.AddRange(entries.Select(e => e.Position));
        }
    }

    /// <summary>Waits until a position has been handled, and sees that every one up to it was, once, in order.</summary>
    public async Task ReachesAsync(long position, double withinSeconds = 60)
    {
        await Eventually.HoldsAsync(() => Position >= position, withinSeconds, () => $"reached {Position} of {position}");
        Assert.Equal(Enumerable.Range(1, Handled.Length).Select(n => (long)n), Handled);
    }

    /// <summary>Lets the log grow until the first notice has come through: queues and bindings need a moment to stand.</summary>
    public async Task IsWokenByGrowthOfAsync(InMemoryEventLog growing, double withinSeconds = 60)
    {
        var before = Position;
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (Position == before)
        {
            Assert.True(waited.Elapsed.TotalSeconds < withinSeconds, $"No notice woke the follower within {withinSeconds} s.");
            growing.Grow();
            await Task.Delay(50);
        }

        await ReachesAsync(growing.Head);
    }
}
