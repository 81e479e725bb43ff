using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ExchangeHub.Vocabulary;

/// <summary>A SHA-256 digest, 32 bytes, compared by value.</summary>
/// <remarks>
/// Text form: <c>sha256:</c> and 64 lower-case hexadecimal digits. <c>default</c> is 32 zero bytes, which no known content has.
/// Source: FIPS 180-4.
/// </remarks>
public readonly record struct Digest
{
    private const string Prefix = "sha256:";
    private const int LengthBytes = 32;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private static readonly Wording Shape = new(
        "SHA-256 摘要：sha256: 加 64 位小写十六进制数字", "a SHA-256 digest: sha256: and 64 lower-case hexadecimal digits");

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private Digest(ReadOnlySpan<byte> bytes)
    {
        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>Computes the digest of some content.</summary>
    /// <param name="content">The exact bytes.</param>
    /// <returns>Their digest.</returns>
    public static Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[LengthBytes];
        _ = SHA256.HashData(content, hash);
        return new Digest(hash);
    }

    /// <summary>Takes a digest that was computed elsewhere.</summary>
    /// <param name="bytes">The 32 bytes.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> are not 32.</exception>
    public static Digest FromBytes(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, LengthBytes);
        return new Digest(bytes);
    }

    /// <summary>Reads the text form of a digest that is known to be good.</summary>
    /// <param name="text"><c>sha256:</c> and 64 lower-case hexadecimal digits.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> has another shape; the message says which.</exception>
    public static Digest Parse(string text) =>
        TryParse(text, out var digest, out var violation) ? digest : throw new ViolationException(violation);

    /// <summary>Reads the text form.</summary>
    /// <param name="text"><c>sha256:</c> and 64 lower-case hexadecimal digits.</param>
    /// <param name="digest">The digest, or <c>default</c>.</param>
    /// <returns>Whether <paramref name="text"/> has the shape.</returns>
    public static bool TryParse(string? text, out Digest digest) => TryParse(text, out digest, out _);

    /// <summary>Reads the text form, and says what is wrong when it cannot.</summary>
    /// <param name="text"><c>sha256:</c> and 64 lower-case hexadecimal digits; upper case is refused, so that a digest has one
    /// spelling.</param>
    /// <param name="digest">The digest, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether <paramref name="text"/> has the shape.</returns>
    public static bool TryParse(string? text, out Digest digest, [NotNullWhen(false)] out Violation? violation)
    {
        if (text is { Length: 71 } && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text.AsSpan(Prefix.Length).IndexOfAnyExcept(LowerHex) < 0)
        {
            digest = new Digest(Convert.FromHexString(text.AsSpan(Prefix.Length)));
            violation = null;
            return true;
        }

        digest = default;
        violation = Violation.Quoting(Shape, text);
        return false;
    }

    /// <summary>Returns the 32 bytes.</summary>
    /// <returns>The bytes, most significant first.</returns>
    public ImmutableArray<byte> ToBytes()
    {
        Span<byte> bytes = stackalloc byte[LengthBytes];
        CopyTo(bytes);
        return [.. bytes];
    }

    /// <summary>Writes the 32 bytes without allocating.</summary>
    /// <param name="destination">At least 32 bytes long.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="destination"/> is shorter.</exception>
    public void CopyTo(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, LengthBytes);
        BinaryPrimitives.WriteUInt128BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], _low);
    }

    /// <summary>Compares the bytes.</summary>
    /// <param name="other">Another digest.</param>
    /// <returns>Less than, equal to or greater than 0, as this one comes before, with or after the other.</returns>
    public int CompareTo(Digest other) =>
        _high.CompareTo(other._high) is not 0 and var order ? order : _low.CompareTo(other._low);

    /// <summary>Returns the text form.</summary>
    /// <returns><c>sha256:</c> and 64 lower-case hexadecimal digits.</returns>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[LengthBytes];
        CopyTo(bytes);
        return Prefix + Convert.ToHexStringLower(bytes);
    }
}
