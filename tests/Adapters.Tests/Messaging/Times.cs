using System.Collections.Concurrent;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>Time in which whole seconds never pass: no interval ends, no patience does. Only a notice wakes a follower.</summary>
internal sealed class TimeWithoutIntervals : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime < TimeSpan.FromSeconds(1) ? dueTime : Timeout.InfiniteTimeSpan, period);
}

/// <summary>Time in which every wait is over sooner.</summary>
/// <param name="times">How many times sooner.</param>
internal sealed class HurriedTime(int times) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime / times, period);
}

/// <summary>Time in which waits of a second and more are over when the test says so, and for which length it must say.</summary>
internal sealed class WatchedTime : TimeProvider
{
    private readonly ConcurrentDictionary<Wait, TimeSpan> _waits = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.FromSeconds(1))
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var wait = new Wait(this, () => callback(state));
        _waits[wait] = dueTime;
        return wait;
    }

    /// <summary>Waits until somebody waits exactly so long, and lets that time pass.</summary>
    public async Task LetPassAsync(TimeSpan length)
    {
        await Eventually.HoldsAsync(
            () => _waits.Values.Contains(length), 60, () => $"waits are {string.Join(", ", _waits.Values)}, none {length}");
        foreach (var wait in _waits.Where(wait => wait.Value == length).Select(wait => wait.Key))
        {
            _waits.TryRemove(wait, out _);
            wait.End();
        }
    }

    private sealed class Wait(WatchedTime time, Action ended) : ITimer
    {
        public void End() => ended();

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => time._waits.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
