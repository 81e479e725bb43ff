using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ExchangeHub.BagIt;

/// <summary>What file systems and the programs around them make of names.</summary>
internal static class SamePath
{
    private static readonly FrozenSet<string> SystemFiles =
        new[] { ".DS_Store", "Thumbs.db", "desktop.ini", ".directory", ".Spotlight-V100", ".Trashes", "ehthumbs.db" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Says whether an operating system left a file behind.</summary>
    public static bool IsOfSystem(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.StartsWith("._", StringComparison.Ordinal) || SystemFiles.Contains(name)
            || path.Contains("/__MACOSX/", StringComparison.Ordinal) || path.StartsWith("__MACOSX/", StringComparison.Ordinal);
    }

    /// <summary>Folds a path so that paths which some file system takes for one become equal.</summary>
    public static string Fold(string path)
    {
        var folded = path.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Normalize(NormalizationForm.FormKC);
        if (folded.Any(IsUnseen))
        {
            folded = new string([.. folded.Where(character => !IsUnseen(character))]);
        }

        // Windows drops what stands at the end of a part.
        return folded.AsSpan().ContainsAny(". ")
            ? string.Join('/', folded.Split('/').Select(part => part.TrimEnd('.', ' ')))
            : folded;
    }

    // HFS+ ignores them in comparing names, and people do not see them; some turn the direction of what follows.
    public static bool IsUnseen(char character) => char.GetUnicodeCategory(character) == UnicodeCategory.Format;
}
