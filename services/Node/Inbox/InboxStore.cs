using System.Security.Cryptography;
using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Delivery.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.Node.Inbox;

/// <summary>A delivery that has been looked at.</summary>
/// <param name="Delivery">As the hub delivered it.</param>
/// <param name="Subjects">Credit codes of the subjects of the record, if it is one.</param>
/// <param name="Fault">Why it is put aside; null when it verified.</param>
internal sealed record Arrival(Delivery Delivery, IReadOnlyCollection<string> Subjects, string? Fault);

/// <summary>What arrived together, and how far it leads.</summary>
/// <param name="Arrivals">In the order of the log.</param>
/// <param name="Reach">How far the inbox reaches with them.</param>
internal sealed record ArrivedBatch(IReadOnlyList<Arrival> Arrivals, Reach Reach);

/// <summary>How far the inbox reaches.</summary>
/// <param name="DeliveredTo">Position of the newest delivery.</param>
/// <param name="CompleteTo">Everything up to this position has arrived.</param>
/// <param name="SettledTo">Every decision on a statement up to this position has arrived too.</param>
/// <param name="HeadSeen">The largest position of the hub's log that was seen.</param>
internal sealed record Reach(long DeliveredTo, long CompleteTo, long SettledTo, long HeadSeen);

/// <summary>A delivery as this node holds it.</summary>
/// <param name="Delivery">As the hub delivered it.</param>
/// <param name="ArrivedAt">When it was stored here: knowledge time of this district.</param>
internal sealed record Held(Delivery Delivery, DateTimeOffset ArrivedAt);

/// <summary>What has arrived at this node, in the order of the hub's log.</summary>
internal sealed class InboxStore(NodeStore store)
{
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Stores a batch and how far it leads, in one transaction; durable when the task completes.</summary>
    public async Task StoreAsync(ArrivedBatch batch, DateTimeOffset at, CancellationToken cancellation)
    {
        _ = await store.WriteAsync(connection => Store(connection, batch, Sql.ToMicroseconds(at)), cancellation);
        Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Gets a task that completes when something more has been stored.</summary>
    public Task Moved => Volatile.Read(ref _moved).Task;

    /// <summary>Gets how far the inbox reaches.</summary>
    public Reach Reach()
    {
        using var connection = store.Read();
        using var snapshot = connection.BeginTransaction(deferred: true);
        return ReachOf(connection);
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
        return [.. connection.Rows("SELECT delivery FROM quarantine ORDER BY position", row =>
            Delivery.Parser.ParseFrom(row.GetFieldValue<byte[]>(0)))];
    }

    /// <summary>Takes what verifies by now out of the quarantine; it arrives at this instant.</summary>
    public Task ReleaseAsync(IReadOnlyList<Arrival> verified, DateTimeOffset at, CancellationToken cancellation) =>
        store.WriteAsync(
        connection =>
        {
            foreach (var arrival in verified)
            {
                _ = connection.Execute("DELETE FROM quarantine WHERE position = $position",
                    ("$position", arrival.Delivery.Position));
            }

            return Store(connection, new ArrivedBatch(verified, new Reach(0, 0, 0, 0)), Sql.ToMicroseconds(at));
        },
        cancellation);

    /// <summary>Gets deliveries after a position, in order.</summary>
    /// <exception cref="InvalidDataException">One was changed on disk.</exception>
    public List<Delivery> Page(long after, int countMax)
    {
        using var connection = store.Read();
        return [.. Select(connection, "position > $after ORDER BY position LIMIT $max", ("$after", after), ("$max", countMax))
            .Select(held => held.Delivery)];
    }

    /// <summary>Gets what had arrived on some dossiers by an instant, all of one moment.</summary>
    /// <param name="dossier">The dossier; null for all of a subject.</param>
    /// <param name="subject">Credit code of the subject; only used without a dossier.</param>
    /// <param name="knownAt">Only what had arrived by then; null for everything.</param>
    /// <returns>Each dossier on which anything had arrived, in ordinal order, with its deliveries in the order of the log; and
    /// how far the
    /// inbox reached.</returns>
    /// <exception cref="InvalidDataException">A delivery was changed on disk.</exception>
    public (List<(string Dossier, List<Held> Deliveries)> Dossiers, Reach Reach) Read(
        string? dossier, string subject, DateTimeOffset? knownAt)
    {
        using var connection = store.Read();
        using var snapshot = connection.BeginTransaction(deferred: true);
        var latest = knownAt is { } instant ? Sql.ToMicroseconds(instant) : long.MaxValue;
        List<string> dossiers = dossier is not null ? [dossier] :
        [
            .. connection.Rows(
                "SELECT dossier FROM inbox_subject WHERE subject = $subject AND arrived_at <= $latest",
                row => row.GetString(0),
                ("$subject", subject),
                ("$latest", latest)),
        ];
        dossiers.Sort(StringComparer.Ordinal);
        var read = new List<(string, List<Held>)>();
        foreach (var name in dossiers)
        {
            List<Held> held =
                [.. Select(connection, "dossier = $dossier AND arrived_at <= $latest ORDER BY position", ("$dossier", name),
                    ("$latest", latest))];
            if (held.Count > 0)
            {
                read.Add((name, held));
            }
        }

        return (read, ReachOf(connection));
    }

    private static IEnumerable<Held> Select(SqliteConnection connection, string condition,
        params (string Name, object? Value)[] parameters) =>
        connection.Rows(
            $"SELECT position, delivery, digest, arrived_at FROM inbox WHERE {condition}",
            row =>
            {
                var delivery = row.GetFieldValue<byte[]>(1);
                return SHA256.HashData(delivery).AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(2))
                    ? new Held(Delivery.Parser.ParseFrom(delivery), Sql.ToInstant(row.GetInt64(3))!.Value)
                    : throw new InvalidDataException(
                        $"The delivery at position {row.GetInt64(0)} in the inbox was changed on disk.");
            },
            parameters);

