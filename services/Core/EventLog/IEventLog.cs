using System.Collections.Immutable;

namespace ExchangeHub.EventLog;

/// <summary>The append-only log of the hub. PostgreSQL and the in-memory log pass the same tests.</summary>
/// <remarks>
/// Positions are 1…n without a gap, in commit order, for ever. An append is atomic over all its streams and durable when its
/// task completes. Payloads are opaque here; a codec gives them a name with a version, such as <c>statement-received.v1</c>.
/// Safe for any number of concurrent callers.
/// </remarks>
public interface IEventLog
{
    /// <summary>Appends events to one or more streams, all or none.</summary>
    /// <param name="request">What to append, and on which condition.</param>
    /// <param name="cancellation">Stops waiting. An append that was handed to the writer may still be committed: ask again with
    /// the same request key.</param>
    /// <returns>What became of it; durable when the task completes. A condition that does not hold is a result, not an
    /// exception.</returns>
    /// <exception cref="LogUnavailableException">The store cannot be reached or is being started; nothing is known of the
    /// outcome. Send the same request with the same key again.</exception>
    Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellation);

    /// <summary>Reads one stream in order.</summary>
    /// <param name="stream">The stream; it need not exist.</param>
    /// <param name="afterRevision">0 for the whole stream, or the revision of the last event already known.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>Every event of the stream after that revision that was committed before the call, oldest first.</returns>
    Task<ImmutableArray<LoggedEvent>> ReadStreamAsync(string stream, long afterRevision, CancellationToken cancellation);

    /// <summary>Reads several streams at once; they need not exist.</summary>
    /// <param name="streams">The streams, each once.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>Every event of each stream that was committed before the call, oldest first; none for one that is not.</returns>
    async Task<IReadOnlyDictionary<string, ImmutableArray<LoggedEvent>>> ReadStreamsAsync(
        IReadOnlyCollection<string> streams, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(streams);
        var read = new Dictionary<string, ImmutableArray<LoggedEvent>>(StringComparer.Ordinal);
        foreach (var stream in streams)
        {
            read[stream] = await ReadStreamAsync(stream, 0, cancellation).ConfigureAwait(false);
        }

        return read;
    }

    /// <summary>Says how many events streams hold; they need not exist.</summary>
    /// <param name="streams">The streams, each once.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The revision of the last event of each stream that was committed before the call; 0 where there is
    /// none.</returns>
    async Task<IReadOnlyDictionary<string, long>> RevisionsAsync(
        IReadOnlyCollection<string> streams, CancellationToken cancellation) =>
        (await ReadStreamsAsync(streams, cancellation).ConfigureAwait(false)).ToDictionary(
            stream => stream.Key, stream => (long)stream.Value.Length, StringComparer.Ordinal);

    /// <summary>Reads the log in order of position.</summary>
    /// <param name="afterPosition">0 to begin at the start, or the position of the last event already known.</param>
    /// <param name="countMax">How many events at most, from 1 to 10 000.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The next events without a gap: the first has position <paramref name="afterPosition"/> + 1. Empty at the
    /// head.</returns>
    Task<ImmutableArray<LoggedEvent>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation);

    /// <summary>Gets the position of the last committed event; 0 when the log is empty.</summary>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The head position.</returns>
    Task<long> HeadAsync(CancellationToken cancellation);

    /// <summary>Waits until the log holds an event after a position. Returns at once when it already does.</summary>
    /// <param name="position">The position of the last event already known.</param>
    /// <param name="cancellation">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The head position, larger than <paramref name="position"/>.</returns>
    Task<long> WaitForMoreAsync(long position, CancellationToken cancellation);

    /// <summary>Finds the append that once used a request key.</summary>
    /// <param name="key">The key, as in <see cref="AppendRequest.Key"/>.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The first append under that key, or null when the key has never been used.</returns>
    Task<AppendOutcome.Repeated?> FindRequestAsync(RequestKey key, CancellationToken cancellation);
}

/// <summary>What became of an append.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome() { }

    /// <summary>All events are stored, adjacent and in the order of the request.</summary>
    /// <param name="FirstPosition">The position of the first event.</param>
    /// <param name="LastPosition">The position of the last event.</param>
    public sealed record Appended(long FirstPosition, long LastPosition) : AppendOutcome;

    /// <summary>The request key was used before, with the same digest: nothing was stored now.</summary>
    /// <param name="FirstPosition">The position of the first event of the first append.</param>
    /// <param name="LastPosition">The position of its last event.</param>
    /// <param name="At">When the hub took it then.</param>
    /// <param name="Digest">The digest under which the key was used.</param>
    public sealed record Repeated(long FirstPosition, long LastPosition, DateTimeOffset At, ImmutableArray<byte> Digest)
        : AppendOutcome;

    /// <summary>The request key was used before, with another digest: nothing was stored.</summary>
    /// <param name="FirstPosition">The position of the first event of the first append.</param>
    public sealed record KeyReused(long FirstPosition) : AppendOutcome;

    /// <summary>A stream does not hold the expected number of events: nothing was stored.</summary>
    /// <param name="Stream">The first stream of the request of which this is true.</param>
    /// <param name="Revision">How many events it holds.</param>
    public sealed record Conflict(string Stream, long Revision) : AppendOutcome;
}

/// <summary>An event as the log holds it.</summary>
/// <param name="Position">Its place in the log, from 1, without gaps.</param>
/// <param name="Stream">The stream it belongs to.</param>
/// <param name="Revision">Its place in the stream, from 1, without gaps.</param>
/// <param name="Id">Its id, as appended.</param>
/// <param name="Type">The stable name and version of the event.</param>
/// <param name="Payload">The bytes that were appended.</param>
/// <param name="At">When the hub took the command; UTC, to the microsecond.</param>
/// <param name="TraceParent">The W3C trace context of the command, or null.</param>
public sealed record LoggedEvent(
    long Position,
    string Stream,
    long Revision,
    Guid Id,
    string Type,
    ReadOnlyMemory<byte> Payload,
    DateTimeOffset At,
    string? TraceParent);

/// <summary>The log's store cannot be reached; the outcome of a command under way is not known.</summary>
/// <param name="message">What is the case and what to do, without connection details.</param>
/// <param name="inner">What the store said.</param>
public sealed class LogUnavailableException(string message, Exception? inner) : Exception(message, inner);
