namespace ExchangeHub.DualPublicity;

/// <summary>Remembers the decisions and permits of the last rows, to notice one that comes twice.</summary>
/// <remarks>
/// Bounded, as memory must not grow with the table; repetitions stand close together in practice. One that is further away gets
/// through to the hub, which answers an identical one with its first receipt and a different one with a conflict.
/// </remarks>
internal sealed class RepeatWindow
{
    private const int RowsMax = 65_536;

    private readonly Dictionary<ulong, (long Row, ulong Content)> _seen = [];
    private readonly Queue<ulong> _order = [];

    /// <summary>Looks for a row that states the same decision or permit, and remembers this one when there is none.</summary>
    /// <param name="row">The number of this row.</param>
    /// <param name="key">Its business key.</param>
    /// <param name="content">All that it says.</param>
    /// <returns>The number of the earlier row and whether it says the same; null when there is none.</returns>
    public (long Row, bool IsSame)? Find(long row, ulong key, ulong content)
    {
        if (_seen.TryGetValue(key, out var earlier))
        {
            return (earlier.Row, earlier.Content == content);
        }

        if (_order.Count == RowsMax)
        {
            _ = _seen.Remove(_order.Dequeue());
        }

        _seen[key] = (row, content);
        _order.Enqueue(key);
        return null;
    }
}
