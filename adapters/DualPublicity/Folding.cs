using System.Globalization;
using System.Text;

namespace ExchangeHub.DualPublicity;

/// <summary>How texts of the file are compared with texts of a mapping, and how they are shown.</summary>
internal static class Folding
{
    private const int ShownMax = 60;

    /// <summary>Folds what people do not see as different: full and half width, white space, letter case.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The form to compare ordinally.</returns>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            // Lone surrogates and noncharacters cannot be normalised; no name of a column has any.
            if (!char.IsWhiteSpace(character) && !char.IsSurrogate(character) && character is not ('\uFEFF' or >= '\uFFFE'))
            {
                _ = folded.Append(character);
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormKC).ToUpperInvariant();
    }

    /// <summary>Makes the name of a column fit to be shown.</summary>
    /// <param name="name">The name as it stands in the file.</param>
    /// <returns>On one line, at most 60 characters, without any that cannot be seen.</returns>
    public static string Show(string name)
    {
        var shown = new StringBuilder();
        foreach (var rune in name.Trim().EnumerateRunes())
        {
            if (shown.Length >= ShownMax)
            {
                return shown.Append('…').ToString();
            }

            var isVisible = Rune.GetUnicodeCategory(rune) is not (
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            _ = isVisible
                ? shown.Append(rune.ToString())
                : shown.Append(rune.Value is '\n' or '\r' or '\t' ? "" : $"\\u{{{rune.Value:X4}}}");
        }

        return shown.ToString();
    }
}
