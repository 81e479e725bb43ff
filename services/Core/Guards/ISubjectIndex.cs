using System.Collections.Immutable;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Guards;

/// <summary>Finds what names a subject, and what follows from it. Follows the log at a small distance; <see cref="WaitForAsync"/>
/// closes it.</summary>
public interface ISubjectIndex
{
    /// <summary>Waits until the index takes account of the log up to a position.</summary>
    /// <param name="position">A position that the log has reached.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The position that the index has reached, at least <paramref name="position"/>.</returns>
    Task<long> WaitForAsync(long position, CancellationToken cancellation);

    /// <summary>Finds the dossiers of which some version named a subject.</summary>
    /// <param name="subject">Its credit code.</param>
    /// <param name="kinds">Kinds of records.</param>
    /// <param name="firstOn">First day of the decision, by any version.</param>
    /// <param name="lastOn">Last day of the decision, by any version.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The dossiers, by name.</returns>
    Task<ImmutableArray<DossierId>> FindAsync(
        string subject, IEnumerable<RecordKind> kinds, DateOnly firstOn, DateOnly lastOn, CancellationToken cancellation);

    /// <summary>Lists the dossiers of any kind of which some version named a subject.</summary>
    /// <param name="subject">Its credit code.</param>
    /// <param name="kinds">Kinds of records.</param>
    /// <param name="lastOn">Last day of the decision, by any version; null for all.</param>
    /// <param name="after">The last entry of the page before; null for the first page.</param>
    /// <param name="countMax">How many at most.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The dossiers, with the last day of the decision over all versions; the newest first, then by name.</returns>
    Task<ImmutableArray<RecordCursor>> NamingAsync(
        string subject, IEnumerable<RecordKind> kinds, DateOnly? lastOn, RecordCursor? after, int countMax,
        CancellationToken cancellation);

    /// <summary>Gets what guards remember of the records of a subject.</summary>
    /// <param name="subject">Its credit code.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>Penalties and entries of positive lists, by dossier.</returns>
    Task<ImmutableArray<GuardedRecord>> RecordsAsync(string subject, CancellationToken cancellation);

    /// <summary>Lists notices, in the order of the log.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>One page; the next begins after its last entry.</returns>
    Task<ImmutableArray<NoticeEntry>> NoticesAsync(NoticeQuery query, CancellationToken cancellation);
}

/// <summary>Which notices; what is null does not restrict.</summary>
/// <param name="Subject">Credit code of the subject.</param>
/// <param name="Receiver">A receiver that they concern, by itself or with its group.</param>
/// <param name="After">The last entry of the page before.</param>
/// <param name="PageSize">1 to 500.</param>
public sealed record NoticeQuery(string? Subject, Jurisdiction? Receiver, NoticeCursor? After, int PageSize);

/// <summary>A place in the list of notices.</summary>
/// <param name="Position">Position of the event that caused the notice.</param>
/// <param name="Ordinal">Its place among those of that event, from 0.</param>
public readonly record struct NoticeCursor(long Position, int Ordinal);

/// <summary>A notice as it is kept.</summary>
/// <param name="At">Where it stands.</param>
/// <param name="Subject">Credit code of the subject.</param>
/// <param name="KnownAt">When the hub took what caused it.</param>
/// <param name="Notice">What it says.</param>
public sealed record NoticeEntry(NoticeCursor At, string Subject, DateTimeOffset KnownAt, Notice Notice);
