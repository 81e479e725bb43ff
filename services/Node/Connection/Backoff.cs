using System.Numerics;
using System.Security.Cryptography;

namespace ExchangeHub.Node.Connection;

/// <summary>How long to wait before the hub is tried again: from 50 ms, doubling, to 5 s, each with up to a quarter more by
/// chance.</summary>
internal sealed class Backoff(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Gets how many failures there were in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>Gets the wait that comes next, without the part by chance.</summary>
    public TimeSpan Next => TimeSpan.FromTicks(Math.Min(First.Ticks << Math.Min(Failures, 10), Longest.Ticks));

    /// <summary>Gets a value indicating whether the failure that comes next is worth a line in the log: the 1st, 2nd, 4th, 8th …
    /// in a row, so that a hub that is away for a night does not fill the disk.</summary>
    public bool IsWorthTelling => BitOperations.IsPow2(Failures + 1);

    /// <summary>Forgets the failures: something went forward.</summary>
    public void Reset() => Failures = 0;

    /// <summary>Waits, and waits longer the next time.</summary>
    public Task WaitAsync(CancellationToken cancellation)
    {
        // Nodes that lost the hub together should not all come back together; nothing secret hangs on the number.
        var wait = Next + (Next * (RandomNumberGenerator.GetInt32(0, 250) / 1000.0));
        Failures = Math.Min(Failures + 1, int.MaxValue - 1);
        return Task.Delay(wait, clock, cancellation);
    }
}
