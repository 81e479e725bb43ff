using Microsoft.Data.Sqlite;

namespace ExchangeHub.Node.Storage;

/// <summary>Short forms for SQL with named parameters.</summary>
internal static class Sql
{
    public static int Execute(this SqliteConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    public static long? Scalar(this SqliteConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar() is long value ? value : null;
    }

    /// <summary>Reads rows one by one, as they are asked for.</summary>
    public static IEnumerable<T> Rows<T>(
        this SqliteConnection connection,
        string sql,
        Func<SqliteDataReader, T> read,
        params (string Name, object? Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }

    /// <summary>Gets a number that the node remembers; 0 when it does not.</summary>
    public static long Mark(this SqliteConnection connection, string name) =>
        connection.Scalar("SELECT value FROM mark WHERE name = $name", ("$name", name)) ?? 0;

    /// <summary>Remembers a number; it never gets smaller.</summary>
    public static void RaiseMark(this SqliteConnection connection, string name, long value) => connection.Execute(
        "INSERT INTO mark(name, value) VALUES ($name, $value) ON CONFLICT(name) DO UPDATE SET value = max(value, excluded.value)",
        ("$name", name),
        ("$value", value));

    /// <summary>Takes a number back that was too large.</summary>
    public static void LowerMark(this SqliteConnection connection, string name, long value) => connection.Execute(
        "UPDATE mark SET value = min(value, $value) WHERE name = $name", ("$name", name), ("$value", value));

    /// <summary>Writes an instant as the tables hold it.</summary>
    public static long ToMicroseconds(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Reads an instant as the tables hold it.</summary>
    public static DateTimeOffset? ToInstant(long? microseconds) =>
        microseconds is { } value ? DateTimeOffset.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond) : null;

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            _ = command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}

/// <summary>The numbers that the node remembers.</summary>
internal static class Marks
{
    /// <summary>The largest position of the hub's log that was seen, in a receipt, a delivery or a heartbeat.</summary>
    public const string HeadSeen = "head_seen";

    /// <summary>Position of the newest delivery: where the next subscription begins.</summary>
    public const string DeliveredTo = "delivered_to";

    /// <summary>Everything up to this position has arrived, as the hub's heartbeats say; at least the newest delivery.</summary>
    public const string CompleteTo = "complete_to";

    /// <summary>Every decision on a statement up to this position has arrived too.</summary>
    public const string SettledTo = "settled_to";
}
