using ExchangeHub.EventLog;

namespace ExchangeHub.Postgres.Appends;

/// <summary>What waits for the writer, in order of arrival.</summary>
/// <param name="bytesMax">How many bytes of payload may wait; who comes after is told to try again.</param>
/// <remarks>
/// There is no thread that waits for work. Whoever puts something into an idle queue becomes its driver and goes on until it is
/// empty: a caller alone pays no hand-over, and what arrives while a group is being committed is the next group.
/// </remarks>
internal sealed class AppendQueue(long bytesMax)
{
    /// <summary>How many events one group may hold, unless a single request holds more.</summary>
    public const int GroupEventsMax = 2_000;

    /// <summary>How many bytes of payload one group may hold, unless a single request holds more.</summary>
    public const int GroupBytesMax = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<PendingAppend> _waiting = new();
    private long _bytes;
    private bool _driven;
    private bool _closed;

    /// <summary>Adds an append.</summary>
    /// <returns>Whether the caller must drive the queue now, because nobody does.</returns>
    /// <exception cref="LogUnavailableException">Too much waits already, or the log is closed.</exception>
    public bool Add(PendingAppend pending)
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw StoreErrors.NotReached(new ObjectDisposedException(nameof(PostgresEventLog)));
            }

            if (_bytes > 0 && _bytes + pending.Bytes > bytesMax)
            {
                throw new LogUnavailableException(
                    $"More than {bytesMax} bytes wait to be written to the log; nothing of this request was stored. "
                    + "Send the same request with the same key again, later.", null);
            }

            _bytes += pending.Bytes;
            _waiting.Enqueue(pending);
            var drive = !_driven;
            _driven = true;
            return drive;
        }
    }

    /// <summary>Takes the next group.</summary>
    /// <returns>At least one append; or null when nothing waits, and then the caller drives no more.</returns>
    public List<PendingAppend>? Take()
    {
        lock (_gate)
        {
            List<PendingAppend>? group = null;
            var (events, bytes) = (0L, 0L);
            while (_waiting.TryPeek(out var next))
            {
                if (group is not null && (events + next.Events > GroupEventsMax || bytes + next.Bytes > GroupBytesMax))
                {
                    break;
                }

                _bytes -= next.Bytes;
                _waiting.Dequeue();
                if (next.TryTake())
                {
                    (group ??= new(Math.Min(_waiting.Count + 1, GroupEventsMax))).Add(next);
                    events += next.Events;
                    bytes += next.Bytes;
                }
            }

            _driven = group is not null;
            return group;
        }
    }

    /// <summary>Fails what has waited too long for a store that cannot be reached.</summary>
    /// <param name="isDue">Whether an append has waited too long; the oldest are asked first.</param>
    /// <param name="why">What its caller is told.</param>
    public void Expire(Func<PendingAppend, bool> isDue, Exception why)
    {
        lock (_gate)
        {
            while (_waiting.TryPeek(out var oldest) && isDue(oldest))
            {
                _bytes -= oldest.Bytes;
                _waiting.Dequeue();
                oldest.TrySetException(why);
            }
        }
    }

    /// <summary>Refuses from now on, and fails what waits.</summary>
    /// <param name="why">What the callers are told.</param>
    /// <returns>Whether somebody still drives.</returns>
    public bool Close(Exception why)
    {
        lock (_gate)
        {
            _closed = true;
        }

        Expire(_ => true, why);
        lock (_gate)
        {
            return _driven;
        }
    }
}
