using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ExchangeHub.Vocabulary;

/// <summary>The identity number of a citizen. Personal data: it never prints itself in full, and no violation quotes
/// it.</summary>
/// <remarks>
/// Shape: 17 digits (division of first registration, date of birth <c>yyyyMMdd</c>, sequence) and a check character, a digit or
/// an upper-case X. Source: GB 11643-1999. The residence permits of Hong Kong, Macau and Taiwan residents (81, 82, 83) have the
/// same shape and are accepted.
/// </remarks>
public readonly partial record struct IdentityCard
{
    private const int Length = 18;
    private const string CheckCharacters = "10X98765432"; // by the weighted sum mod 11

    private static readonly DateOnly EarliestBirth = new(1800, 1, 1);

    private static readonly Wording Shape = new(
        "18 位公民身份号码：17 位数字加一位校验码（数字或大写 X）",
        "an identity number of 17 digits and a check character, a digit or an upper-case X");

    private readonly string? _number;

    private IdentityCard(string number) => _number = number;

    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Gets the day of birth.</summary>
    public DateOnly BornOn => _number is null ? default : Birth(_number) ?? default;

    /// <summary>Gets the division where the person was first registered; it may have been abolished since.</summary>
    public Jurisdiction RegisteredIn => _number is null ? default : Jurisdiction.Parse(_number[..6]);

    /// <summary>Reads an identity number that is known to be good.</summary>
    /// <param name="text">As for <see cref="TryParse(string?, out IdentityCard)"/>.</param>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> is not one; the message says why without quoting it.</exception>
    public static IdentityCard Parse(string text) =>
        TryParse(text, out var card, out var violation) ? card : throw new ViolationException(violation);

    /// <summary>Reads an identity number.</summary>
    /// <param name="text">18 ASCII characters, the last a digit or an upper-case X.</param>
    /// <param name="card">The number, or <c>default</c>.</param>
    /// <returns>Whether shape, day of birth and check character fit.</returns>
    public static bool TryParse(string? text, out IdentityCard card) => TryParse(text, out card, out _);

    /// <summary>Reads an identity number, and says what is wrong when it cannot.</summary>
    /// <param name="text">18 ASCII characters, the last a digit or an upper-case X. Numbers of 15 digits are refused: they are no
    /// longer valid since 2013-01-01.</param>
    /// <param name="card">The number, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, without the number itself; or null.</param>
    /// <returns>Whether shape, day of birth and check character fit. Whether the day of birth lies in the future is for somebody
    /// who has a clock.</returns>
    public static bool TryParse(string? text, out IdentityCard card, [NotNullWhen(false)] out Violation? violation)
    {
        var fault = FaultOf(text);
        violation = fault is null ? null : new Violation(Shape, fault);
        card = fault is null ? new IdentityCard(text!) : default;
        return fault is null;
    }

    /// <summary>Hands out the number in full, to be sealed. Never write the result anywhere else.</summary>
    /// <returns>18 characters, or the empty string for <c>default</c>.</returns>
    public string Reveal() => _number ?? "";

    /// <summary>Returns the number with its middle hidden.</summary>
    /// <returns>The first three and the last four characters with 11 asterisks between: <c>330***********0017</c>; the empty
    /// string for <c>default</c>.</returns>
    public override string ToString() => _number is null ? "" : $"{_number[..3]}***********{_number[^4..]}";

    private static Wording? FaultOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new Wording("空值", "nothing");
        }

        if (text.Length != Length)
        {
            return new Wording($"{text.Length} 位", $"{text.Length} characters");
        }

        if (text.Any(character => character is >= '\uFF01' and <= '\uFF5E'))
        {
            return new Wording("含全角字符，请改用半角", "full-width characters; write the ASCII ones");
        }

        if (!Written().IsMatch(text))
        {
            return new Wording("含其他字符", "other characters");
        }

        if (Birth(text) is null)
        {
            return new Wording("出生日期不存在", "a day of birth that does not exist");
        }

        return text[^1] == CheckCharacter(text) ? null : new Wording("校验码不符", "a check character that does not fit");
    }

    private static DateOnly? Birth(string number) =>
        DateOnly.TryParseExact(
            number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth)
        && birth >= EarliestBirth
            ? birth
            : null;

    private static char CheckCharacter(string number)
    {
        var sum = 0;
        for (var index = 0; index < Length - 1; index++)
        {
            sum += Weights[index] * (number[index] - '0');
        }

        return CheckCharacters[sum % 11];
    }

    [GeneratedRegex(@"\A[0-9]{17}[0-9X]\z")]
    private static partial Regex Written();
}
