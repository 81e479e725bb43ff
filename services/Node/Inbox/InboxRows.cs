using System.Security.Cryptography;
using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Delivery.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.Node.Inbox;

/// <summary>The rows of the inbox: written once, read with their digest.</summary>
internal static class InboxRows
{
    /// <summary>Stores a batch and how far it leads.</summary>
    public static int Store(SqliteConnection connection, ArrivedBatch batch, DateTimeOffset at)
    {
        var arrivedAt = Sql.ToMicroseconds(at);
        foreach (var arrival in batch.Arrivals)
        {
            if (arrival.Fault is null)
            {
                Keep(connection, arrival, arrivedAt);
            }
            else
            {
                PutAside(connection, arrival, arrivedAt);
            }
        }

        connection.RaiseMark(Marks.DeliveredTo, batch.Reach.DeliveredTo);
        connection.RaiseMark(Marks.CompleteTo, batch.Reach.CompleteTo);
        connection.RaiseMark(Marks.SettledTo, batch.Reach.SettledTo);
        connection.RaiseMark(Marks.HeadSeen, batch.Reach.HeadSeen);
        return batch.Arrivals.Count;
    }

    /// <summary>Takes what verifies by now out of the quarantine.</summary>
    public static int Release(SqliteConnection connection, IReadOnlyList<Arrival> verified, DateTimeOffset at)
    {
        foreach (var arrival in verified)
        {
            _ = connection.Execute("DELETE FROM quarantine WHERE position = $position", ("$position", arrival.Delivery.Position));
            Keep(connection, arrival, Sql.ToMicroseconds(at));
        }

        return verified.Count;
    }

    /// <summary>Gets how far the inbox reaches.</summary>
    public static Reach Reach(SqliteConnection connection) => new(
        connection.Mark(Marks.DeliveredTo),
        connection.Mark(Marks.CompleteTo),
        connection.Mark(Marks.SettledTo),
        connection.Mark(Marks.HeadSeen));

    /// <summary>Gets the dossiers in which a subject had been named.</summary>
    public static IEnumerable<string> DossiersOf(SqliteConnection connection, string subject, long latest) => connection.Rows(
        "SELECT dossier FROM inbox_subject WHERE subject = $subject AND arrived_at <= $latest",
        row => row.GetString(0),
        ("$subject", subject),
        ("$latest", latest));

    /// <summary>Gets what had arrived on a dossier, in the order of the log.</summary>
    public static IEnumerable<Held> Of(SqliteConnection connection, string dossier, long latest) =>
        Select(
            connection,
            "dossier = $dossier AND arrived_at <= $latest ORDER BY position",
            ("$dossier", dossier),
            ("$latest", latest));

    /// <summary>Gets deliveries after a position, in order.</summary>
    public static IEnumerable<Held> After(SqliteConnection connection, long position, int countMax) =>
        Select(connection, "position > $after ORDER BY position LIMIT $max", ("$after", position), ("$max", countMax));

    private static void Keep(SqliteConnection connection, Arrival arrival, long at)
    {
        var bytes = arrival.Delivery.ToByteArray();
        _ = connection.Execute(
            """
            INSERT INTO inbox(position, dossier, delivery, digest, arrived_at)
            VALUES ($position, $dossier, $delivery, $digest, $at)
            ON CONFLICT DO NOTHING
            """,
            ("$position", arrival.Delivery.Position),
            ("$dossier", arrival.Delivery.Dossier),
            ("$delivery", bytes),
            ("$digest", SHA256.HashData(bytes)),
            ("$at", at));
        foreach (var subject in arrival.Subjects)
        {
            _ = connection.Execute(
                """
                INSERT INTO inbox_subject(subject, dossier, arrived_at) VALUES ($subject, $dossier, $at) ON CONFLICT DO NOTHING
                """,
                ("$subject", subject),
                ("$dossier", arrival.Delivery.Dossier),
                ("$at", at));
        }
    }

    private static void PutAside(SqliteConnection connection, Arrival arrival, long at) => connection.Execute(
        """
        INSERT INTO quarantine(position, delivery, reason, arrived_at) VALUES ($position, $delivery, $reason, $at)
        ON CONFLICT DO NOTHING
        """,
        ("$position", arrival.Delivery.Position),
        ("$delivery", arrival.Delivery.ToByteArray()),
        ("$reason", arrival.Fault),
        ("$at", at));

    // SQLite does not notice a flipped bit in a value; the digest in the next column does.
    private static IEnumerable<Held> Select(
        SqliteConnection connection, string condition, params (string Name, object? Value)[] parameters) => connection.Rows(
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
}
