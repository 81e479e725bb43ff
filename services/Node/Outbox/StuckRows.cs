using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Node.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.Node.Outbox;

/// <summary>The rows of the outbox that wait for the hub or were turned down.</summary>
internal static class StuckRows
{
    /// <summary>Reads them, the newest first.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="before">Only those before this sequence.</param>
    /// <param name="countMax">How many at most.</param>
    public static IEnumerable<StuckStatement> Before(SqliteConnection connection, long before, int countMax) => connection.Rows(
        $"SELECT {OutboxRows.SubmissionColumns}, stored_at FROM outbox WHERE state IN (1, 3) AND sequence < $before "
            + "ORDER BY sequence DESC LIMIT $max",
        row => new StuckStatement
        {
            Submission = OutboxRows.ReadSubmission(row),
            StoredAt = Timestamp.FromDateTimeOffset(Sql.ToInstant(row.GetInt64(6))!.Value),
        },
        ("$before", before),
        ("$max", countMax));
}
