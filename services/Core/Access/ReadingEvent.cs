using System.Collections.Immutable;
using ExchangeHub.EventLog;
using ExchangeHub.Records;

namespace ExchangeHub.Access;

/// <summary>That somebody was shown records, or was refused; in a stream for each member.</summary>
/// <param name="Reading">Who asked what for which purpose.</param>
public abstract record ReadingEvent(Reading Reading)
{
    /// <summary>What the names of these streams begin with.</summary>
    public const string StreamPrefix = "readings-";

    /// <summary>Gets the stream.</summary>
    public string Stream => $"{StreamPrefix}{Reading.Member}";

    /// <summary>Records were shown, or found to be none.</summary>
    /// <param name="Reading">As for <see cref="ReadingEvent"/>.</param>
    /// <param name="Dossiers">Of which records; empty where the answer is a stream.</param>
    public sealed record Shown(Reading Reading, ImmutableArray<DossierId> Dossiers) : ReadingEvent(Reading);

    /// <summary>Nothing was shown.</summary>
    /// <param name="Reading">As for <see cref="ReadingEvent"/>.</param>
    /// <param name="Reason">The code of the refusal.</param>
    public sealed record Refused(Reading Reading, int Reason) : ReadingEvent(Reading);
}

/// <summary>One question of a member. It says how it asked and not what about, which may name a person.</summary>
/// <param name="Member">Who asked.</param>
/// <param name="Claim">For what.</param>
/// <param name="Method">The method, such as <c>QueryService/FindRecords</c>.</param>
/// <param name="At">When.</param>
public sealed record Reading(MemberId Member, ReadingClaim Claim, string Method, DateTimeOffset At);

/// <summary>Gives readings a stored form with a stable name and version.</summary>
public interface IReadingCodec
{
    /// <summary>Writes an event.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="happened">The event.</param>
    /// <returns>Its stored form: the same event always gives the same bytes.</returns>
    NewEvent Encode(Guid id, ReadingEvent happened);

    /// <summary>Reads an event.</summary>
    /// <param name="logged">An event of a stream that begins with <see cref="ReadingEvent.StreamPrefix"/>.</param>
    /// <returns>The event.</returns>
    /// <exception cref="InvalidDataException">Its name is unknown, or its bytes are not what the name says.</exception>
    ReadingEvent Decode(LoggedEvent logged);
}

/// <summary>Says who has read what. Follows the log at a small distance.</summary>
public interface IReadingTrail
{
    /// <summary>Finds readings.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The newest first, at most <see cref="TrailQuery.PageSize"/>.</returns>
    Task<ImmutableArray<TrailEntry>> FindAsync(TrailQuery query, CancellationToken cancellation);
}

/// <summary>Which readings to find; what is null does not restrict.</summary>
/// <param name="Of">Of records that this node published.</param>
/// <param name="By">By this member.</param>
/// <param name="Dossier">Of this record.</param>
/// <param name="AtPosition">The trail is to be complete up to here.</param>
/// <param name="Before">Older than the reading at this position.</param>
/// <param name="PageSize">1 to 500.</param>
public sealed record TrailQuery(
    Vocabulary.NodeId? Of, MemberId? By, DossierId? Dossier, long AtPosition, long? Before, int PageSize)
{
    /// <summary>Gets the purpose for which was read.</summary>
    public Purpose? Purpose { get; init; }

    /// <summary>Gets the first civil day.</summary>
    public DateOnly? FromOn { get; init; }

    /// <summary>Gets the last civil day.</summary>
    public DateOnly? ToOn { get; init; }

    /// <summary>Gets a value indicating whether only refusals are meant.</summary>
    public bool OnlyRefused { get; init; }
}

/// <summary>A reading as the trail has it.</summary>
/// <param name="Position">Its position in the log.</param>
/// <param name="Happened">What happened; of the dossiers, those that were asked for.</param>
/// <param name="Count">How many records were shown in all.</param>
public sealed record TrailEntry(long Position, ReadingEvent Happened, int Count);
