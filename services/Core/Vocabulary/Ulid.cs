using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace ExchangeHub.Vocabulary;

/// <summary>A 128-bit id whose text sorts by the instant at which it was made.</summary>
/// <remarks>
/// Shape: 26 characters of Crockford's base 32 (no I, L, O, U), upper case, the first from 0 to 7; the first ten carry the
/// milliseconds since 1970-01-01 UTC. Source: the ULID specification.
/// </remarks>
public readonly record struct Ulid
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int TextLength = 26;
    private const int RandomBytes = 10;

    private static readonly Wording Shape = new(
        "26 位大写 ULID，例如 01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8", "a ULID of 26 upper-case characters such as 01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8");

    private readonly UInt128 _value;

    private Ulid(UInt128 value) => _value = value;

    /// <summary>Gets the instant that the id carries; UTC, to the millisecond.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id carries an instant after the year 9999.</exception>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds((long)(ulong)(_value >> 80));

    /// <summary>Makes an id. Pure: the same arguments give the same id.</summary>
    /// <param name="at">The instant, not before 1970-01-01 UTC; what is finer than a millisecond is dropped.</param>
    /// <param name="random">Ten bytes that the caller drew.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The instant is before 1970, or the bytes are not ten.</exception>
    public static Ulid New(DateTimeOffset at, ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(at, DateTimeOffset.UnixEpoch);
        ArgumentOutOfRangeException.ThrowIfNotEqual(random.Length, RandomBytes);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)at.ToUnixTimeMilliseconds() << 16);
        random.CopyTo(bytes[6..]);
        return new Ulid(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>Reads an id.</summary>
    /// <param name="text">26 characters; lower case is refused, because record ids compare ordinally.</param>
    /// <param name="ulid">The id, or <c>default</c>.</param>
    /// <returns>Whether <paramref name="text"/> is a ULID.</returns>
    public static bool TryParse(string? text, out Ulid ulid) => TryParse(text, out ulid, out _);

    /// <summary>Reads an id, and says what is wrong when it is none.</summary>
    /// <param name="text">26 characters; lower case is refused, because record ids compare ordinally.</param>
    /// <param name="ulid">The id, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether <paramref name="text"/> is a ULID.</returns>
    public static bool TryParse(string? text, out Ulid ulid, [NotNullWhen(false)] out Violation? violation)
    {
        ulid = default;
        if (text is not { Length: TextLength } || text[0] is < '0' or > '7')
        {
            violation = Violation.Quoting(Shape, text);
            return false;
        }

        UInt128 value = 0;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
            {
                violation = Violation.Quoting(Shape, text);
                return false;
            }

            value = (value << 5) | (uint)digit;
        }

        ulid = new Ulid(value);
        violation = null;
        return true;
    }

    /// <summary>Returns the text form.</summary>
    /// <returns>26 characters.</returns>
    public override string ToString() => string.Create(TextLength, _value, static (text, value) =>
    {
        for (var index = TextLength - 1; index >= 0; index--)
        {
            text[index] = Alphabet[(int)(uint)(value & 31)];
            value >>= 5;
        }
    });
}
