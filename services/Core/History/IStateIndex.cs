using ExchangeHub.Records;

namespace ExchangeHub.History;

/// <summary>What the log says of subjects in records of the kinds that have roots, as of any position; made of the log.</summary>
public interface IStateIndex
{
    /// <summary>Waits until it takes account of the log up to a position.</summary>
    /// <param name="position">A position that the log has reached.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A task.</returns>
    Task WaitForAsync(long position, CancellationToken cancellation);

    /// <summary>Reads what the log says.</summary>
    /// <param name="kind">Records of which kind.</param>
    /// <param name="subject">Of whom; null for everybody.</param>
    /// <param name="upTo">The position up to which the log is taken account of.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>A row for each dossier of a subject, those of one subject together; read as it is asked for.</returns>
    IAsyncEnumerable<StateRow> ReadAsync(RecordKind kind, string? subject, long upTo, CancellationToken cancellation);

    /// <summary>Says whether anything changed.</summary>
    /// <param name="kind">In records of which kind.</param>
    /// <param name="after">The position after which.</param>
    /// <param name="upTo">The position up to which.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>Whether a row would be another.</returns>
    Task<bool> HasChangedAsync(RecordKind kind, long after, long upTo, CancellationToken cancellation);

    /// <summary>Finds the newest root of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="upTo">The position up to which the log is looked at.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The root; null when there is none.</returns>
    Task<LoggedRoot?> FindRootAsync(RecordKind kind, long upTo, CancellationToken cancellation);
}

/// <summary>A root in the log.</summary>
/// <param name="Position">The position of the event.</param>
/// <param name="Revision">Its place among the roots of its kind, from 1.</param>
/// <param name="At">When it was written.</param>
/// <param name="Root">The root.</param>
public sealed record LoggedRoot(long Position, long Revision, DateTimeOffset At, StateRoot Root);
