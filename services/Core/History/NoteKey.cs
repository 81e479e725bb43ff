using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ExchangeHub.History;

/// <summary>Verifies an Ed25519 signature; the base library has none, so an adapter brings it.</summary>
/// <param name="publicKey">The 32 bytes of the public key.</param>
/// <param name="message">The bytes that were signed.</param>
/// <param name="signature">The signature; anything but 64 bytes is wrong.</param>
/// <returns>Whether it verifies. Source: RFC 8032.</returns>
public delegate bool VerifyEd25519(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

/// <summary>Makes an Ed25519 signature with a key that the adapter holds.</summary>
/// <param name="message">The bytes to sign.</param>
/// <returns>64 bytes.</returns>
public delegate byte[] SignEd25519(ReadOnlySpan<byte> message);

/// <summary>An Ed25519 key pair that an adapter holds.</summary>
/// <param name="PublicKey">The 32 bytes of the public key.</param>
/// <param name="Sign">Signs with the private half.</param>
public sealed record Ed25519Key(ImmutableArray<byte> PublicKey, SignEd25519 Sign);

/// <summary>A public key that signs notes, with its name.</summary>
/// <param name="Name">The name: of a log its origin, of a witness a name such as <c>example.cn/witness-310118</c>.</param>
/// <param name="Kind">What it signs and how.</param>
/// <param name="PublicKey">The 32 bytes of an Ed25519 key.</param>
/// <remarks>
/// Text form: <c>name+hex id+base64(kind || key)</c>, a "vkey". Source: C2SP signed-note and tlog-cosignature.
/// </remarks>
public sealed record NoteKey(string Name, NoteKeyKind Kind, ImmutableArray<byte> PublicKey)
{
    private const int PublicKeyBytes = 32;
    private const int TimeBytes = sizeof(ulong);

    /// <summary>Gets the id: the first four bytes of <c>SHA-256(name || 0x0A || kind || key)</c>.</summary>
    public uint Id { get; } = IdOf(Name, Kind, PublicKey);

    /// <summary>Returns the text form.</summary>
    /// <returns>Such as <c>example.cn/log+530d903a+AekyeRrm…</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Kind, .. PublicKey])}");

    /// <summary>Reads the text form.</summary>
    /// <param name="text">A vkey.</param>
    /// <param name="key">The key, or null.</param>
    /// <returns>Whether it is one of a kind that is known here, and its id is right.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out NoteKey? key)
    {
        key = null;
        if (text?.Split('+', 3) is not [var name, var id, var base64] || !NoteText.IsName(name) || base64.Length > 100)
        {
            return false;
        }

        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || length != 1 + PublicKeyBytes
            || !Enum.IsDefined((NoteKeyKind)bytes[0]))
        {
            return false;
        }

        var read = new NoteKey(name, (NoteKeyKind)bytes[0], [.. bytes.AsSpan(1, PublicKeyBytes)]);
        key = read.Id.ToString("x8", CultureInfo.InvariantCulture) == id ? read : null;
        return key is not null;
    }

    /// <summary>Signs a note.</summary>
    /// <param name="text">The text, which ends with a newline.</param>
    /// <param name="at">When; said by a cosignature only.</param>
    /// <param name="sign">Signs with the private half of this key.</param>
    /// <returns>The line to add.</returns>
    public NoteSignature Sign(string text, DateTimeOffset at, SignEd25519 sign)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(sign);
        var seconds = (ulong)at.ToUnixTimeSeconds();
        var signature = sign(Message(text, seconds));
        if (Kind == NoteKeyKind.Note)
        {
            return new NoteSignature(Name, Id, [.. signature]);
        }

        var timed = new byte[TimeBytes + signature.Length];
        BinaryPrimitives.WriteUInt64BigEndian(timed, seconds);
        signature.CopyTo(timed, TimeBytes);
        return new NoteSignature(Name, Id, [.. timed]);
    }

    /// <summary>Looks for a good signature of this key.</summary>
    /// <param name="note">The note.</param>
    /// <param name="verify">Verifies Ed25519.</param>
    /// <returns>Null when it has none, or when one that names this key is wrong. Otherwise when a cosignature was made, and the
    /// epoch for a plain signature, which says no time.</returns>
    public DateTimeOffset? Verify(SignedNote note, VerifyEd25519 verify)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(verify);
        DateTimeOffset? newest = null;
        foreach (var line in note.Signatures.Where(line => line.KeyId == Id && line.Name == Name))
        {
            var seconds = 0UL;
            var signature = line.Signature.AsSpan();
            if (Kind == NoteKeyKind.Cosignature)
            {
                if (signature.Length <= TimeBytes)
                {
                    return null;
                }

                seconds = BinaryPrimitives.ReadUInt64BigEndian(signature);
                signature = signature[TimeBytes..];
            }

            // Of the year 9999 nobody signs; the bound keeps the conversion below from failing.
            if (seconds > 253_402_300_799 || !verify(PublicKey.AsSpan(), Message(note.Text, seconds), signature))
            {
                return null;
            }

            var at = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
            newest = newest > at ? newest : at;
        }

        return newest;
    }

    private byte[] Message(string text, ulong seconds) => Encoding.UTF8.GetBytes(Kind == NoteKeyKind.Note
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{text}"));

    private static uint IdOf(string name, NoteKeyKind kind, ImmutableArray<byte> key) => BinaryPrimitives.ReadUInt32BigEndian(
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)kind, .. key]));
}

/// <summary>What a key signs, and how. The numbers stand in the text form.</summary>
public enum NoteKeyKind
{
    /// <summary>A note, with Ed25519: a log signs its checkpoints so.</summary>
    Note = 0x01,

    /// <summary>A note and the time, with Ed25519: a witness signs so.</summary>
    Cosignature = 0x04,
}
