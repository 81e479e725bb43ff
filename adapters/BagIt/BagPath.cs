using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>The rules for paths in bags (RFC 8493, 2.1.3, 5.1 and 6.1).</summary>
internal static partial class BagPath
{
    private const int PartBytesMax = 255;

    private static readonly SearchValues<char> Reserved = SearchValues.Create("<>:\"|?*");

    private static readonly UTF8Encoding Strict = new(false, true);

    private static readonly FrozenSet<string> Devices = new[]
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM¹", "COM²", "COM³", "LPT¹", "LPT²", "LPT³",
    }.Concat(Enumerable.Range(0, 10).SelectMany(number => new[] { $"COM{number}", $"LPT{number}" }))
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Says why a path could lead out of the bag; null when it cannot.</summary>
    public static Wording? Danger(string path)
    {
        if (path.Length == 0)
        {
            return new Wording("空路径", "an empty path");
        }

        if (path[0] == '/')
        {
            return new Wording("绝对路径", "an absolute path");
        }

        if (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]))
        {
            return new Wording("带盘符的路径", "a path with a drive letter");
        }

        foreach (var character in path)
        {
            if (character == '\\')
            {
                return new Wording("反斜杠", "a backslash");
            }

            // Line breaks are allowed by RFC 8493, 2.1.3; see Obstacle.
            if ((char.IsControl(character) && character is not ('\r' or '\n'))
                || (char.IsSurrogate(character) && !IsWellFormed(path)))
            {
                return new Wording("控制字符或不成对的代理项", "a control character or a lone surrogate");
            }
        }

        foreach (var part in path.Split('/'))
        {
            var danger = part switch
            {
                "" => new Wording("空段", "an empty part"),
                "." or ".." => new Wording($"“{part}”段", $"the part '{part}'"),
                ['~', ..] => new Wording("以“~”开头的段", "a part that begins with '~'"),
                _ => null,
            };
            if (danger is not null)
            {
                return danger;
            }
        }

        return null;
    }

    /// <summary>Says why some file system could not keep a path as it is; null when all can.</summary>
    public static Wording? Obstacle(string path)
    {
        if (!path.IsNormalized(NormalizationForm.FormC))
        {
            return new Wording("非 NFC 形式", "a name that is not NFC");
        }

        if (path.Any(SamePath.IsUnseen))
        {
            return new Wording("不可见字符或者改变书写方向的字符", "a character that is not seen or turns the direction of writing");
        }

        if (path.AsSpan().ContainsAny('\r', '\n'))
        {
            return new Wording("换行或回车", "a line feed or carriage return");
        }

        foreach (var part in path.Split('/'))
        {
            if (part.EndsWith('.') || part.EndsWith(' '))
            {
                return new Wording("末尾的句点或空格", "a dot or space at the end");
            }

            if (part.AsSpan().ContainsAny(Reserved))
            {
                return new Wording("<>:\"|?* 之一", "one of <>:\"|?*");
            }

            if (Devices.Contains(part.Split('.')[0].TrimEnd(' ')))
            {
                return new Wording($"设备名“{part}”", $"the device name '{part}'");
            }

            if (Encoding.UTF8.GetByteCount(part) > PartBytesMax)
            {
                return new Wording("超过 255 字节的段", "a part of more than 255 bytes");
            }
        }

        return null;
    }

    /// <summary>Writes a path for a manifest.</summary>
    public static string Encode(string path) => path.AsSpan().ContainsAny("%\r\n")
        ? path.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal)
        : path;

    /// <summary>Reads a path of a manifest.</summary>
    /// <param name="text">The path as it is written.</param>
    /// <param name="percentIsEncoded">Whether <c>%25</c> stands for a percent sign, as since 1.0.</param>
    /// <param name="isExact">Whether every percent sign was part of an escape that the version knows.</param>
    /// <returns>The path.</returns>
    public static string Decode(string text, bool percentIsEncoded, out bool isExact)
    {
        var exact = true;
        var path = Percent().Replace(text, match =>
        {
            switch (match.Value.ToUpperInvariant())
            {
                case "%0A":
                    return "\n";
                case "%0D":
                    return "\r";
                case "%25" when percentIsEncoded:
                    return "%";
                default:
                    exact = !percentIsEncoded;
                    return match.Value;
            }
        });
        isExact = exact;
        return path;
    }

    /// <summary>Reads a name as UTF-8.</summary>
    public static string? Read(ReadOnlySpan<byte> name)
    {
        try
        {
            return Strict.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsWellFormed(string path)
    {
        for (var index = 0; index < path.Length; index++)
        {
            if (char.IsSurrogate(path[index]) && (index + 1 == path.Length || !char.IsSurrogatePair(path[index], path[++index])))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex("%(?:[0-9A-Fa-f]{2})?")]
    private static partial Regex Percent();
}
