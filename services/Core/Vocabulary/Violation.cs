using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ExchangeHub.Vocabulary;

/// <summary>What is wrong with one value: what would be right, and what was found instead.</summary>
/// <param name="Expected">What would be right, with an example: a phrase without a full stop, such as
/// <c>a six-digit division code such as 310118</c>.</param>
/// <param name="Found">What was found, as a phrase: a quotation in which control and direction characters are written as
/// <c>\u{202E}</c>, long text is cut, and numbers of persons are masked.</param>
/// <remarks>The place (field, row, column) is the caller's to add. Safe to show, to log and to send.</remarks>
public sealed partial record Violation(Wording Expected, Wording Found)
{
    private const int QuotedScalarsMax = 60;

    /// <summary>Says it in one English sentence.</summary>
    /// <returns><c>Expected …; found ….</c></returns>
    public override string ToString() => $"Expected {Expected.English}; found {Found.English}.";

    /// <summary>Says it in one Chinese sentence.</summary>
    /// <returns><c>应为…；实为…。</c></returns>
    public string ToChinese() => $"应为{Expected.Chinese}；实为{Found.Chinese}。";

    /// <summary>Makes a violation that quotes what was found.</summary>
    /// <param name="expected">What would be right.</param>
    /// <param name="text">What was found, as it came; null and empty become “nothing”.</param>
    /// <param name="remark">What strikes the reader about it, such as that its digits are full-width; null when nothing does.</param>
    /// <returns>The violation.</returns>
    internal static Violation Quoting(Wording expected, string? text, Wording? remark = null)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new Violation(expected, new Wording("空值", "nothing"));
        }

        remark ??= RemarkOn(text);
        var quoted = Quote(text);
        return new Violation(expected, new Wording(
            $"“{quoted}”{(remark is null ? "" : $"（{remark.Chinese}）")}",
            $"'{quoted}'{(remark is null ? "" : $" ({remark.English})")}"));
    }

    private static Wording? RemarkOn(string text)
    {
        if (text.Any(character => character is >= '\uFF01' and <= '\uFF5E'))
        {
            return new Wording("含全角字符，请改用半角", "it has full-width characters; write the ASCII ones");
        }

        return text.Trim().Length != text.Length ? new Wording("首尾有空白", "it begins or ends with white space") : null;
    }

    private static string Quote(string text)
    {
        // Cut before anything else: a hostile value may be megabytes long.
        var head = text.Length > 4 * QuotedScalarsMax ? text[..(4 * QuotedScalarsMax)] : text;
        var masked = PersonNumber().Replace(head, match => Mask(match.Value));
        var quoted = new StringBuilder();
        var scalars = 0;
        foreach (var rune in masked.EnumerateRunes())
        {
            if (++scalars > QuotedScalarsMax)
            {
                return quoted.Append('…').ToString();
            }

            _ = IsVisible(rune)
                ? quoted.Append(rune.ToString())
                : quoted.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}");
        }

        return quoted.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Mask(string number) => $"{number[..3]}{new string('*', number.Length - 7)}{number[^4..]}";

    // An identity card (division, year, month, day, sequence, check) or a mobile number, wherever it stands.
    [GeneratedRegex("(?<![0-9])(?:[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9]{3}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])")]
    private static partial Regex PersonNumber();
}
