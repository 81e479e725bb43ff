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
    private const string MonthAndDay = "(?:[0０][1-9１-９]|[1１][0-2０-２])(?:[0０][1-9１-９]|[12１２][0-9０-９]|[3３][01０１])";

    /// <summary>Says it in one English sentence.</summary>
    /// <returns><c>Expected …; found ….</c></returns>
    public override string ToString() => $"Expected {Expected.English}; found {Found.English}.";

    /// <summary>Says it in one Chinese sentence.</summary>
    /// <returns><c>应为…；实为…。</c></returns>
    public string ToChinese() => $"应为{Expected.Chinese}；实为{Found.Chinese}。";

    /// <summary>Makes a violation that quotes what was found.</summary>
    /// <param name="expected">What would be right.</param>
    /// <param name="text">What was found, as it came; null and empty become “nothing”.</param>
    /// <param name="remark">What strikes the reader about it, such as that its digits are full-width; null when nothing
    /// does.</param>
    /// <returns>The violation.</returns>
    public static Violation Quoting(Wording expected, string? text, Wording? remark = null)
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

    // An identity number of 18 or 15 characters, a bank card, a mobile number; full-width ones too. A credit code of digits only
    // is left legible unless a day of birth can be read into it.
    [GeneratedRegex(
        "[1-9１-９][0-9０-９]{5}(?:[1１][9９]|[2２][0０])[0-9０-９]{2}" + MonthAndDay + "[0-9０-９]{3}[0-9０-９XxＸｘ]"
        + "|(?<![0-9０-９])(?:"
        + "[1-8１-８][0-9０-９]{7}" + MonthAndDay + "[0-9０-９]{3}"
        + "|[6６][2２][0-9０-９]{14,17}"
        + "|[1１][3-9３-９][0-9０-９]{9})(?![0-9０-９])")]
    private static partial Regex PersonNumber();
}
