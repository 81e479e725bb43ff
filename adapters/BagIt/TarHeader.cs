using System.Buffers.Binary;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>A header of 512 bytes of a tar file (POSIX.1-2017, pax, ustar; GNU tar).</summary>
/// <param name="Name">The name, prefix included; null when it is not UTF-8.</param>
/// <param name="Size">How many bytes follow.</param>
/// <param name="Type">The type flag.</param>
internal readonly record struct TarHeader(string? Name, long Size, char Type)
{
    public const int BlockBytes = 512;

    /// <summary>Reads a header.</summary>
    /// <param name="block">The 512 bytes.</param>
    /// <param name="fault">What is wrong, or null.</param>
    /// <returns>The header; <c>default</c> when something is wrong.</returns>
    public static TarHeader Read(ReadOnlySpan<byte> block, out Wording? fault)
    {
        var sum = 8L * ' ';
        for (var index = 0; index < BlockBytes; index++)
        {
            sum += index is >= 148 and < 156 ? 0 : block[index];
        }

        if (Octal(block[148..156]) is not { } stated || stated != sum)
        {
            fault = new Wording("头部校验和不符", "a header whose checksum differs");
            return default;
        }

        var isUstar = block[257..265].SequenceEqual("ustar\000"u8);
        if (!isUstar && !block[257..265].SequenceEqual("ustar  \0"u8))
        {
            fault = new Wording("既非 ustar、pax 也非 GNU 的头部", "a header that is neither ustar or pax nor GNU");
            return default;
        }

        if (Number(block[124..136]) is not { } size)
        {
            fault = new Wording("无法读取的长度", "a length that cannot be read");
            return default;
        }

        fault = null;
        var name = BagPath.Read(UntilNul(block[..100]));
        if (isUstar && block[345] != 0)
        {
            name = BagPath.Read(UntilNul(block[345..500])) is { } prefix && name is not null ? $"{prefix}/{name}" : null;
        }

        return new TarHeader(name, size, (char)block[156]);
    }

    private static ReadOnlySpan<byte> UntilNul(ReadOnlySpan<byte> field) =>
        field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;

    // Octal, or since GNU a binary number marked by the highest bit; a negative one is refused.
    private static long? Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) == 0)
        {
            return Octal(field);
        }

        return field[0] == 0x80 && !field[1..4].ContainsAnyExcept((byte)0)
            && BinaryPrimitives.ReadInt64BigEndian(field[4..]) is >= 0 and var number
            ? number
            : null;
    }

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        var digits = field.Trim(" \0"u8);
        if (digits.IsEmpty || digits.Length > 12)
        {
            return null;
        }

        var number = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            number = (number * 8) + (digit - '0');
        }

        return number;
    }
}
