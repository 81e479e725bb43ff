using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ExchangeHub.EventLog;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>The statement that an event of the log files.</summary>
/// <param name="Record">The record that it is, or concerns; <c>default</c> for an act in a joint case.</param>
/// <param name="Node">The node that signed it.</param>
/// <param name="Sequence">Its sequence at that node.</param>
/// <param name="Digest">SHA-256 of the bytes that were signed.</param>
public sealed record LeafStatement(RecordId Record, NodeId Node, long Sequence, Digest Digest);

/// <summary>
/// What the tree holds of an event of the log: who said which statement under which digest and when, and a digest of everything
/// that is stored. The leaf of the event at position p has the index p − 1, so that every event has one, and none is left out.
/// </summary>
/// <param name="Position">The position of the event, from 1.</param>
/// <param name="Type">Its name and version.</param>
/// <param name="Statement">The statement that it files; null for any other event.</param>
/// <param name="AtMilliseconds">When the hub took it, in milliseconds since 1970.</param>
/// <param name="Content">SHA-256 of its stream, revision, id, type and payload, see <see cref="ContentOf"/>.</param>
/// <remarks>
/// Nine lines of ASCII text, no content, nothing personal: the digests are of bytes that hold salted commitments only. Other
/// events have <c>-</c> where a statement has its record, node, sequence and digest; an act in a joint case has it for the record
/// alone.
/// </remarks>
public sealed record LogLeaf(long Position, string Type, LeafStatement? Statement, long AtMilliseconds, Digest Content)
{
    private const string Head = "exchangehub-leaf/v1";
    private const string Nothing = "-";

    /// <summary>Gets the index of the leaf, from 0.</summary>
    public long Index => Position - 1;

    /// <summary>Makes the leaf of an event.</summary>
    /// <param name="logged">The event.</param>
    /// <param name="codec">Reads the statement that it files.</param>
    /// <returns>The leaf. An event that cannot be read, because somebody altered it, gets one that is wrong for that very
    /// reason.</returns>
    public static LogLeaf Of(LoggedEvent logged, IEventCodec codec)
    {
        ArgumentNullException.ThrowIfNull(logged);
        ArgumentNullException.ThrowIfNull(codec);
        return new LogLeaf(
            logged.Position, logged.Type, StatementOf(logged, codec), logged.At.ToUnixTimeMilliseconds(), ContentOf(logged));
    }

    /// <summary>Digests all that is stored of an event.</summary>
    /// <param name="logged">The event.</param>
    /// <returns>SHA-256 of the stream, a newline, the revision, a newline, the id, a newline, the type, a newline, and the
    /// payload. No name holds a newline.</returns>
    public static Digest ContentOf(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{logged.Stream}\n{logged.Revision}\n{logged.Id}\n{logged.Type}\n")));
        hash.AppendData(logged.Payload.Span);
        return Digest.FromBytes(hash.GetHashAndReset());
    }

    /// <summary>Returns the bytes of the leaf.</summary>
    /// <returns>ASCII text.</returns>
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(ToString());

    /// <summary>Returns the text of the leaf.</summary>
    /// <returns>Nine lines, each with its newline.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {Head}
        {Position}
        {Type}
        {(Statement?.Record.ToString() is { Length: > 0 } named ? named : Nothing)}
        {Statement?.Node.ToString() ?? Nothing}
        {Statement?.Sequence.ToString(CultureInfo.InvariantCulture) ?? Nothing}
        {Statement?.Digest.ToString() ?? Nothing}
        {AtMilliseconds}
        {Content}

        """);

    /// <summary>Reads a leaf.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="leaf">The leaf, or null.</param>
    /// <returns>Whether they have the form.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out LogLeaf? leaf)
    {
        leaf = null;
        if (Encoding.ASCII.GetString(bytes).Split('\n') is not
                [Head, var position, var type, var record, var node, var sequence, var digest, var at, var content, ""]
            || !NoteText.TryReadNumber(position, out var place) || !NoteText.TryReadNumber(at, out var milliseconds)
            || !Digest.TryParse(content, out var whole))
        {
            return false;
        }

        LeafStatement? statement = null;
        if (node != Nothing)
        {
            RecordId id = default;
            if ((record != Nothing && !RecordId.TryParse(record, out id)) || !NodeId.TryParse(node, out var signer)
                || !NoteText.TryReadNumber(sequence, out var number) || !Digest.TryParse(digest, out var signed))
            {
                return false;
            }

            statement = new LeafStatement(id, signer, number, signed);
        }

        leaf = new LogLeaf(place, type, statement, milliseconds, whole);
        return true;
    }

    private static LeafStatement? StatementOf(LoggedEvent logged, IEventCodec codec)
    {
        try
        {
            return codec.FindFiled(logged) is { Statement: var statement } filed
                ? new LeafStatement(statement.Record, statement.Node, statement.Sequence, Dsse.DigestOf(filed.Envelope))
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
