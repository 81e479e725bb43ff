using System.Globalization;
using System.Text;

namespace ExchangeHub.History;

/// <summary>Names a tile: up to 256 hashes of one level of the tree, or up to 256 entries of the log.</summary>
/// <param name="Level">The level of the tile, 0 to 63, where level L holds the tops of subtrees with 256^L leaves; null for
/// entries.</param>
/// <param name="Index">Which tile of its level, from 0.</param>
/// <param name="Width">How many hashes or entries it holds, 1 to 256; fewer than 256 only in the last one of its level.</param>
/// <remarks>Source: C2SP tlog-tiles. Vectors: <c>tlog-tiles-paths.json</c>.</remarks>
public readonly record struct TileAddress(int? Level, long Index, int Width)
{
    /// <summary>How many hashes or entries a full tile holds.</summary>
    public const int FullWidth = 256;

    private const string Prefix = "tile/";
    private const string Entries = "entries";

    /// <summary>Gets the path of the tile below the address of the log, such as <c>tile/0/x001/x234/067.p/8</c>.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder(Prefix).Append(Level?.ToString(CultureInfo.InvariantCulture) ?? Entries).Append('/');
            var groups = Index.ToString(CultureInfo.InvariantCulture);
            groups = groups.PadLeft((groups.Length + 2) / 3 * 3, '0');
            for (var start = 0; start < groups.Length; start += 3)
            {
                _ = path.Append(start + 3 < groups.Length ? "x" : string.Empty).Append(groups, start, 3)
                    .Append(start + 3 < groups.Length ? "/" : string.Empty);
            }

            return Width == FullWidth ? path.ToString() : path.Append(CultureInfo.InvariantCulture, $".p/{Width}").ToString();
        }
    }

    /// <summary>Names the tile that holds an index, in a tree of a size.</summary>
    /// <param name="level">The level of the tile; null for entries.</param>
    /// <param name="position">The index of a hash on that level, or of an entry.</param>
    /// <param name="size">How many leaves the tree has.</param>
    /// <returns>The tile, as wide as it is in that tree.</returns>
    public static TileAddress Holding(int? level, long position, long size)
    {
        var tile = position / FullWidth;
        return new TileAddress(level, tile, (int)Math.Min(FullWidth, (size >> (8 * (level ?? 0))) - (tile * FullWidth)));
    }

    /// <summary>Reads a path.</summary>
    /// <param name="path">A path below the address of the log, without a slash at the front.</param>
    /// <param name="tile">The tile, or <c>default</c>.</param>
    /// <returns>Whether it is the one way to write the path of a tile.</returns>
    public static bool TryParse(string? path, out TileAddress tile)
    {
        tile = default;
        if (path is null || path.Length > 100 || !path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = path[Prefix.Length..].Split('/');
        var width = FullWidth;
        if (parts is [.., { Length: > 2 } last, var partial] && last.EndsWith(".p", StringComparison.Ordinal))
        {
            if (!Number(partial, FullWidth - 1, out var number) || number == 0)
            {
                return false;
            }

            width = (int)number;
            parts = [.. parts[..^2], last[..^2]];
        }

        int? level = null;
        if (parts[0] != Entries)
        {
            if (!Number(parts[0], 63, out var number))
            {
                return false;
            }

            level = (int)number;
        }

        if (!Groups(parts.AsSpan(1), out var index))
        {
            return false;
        }

        tile = new TileAddress(level, index, width);
        return true;
    }

    // Groups of three digits, all but the last with an x before them, none of them superfluous.
    private static bool Groups(ReadOnlySpan<string> groups, out long index)
    {
        index = 0;
        if (groups.Length is 0 or > 6)
        {
            return false;
        }

        for (var place = 0; place < groups.Length; place++)
        {
            var isLast = place == groups.Length - 1;
            var digits = isLast ? groups[place] : groups[place].StartsWith('x') ? groups[place][1..] : string.Empty;
            if (digits.Length != 3 || digits.AsSpan().ContainsAnyExceptInRange('0', '9')
                || (place == 0 && !isLast && digits == "000"))
            {
                return false;
            }

            index = (index * 1000) + int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return true;
    }

    private static bool Number(string text, long max, out long number) =>
        NoteText.TryReadNumber(text, out number) && number <= max;
}
