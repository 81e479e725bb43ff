using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using ExchangeHub.EventLog;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>All that is stored of an event: the bytes whose digest its leaf carries, so that what an event says can be checked
/// by whoever holds them.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Revision">Its place in the stream, from 1.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its name and version.</param>
/// <param name="Payload">The event in the encoding of its type.</param>
/// <remarks>As bytes: stream, revision, id and type, each with a newline, and the payload. No name holds a newline.</remarks>
public sealed record EventContent(string Stream, long Revision, Guid Id, string Type, ReadOnlyMemory<byte> Payload)
{
    private const byte NewLine = (byte)'\n';

    /// <summary>Gets what the leaf of the event carries.</summary>
    public Digest Digest => Digest.Of(ToBytes());

    /// <summary>Takes what is stored of an event.</summary>
    /// <param name="logged">The event.</param>
    /// <returns>The same without position and time, which the leaf says itself.</returns>
    public static EventContent Of(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return new EventContent(logged.Stream, logged.Revision, logged.Id, logged.Type, logged.Payload);
    }

    /// <summary>Returns the bytes.</summary>
    /// <returns>What was digested for the leaf.</returns>
    public byte[] ToBytes() =>
    [
        .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Stream}\n{Revision}\n{Id}\n{Type}\n")),
        .. Payload.Span,
    ];

    /// <summary>Reads the bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="content">What they say, or null.</param>
    /// <returns>Whether they have the form; whether they are genuine, their digest says.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out EventContent? content)
    {
        content = null;
        var names = new string[4];
        for (var name = 0; name < names.Length; name++)
        {
            var end = bytes.Span.IndexOf(NewLine);
            if (end < 0)
            {
                return false;
            }

            names[name] = Encoding.UTF8.GetString(bytes.Span[..end]);
            bytes = bytes[(end + 1)..];
        }

        content = NoteText.TryReadNumber(names[1], out var revision) && Guid.TryParseExact(names[2], "D", out var id)
            ? new EventContent(names[0], revision, id, names[3], bytes)
            : null;
        return content is not null;
    }
}
