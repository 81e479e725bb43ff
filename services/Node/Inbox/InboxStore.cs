using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Delivery.V1;

namespace ExchangeHub.Node.Inbox;

/// <summary>What has arrived at this node, in the order of the hub's log.</summary>
internal sealed class InboxStore(NodeStore store)
{
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that completes when something more has been stored.</summary>
    public Task Moved => Volatile.Read(ref _moved).Task;

    /// <summary>Stores a batch and how far it leads, in one transaction; durable when the task completes.</summary>
    public async Task StoreAsync(ArrivedBatch batch, DateTimeOffset at, CancellationToken cancellation)
    {
        _ = await store.WriteAsync(connection => InboxRows.Store(connection, batch, at), cancellation);
        Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Gets how far the inbox reaches.</summary>
    public Reach Reach()
    {
        using var connection = store.Read();
        using var snapshot = connection.BeginTransaction(deferred: true);
        return InboxRows.Reach(connection);
    }

    /// <summary>The hub said that everything up to a position had been delivered, and that was not so.</summary>
    public Task RewindAsync(long position, CancellationToken cancellation) => store.WriteAsync(
        connection =>
        {
            connection.LowerMark(Marks.CompleteTo, position);
            connection.LowerMark(Marks.SettledTo, position);
            return position;
        },
        cancellation);

    /// <summary>Counts what was put aside.</summary>
    public long Quarantined()
    {
        using var connection = store.Read();
        return connection.Scalar("SELECT count(*) FROM quarantine") ?? 0;
    }

    /// <summary>Gets what was put aside, in order.</summary>
    public List<Delivery> Quarantine()
    {
        using var connection = store.Read();
        return
        [
            .. connection.Rows(
                "SELECT delivery FROM quarantine ORDER BY position",
                row => Delivery.Parser.ParseFrom(row.GetFieldValue<byte[]>(0))),
        ];
    }

    /// <summary>Lists what was put aside, the newest first.</summary>
    /// <param name="countMax">How many at most.</param>
    public List<(long Position, string Dossier, string Fault, DateTimeOffset ArrivedAt)> PutAside(int countMax)
    {
        using var connection = store.Read();
        return
        [
            .. connection.Rows(
                "SELECT position, delivery, reason, arrived_at FROM quarantine ORDER BY position DESC LIMIT $max",
                row => (row.GetInt64(0), Delivery.Parser.ParseFrom(row.GetFieldValue<byte[]>(1)).Dossier, row.GetString(2),
                    Sql.ToInstant(row.GetInt64(3))!.Value),
                ("$max", countMax)),
        ];
    }

    /// <summary>Takes what verifies by now out of the quarantine; it arrives at this instant.</summary>
    public Task ReleaseAsync(IReadOnlyList<Arrival> verified, DateTimeOffset at, CancellationToken cancellation) =>
        store.WriteAsync(connection => InboxRows.Release(connection, verified, at), cancellation);

    /// <summary>Gets deliveries after a position, in order.</summary>
    /// <exception cref="InvalidDataException">One was changed on disk.</exception>
    public List<Delivery> Page(long after, int countMax)
    {
        using var connection = store.Read();
        return [.. InboxRows.After(connection, after, countMax).Select(held => held.Delivery)];
    }

    /// <summary>Gets what had arrived on some dossiers by an instant, all of one moment.</summary>
    /// <param name="dossier">The dossier; null for all of a subject.</param>
    /// <param name="subject">Credit code of the subject; only used without a dossier.</param>
    /// <param name="knownAt">Only what had arrived by then; null for everything.</param>
    /// <returns>Each dossier on which anything had arrived, in ordinal order, with its deliveries in the order of the log; and
    /// how far the inbox reached.</returns>
    /// <exception cref="InvalidDataException">A delivery was changed on disk.</exception>
    public (List<(string Dossier, List<Held> Deliveries)> Dossiers, Reach Reach) Read(
        string? dossier, string subject, DateTimeOffset? knownAt)
    {
        using var connection = store.Read();
        using var snapshot = connection.BeginTransaction(deferred: true);
        var latest = knownAt is { } instant ? Sql.ToMicroseconds(instant) : long.MaxValue;
        List<string> dossiers = dossier is not null ? [dossier] : [.. InboxRows.DossiersOf(connection, subject, latest)];
        var read = new List<(string, List<Held>)>();
        foreach (var name in dossiers.Order(StringComparer.Ordinal))
        {
            List<Held> held = [.. InboxRows.Of(connection, name, latest)];
            if (held.Count > 0)
            {
                read.Add((name, held));
            }
        }

        return (read, InboxRows.Reach(connection));
    }
}
