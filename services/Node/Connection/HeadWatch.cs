namespace ExchangeHub.Node.Connection;

/// <summary>
/// Compares the head that the hub names with the largest position that this node has seen in its log. A hub that answers from
/// several processes may name a head that is a moment old, so that only the third heartbeat in a row below the same position
/// counts.
/// </summary>
internal sealed class HeadWatch
{
    private const int HeartbeatsMax = 3;
    private long _expected;
    private int _below;

    /// <summary>Takes a heartbeat.</summary>
    /// <param name="named">The head that it names.</param>
    /// <param name="seen">The largest position that was seen.</param>
    /// <returns>Whether the hub has lost history: true or false; null while it is not certain.</returns>
    public bool? IsBehind(long named, long seen)
    {
        if (named >= seen)
        {
            _below = 0;
            return false;
        }

        if (_below == 0 || named >= _expected)
        {
            (_below, _expected) = (0, seen);
        }

        return ++_below >= HeartbeatsMax ? true : null;
    }
}
