using System.Collections.Immutable;

namespace ExchangeHub.EventLog;

/// <summary>What every log asks of an append before it looks at what it holds, so that all refuse the same.</summary>
public static class AppendRules
{
    /// <summary>How many bytes the payloads of one request may have in all. Larger content is a blob beside the log.</summary>
    public const int PayloadBytesMax = 64 * 1024 * 1024;

    /// <summary>How many events one request may append.</summary>
    public const int EventsMax = 100_000;

    /// <summary>How many events one read of the log may ask for.</summary>
    public const int ReadCountMax = 10_000;

    private const int StreamLengthMax = 300;
    private const int KeyLengthMax = 200;
    private const int DigestBytes = 32;

    /// <summary>Refuses a request that no log can take, whatever it holds.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="ArgumentException">The request has another shape than <see cref="AppendRequest"/> and its parts
    /// describe; the message names the part, what was found and what would be right. Nothing was stored.</exception>
    public static void Check(AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Streams.IsDefaultOrEmpty)
        {
            throw new ArgumentException("Streams: Expected at least one stream; found none.", nameof(request));
        }

        CheckKey(request.Key);
        LogNames.CheckTraceParent(request.TraceParent);
        var events = 0;
        var bytes = 0L;
        foreach (var append in request.Streams)
        {
            CheckAppend(append);
            events += append.Events.Length;
            foreach (var one in append.Events)
            {
                bytes += one.Payload.Length;
            }
        }

        if (events is 0 or > EventsMax)
        {
            throw new ArgumentException($"Streams: Expected 1 to {EventsMax} events in all; found {events}.", nameof(request));
        }

        if (bytes > PayloadBytesMax)
        {
            throw new ArgumentException(
                $"Streams: Expected payloads of at most {PayloadBytesMax} bytes in all; found {bytes}.", nameof(request));
        }

        CheckDistinct(request.Streams);
    }

    /// <summary>Refuses a name that no stream can have.</summary>
    /// <param name="stream">1 to 300 characters without control characters and without unpaired surrogates.</param>
    /// <exception cref="ArgumentException">The name has another shape.</exception>
    public static void CheckStream(string stream) => LogNames.Check(stream, StreamLengthMax, nameof(stream));

    /// <summary>Refuses the arguments of a read that no log can answer.</summary>
    /// <param name="afterPosition">0 or more.</param>
    /// <param name="countMax">1 to <see cref="ReadCountMax"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of the two is out of its range.</exception>
    public static void CheckRead(long afterPosition, int countMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterPosition);
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(countMax, ReadCountMax);
    }

    /// <summary>Refuses a key that no request can have; null is allowed.</summary>
    /// <param name="key">A name of 1 to 200 characters without control characters, and a digest of 32 bytes.</param>
    /// <exception cref="ArgumentException">The key has another shape.</exception>
    public static void CheckKey(RequestKey? key)
    {
        if (key is null)
        {
            return;
        }

        LogNames.Check(key.Name, KeyLengthMax, nameof(key));
        var found = key.Digest.IsDefault ? 0 : key.Digest.Length;
        if (found != DigestBytes)
        {
            throw new ArgumentException($"Key.Digest: Expected {DigestBytes} bytes of SHA-256; found {found}.", nameof(key));
        }
    }

    /// <summary>Turns an instant into what a log gives back: UTC, cut to the microsecond.</summary>
    /// <param name="at">Any instant.</param>
    /// <returns>The same instant in UTC without its last 100-nanosecond digit.</returns>
    public static DateTimeOffset ToStored(DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private static void CheckAppend(StreamAppend append)
    {
        ArgumentNullException.ThrowIfNull(append);
        CheckStream(append.Stream);
        if (append.ExpectedRevision < 0)
        {
            throw new ArgumentException(
                $"ExpectedRevision: Expected 0 or more for stream '{append.Stream}'; found {append.ExpectedRevision}.",
                nameof(append));
        }

        if (append.Events.IsDefault)
        {
            throw new ArgumentException(
                $"Events: Expected a list for stream '{append.Stream}', empty to check the revision only; found none.",
                nameof(append));
        }

        foreach (var one in append.Events)
        {
            if (!LogNames.IsType(one.Type))
            {
                throw new ArgumentException(
                    $"Type: Expected lower-case words joined by hyphens, then a version, such as recognition-decided.v1, of at "
                    + $"most {LogNames.TypeLengthMax} characters; found '{one.Type}'.",
                    nameof(append));
            }
        }
    }

    private static void CheckDistinct(ImmutableArray<StreamAppend> streams)
    {
        if (streams.Length == 1)
        {
            return;
        }

        var seen = new HashSet<string>(streams.Length, StringComparer.Ordinal);
        foreach (var append in streams)
        {
            if (!seen.Add(append.Stream))
            {
                throw new ArgumentException(
                    $"Streams: Expected each stream once; found '{append.Stream}' twice.", nameof(streams));
            }
        }
    }
}
