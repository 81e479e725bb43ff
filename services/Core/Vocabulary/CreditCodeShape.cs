using System.Buffers;
using System.Text.RegularExpressions;

namespace ExchangeHub.Vocabulary;

/// <summary>The shape of a <see cref="UnifiedSocialCreditCode"/>: its characters and the last of them, which checks the
/// others.</summary>
internal static partial class CreditCodeShape
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const int Length = 18;
    private const int Modulus = 31;

    private static readonly SearchValues<char> Symbols = SearchValues.Create(Alphabet);

    private static readonly Wording Shape = new(
        "18 位统一社会信用代码，例如 91330100799655058B",
        "a unified social credit code of 18 characters such as 91330100799655058B");

    /// <summary>Says what is wrong with the characters; null when nothing is.</summary>
    public static Violation? CheckFormat(string? text) =>
        text is not null && Written().IsMatch(text) ? null : Violation.Quoting(Shape, text, RemarkOn(text));

    /// <summary>Says that the check character does not fit a text of the right form; null when it does.</summary>
    public static Violation? CheckChecksum(string text)
    {
        var check = CheckCharacter(text);
        return text[^1] == check
            ? null
            : Violation.Quoting(
                new Wording($"校验码为 {check} 的统一社会信用代码", $"a unified social credit code with the check character {check}"), text);
    }

    // GB 32100-2015: weights 3^(i-1) mod 31; the outer mod turns a remainder of 0 into the character 0.
    private static char CheckCharacter(string text)
    {
        var sum = 0;
        for (int index = 0, weight = 1; index < Length - 1; index++, weight = weight * 3 % Modulus)
        {
            sum += Alphabet.IndexOf(text[index], StringComparison.Ordinal) * weight;
        }

        return Alphabet[(Modulus - (sum % Modulus)) % Modulus];
    }

    private static Wording? RemarkOn(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Any(character => !char.IsAscii(character)))
        {
            return null; // the general remarks say it better
        }

        if (text.Length != Length)
        {
            return new Wording($"共 {text.Length} 位", $"it has {text.Length} characters");
        }

        if (text.Any(char.IsAsciiLetterLower))
        {
            return new Wording("字母应为大写", "its letters must be upper case");
        }

        var strange = text.AsSpan().IndexOfAnyExcept(Symbols);
        return strange < 0
            ? new Wording("第 3 至 8 位应为数字", "characters 3 to 8 must be digits")
            : new Wording($"代码中没有字符“{text[strange]}”", $"such codes have no '{text[strange]}'");
    }

    [GeneratedRegex(@"\A[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}\z")]
    private static partial Regex Written();
}
