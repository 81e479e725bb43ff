using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ExchangeHub.Records;

/// <summary>The name of a firm in the form in which names are compared, and what counts as the same but for a slip.</summary>
/// <remarks>
/// <para>
/// The form is NFKC in lower case without anything but letters and digits, so that full-width letters, spaces and brackets make
/// no difference. A name matches what is looked for when some part of it differs by no more than the slips allowed: none below
/// four characters, one below eight, two from eight on. A slip is one character put in, left out or changed (Levenshtein).
/// </para>
/// <para>
/// Pairs of neighbouring characters find the candidates, because words of Chinese names have no gaps between them. Each slip
/// spoils two pairs at most: of 2k + 1 pairs of what is looked for, a name with k slips holds one.
/// </para>
/// </remarks>
public sealed class NameForm
{
    private readonly Rune[] _characters;

    private NameForm(string text)
    {
        Text = text;
        _characters = [.. text.EnumerateRunes()];
        Pairs =
        [
            .. Enumerable.Range(0, Math.Max(0, _characters.Length - 1))
                .Select(at => $"{_characters[at]}{_characters[at + 1]}").Distinct(StringComparer.Ordinal),
        ];
        SlipsMax = Math.Max(0, Math.Min(_characters.Length switch { < 4 => 0, < 8 => 1, _ => 2 }, (Pairs.Length - 1) / 2));
    }

    /// <summary>Gets the form.</summary>
    public string Text { get; }

    /// <summary>Gets how many characters it has.</summary>
    public int Length => _characters.Length;

    /// <summary>Gets its pairs of neighbouring characters, each once, in the order of the name.</summary>
    public ImmutableArray<string> Pairs { get; }

    /// <summary>Gets how many slips a match may have, 0 to 2.</summary>
    public int SlipsMax { get; }

    /// <summary>Brings a name into its form.</summary>
    /// <param name="name">Any text.</param>
    /// <returns>Its form, which may be empty.</returns>
    public static NameForm Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var form = new StringBuilder(name.Length);
        foreach (var character in Normalised(name).EnumerateRunes().Where(Rune.IsLetterOrDigit))
        {
            form.Append(Rune.ToLower(character, CultureInfo.InvariantCulture).ToString());
        }

        return new NameForm(form.ToString());
    }

    /// <summary>Says whether a name matches this one as a term that is looked for.</summary>
    /// <param name="form">The <see cref="Text"/> of a name: a search compares tens of thousands, and none is brought into its
    /// form again.</param>
    /// <returns>Whether some part of it differs by no more than <see cref="SlipsMax"/> slips.</returns>
    public bool IsIn(string form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return form.Contains(Text, StringComparison.Ordinal) || (SlipsMax > 0 && IsInBarSlips([.. form.EnumerateRunes()]));
    }

    // Sellers: row by row the least slips of the term so far against a part that ends at each character of the name.
    private bool IsInBarSlips(Rune[] name)
    {
        var row = new int[name.Length + 1];
        for (var i = 1; i <= Length; i++)
        {
            var (diagonal, least) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= name.Length; j++)
            {
                var kept = diagonal + (_characters[i - 1] == name[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(kept, Math.Min(row[j], row[j - 1]) + 1);
                least = Math.Min(least, row[j]);
            }

            if (least > SlipsMax)
            {
                return false;
            }
        }

        return row.Min() <= SlipsMax;
    }

    // A text that is no Unicode has no normal form; its broken halves match nothing.
    private static string Normalised(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return "";
        }
    }
}
