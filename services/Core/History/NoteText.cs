using System.Globalization;

namespace ExchangeHub.History;

/// <summary>The small grammar that all texts of a log share: one way to write a number, a hash, a name.</summary>
internal static class NoteText
{
    private const int HashTextLength = 44;

    /// <summary>Reads a decimal number, from 0, without leading zeros.</summary>
    public static bool TryReadNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= 19 && !text.ContainsAnyExceptInRange('0', '9') && (text[0] != '0' || text.Length == 1)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Reads a hash in base64.</summary>
    public static bool TryReadHash(string text, out Vocabulary.Digest hash)
    {
        Span<byte> bytes = stackalloc byte[33];
        hash = default;
        if (text.Length != HashTextLength || !Convert.TryFromBase64String(text, bytes, out var length) || length != 32
            || Convert.ToBase64String(bytes[..length]) != text)
        {
            return false;
        }

        hash = Vocabulary.Digest.FromBytes(bytes[..length]);
        return true;
    }

    /// <summary>Writes a hash in base64.</summary>
    public static string Write(Vocabulary.Digest hash) => Convert.ToBase64String(hash.ToBytes().AsSpan());

    /// <summary>Whether a text may name a key: not empty, no white space, no plus, no control character.</summary>
    public static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (char.IsWhiteSpace(character) || char.IsControl(character) || character == '+')
            {
                return false;
            }
        }

        return name.Length is > 0 and <= 200;
    }
}
