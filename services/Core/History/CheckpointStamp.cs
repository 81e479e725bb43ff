using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ExchangeHub.Records;

namespace ExchangeHub.History;

/// <summary>
/// An RFC 3161 time-stamp under a checkpoint: that the log was that long, with that root, at an instant for which an authority
/// outside the network vouches.
/// </summary>
/// <remarks>
/// It stands as a signature line of the note, under the name <c>&lt;origin&gt;/rfc3161</c>, with the token in the place of the
/// signature; the key id is made of that name and of the type <c>0xff exchangehub/rfc3161</c>. Whoever does not know the line
/// passes over it. Stamped are the bytes of the text that the log signs, so that <c>openssl ts -verify</c> checks it as well.
/// Source: C2SP signed-note, "Signature types"; RFC 3161.
/// </remarks>
public static class CheckpointStamp
{
    private const string Type = "exchangehub/rfc3161";

    /// <summary>Adds a stamp.</summary>
    /// <param name="note">The checkpoint.</param>
    /// <param name="token">The token over <see cref="BytesOf"/>, DER.</param>
    /// <returns>The checkpoint with one line more.</returns>
    public static SignedNote Add(SignedNote note, ReadOnlyMemory<byte> token)
    {
        ArgumentNullException.ThrowIfNull(note);
        var name = NameOf(note);
        return note with { Signatures = note.Signatures.Add(new NoteSignature(name, IdOf(name), [.. token.Span])) };
    }

    /// <summary>Gets what is stamped.</summary>
    /// <param name="note">The checkpoint.</param>
    /// <returns>The bytes of its text.</returns>
    public static byte[] BytesOf(SignedNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return Encoding.UTF8.GetBytes(note.Text);
    }

    /// <summary>Finds the token.</summary>
    /// <param name="note">The checkpoint.</param>
    /// <returns>The token, of which nothing is verified; null without one.</returns>
    public static ReadOnlyMemory<byte>? Find(SignedNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        var name = NameOf(note);
        return note.Signatures.FirstOrDefault(line => line.Name == name && line.KeyId == IdOf(name)) is { } found
            ? found.Signature.AsMemory()
            : (ReadOnlyMemory<byte>?)null;
    }

    /// <summary>Says by when a checkpoint existed.</summary>
    /// <param name="note">The checkpoint.</param>
    /// <param name="authorities">Certificates of the authorities that count, DER.</param>
    /// <returns>The latest instant that the stamp allows; null when there is none, it is for something else, or by nobody who
    /// counts.</returns>
    public static DateTimeOffset? ExistedBy(SignedNote note, ImmutableArray<ImmutableArray<byte>> authorities) =>
        Find(note) is { } token ? TimestampToken.StampedBy(token, BytesOf(note), authorities) : null;

    private static string NameOf(SignedNote note) => note.Text[..note.Text.IndexOf('\n', StringComparison.Ordinal)] + "/rfc3161";

    private static uint IdOf(string name) => BinaryPrimitives.ReadUInt32BigEndian(
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', 0xff, .. Encoding.ASCII.GetBytes(Type)]));
}