    private static Reach ReachOf(SqliteConnection connection) => new(
        connection.Mark(Marks.DeliveredTo), connection.Mark(Marks.CompleteTo), connection.Mark(Marks.SettledTo),
            connection.Mark(Marks.HeadSeen));

    private static int Store(SqliteConnection connection, ArrivedBatch batch, long at)
    {
        foreach (var (delivery, subjects, fault) in batch.Arrivals)
        {
            var bytes = delivery.ToByteArray();
            if (fault is not null)
            {
                _ = connection.Execute(
                    "INSERT INTO quarantine(position, delivery, reason, arrived_at) VALUES ($position, $delivery, $reason, "
                        + "$at) ON CONFLICT DO NOTHING",
                    ("$position", delivery.Position),
                    ("$delivery", bytes),
                    ("$reason", fault),
                    ("$at", at));
                continue;
            }

            _ = connection.Execute(
                """
                INSERT INTO inbox(position, dossier, delivery, digest, arrived_at) VALUES ($position, $dossier, $delivery, $digest, $at)
                ON CONFLICT DO NOTHING
                """,
                ("$position", delivery.Position),
                ("$dossier", delivery.Dossier),
                ("$delivery", bytes),
                ("$digest", SHA256.HashData(bytes)),
                ("$at", at));
            foreach (var subject in subjects)
            {
                _ = connection.Execute(
                    "INSERT INTO inbox_subject(subject, dossier, arrived_at) VALUES ($subject, $dossier, $at) ON CONFLICT DO "
                        + "NOTHING",
                    ("$subject", subject),
                    ("$dossier", delivery.Dossier),
                    ("$at", at));
            }
        }

        connection.RaiseMark(Marks.DeliveredTo, batch.Reach.DeliveredTo);
        connection.RaiseMark(Marks.CompleteTo, batch.Reach.CompleteTo);
        connection.RaiseMark(Marks.SettledTo, batch.Reach.SettledTo);
        connection.RaiseMark(Marks.HeadSeen, batch.Reach.HeadSeen);
        return batch.Arrivals.Count;
    }
}
