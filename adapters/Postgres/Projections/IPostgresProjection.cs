using ExchangeHub.EventLog;
using Npgsql;

namespace ExchangeHub.Postgres.Projections;

/// <summary>Tables that are made of the log and of nothing else, so that they can be thrown away and made again.</summary>
/// <remarks>Each event is applied exactly once: the rows are committed together with the position they reach.</remarks>
public interface IPostgresProjection
{
    /// <summary>Gets the name of its checkpoint: lower-case words joined by hyphens, for ever the same, unique in the
    /// database.</summary>
    string Name { get; }

    /// <summary>Gets the names of its tables, which nobody else writes.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>Applies events.</summary>
    /// <param name="batch">One event or more in the order of the log, following without a gap on those of the batch
    /// before.</param>
    /// <param name="connection">Where to write. Nothing else may be written to, or it would be written twice after a
    /// crash.</param>
    /// <param name="transaction">The open transaction of the connection; the caller commits it.</param>
    /// <param name="cancellation">Ends the batch early by an exception; it is applied again later.</param>
    /// <returns>A task that completes when all rows are written.</returns>
    /// <remarks>An exception undoes the batch and stops the projection; it is tried again after a pause, with the same events. No
    /// event is ever left out.</remarks>
    Task ApplyAsync(
        IReadOnlyList<LoggedEvent> batch,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancellation);

    /// <summary>Empties the tables, for a rebuild from the start of the log.</summary>
    /// <param name="connection">Where the tables are.</param>
    /// <param name="transaction">The open transaction of the connection; the caller commits it.</param>
    /// <param name="cancellation">Ends the work early by an exception; nothing is emptied then.</param>
    /// <returns>A task that completes when the tables are empty.</returns>
    Task ClearAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation);
}

/// <summary>Where a projection stands.</summary>
/// <param name="Name">The projection.</param>
/// <param name="Position">The position of the last event applied; 0 before the first. On a process that does not lead, as of the
/// last look, at most a second ago.</param>
/// <param name="Head">The position of the last event of the log, as last heard.</param>
/// <param name="BehindFor">The age of the oldest event known that is not applied; zero when there is none.</param>
/// <param name="Leads">Whether this process applies the events. Of several, one does.</param>
/// <param name="Fault">What stopped it, while it waits to be tried again; null while it runs.</param>
public sealed record ProjectionStatus(string Name, long Position, long Head, TimeSpan BehindFor, bool Leads, Exception? Fault)
{
    /// <summary>Gets how many events are not applied yet.</summary>
    public long BehindBy => Math.Max(0, Head - Position);
}
