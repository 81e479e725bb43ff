using System.Net.Sockets;
using ExchangeHub.EventLog;
using Npgsql;

namespace ExchangeHub.Postgres;

/// <summary>Sorts what PostgreSQL and the way to it can answer into what a caller may do about it.</summary>
internal static class StoreErrors
{
    /// <summary>Whether trying again later, unchanged, may succeed: the server is away, starting, read-only, out of
    /// room.</summary>
    /// <param name="error">What was thrown.</param>
    public static bool IsUnavailable(Exception error) => error switch
    {
        // 08 connection, 53 resources, 57 operator intervention, 25006 read-only after a failover, 55P03 lock timeout
        PostgresException store => store.SqlState.StartsWith("08", StringComparison.Ordinal)
            || store.SqlState.StartsWith("53", StringComparison.Ordinal)
            || store.SqlState.StartsWith("57", StringComparison.Ordinal)
            || store.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable,
        NpgsqlException or TimeoutException or IOException or SocketException => true,
        _ => false,
    };

    /// <summary>What a caller is told whose append was under way when the connection was lost.</summary>
    /// <param name="inner">What the connection said.</param>
    public static LogUnavailableException OutcomeUnknown(Exception inner) => new(
        "The connection to the log's store was lost while this append was under way; whether it was stored is not known. "
        + "Send the same request with the same key again.", inner);

    /// <summary>What a caller is told whose append was not begun.</summary>
    /// <param name="inner">Why the store cannot be reached.</param>
    public static LogUnavailableException NotReached(Exception? inner) => new(
        "The log's store cannot be reached or is being started; nothing of this request was stored. "
        + "Send the same request with the same key again.", inner);

    /// <summary>What a reader is told.</summary>
    /// <param name="inner">Why the store cannot be reached.</param>
    public static LogUnavailableException NotRead(Exception inner) => new(
        "The log's store cannot be reached or is being started. Ask again.", inner);

    /// <summary>What a caller is told whose append the store refused for what it holds.</summary>
    /// <param name="inner">What the store said.</param>
    public static InvalidOperationException Refused(PostgresException inner) => new(
        $"The log's store refused this append (SQLSTATE {inner.SqlState}) and stored nothing of it; others were not concerned. "
        + "Sending it again gives the same answer until the cause is removed.", inner);
}
