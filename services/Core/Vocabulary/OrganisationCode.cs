using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ExchangeHub.Vocabulary;

/// <summary>The organisation code that subjects had before the unified social credit code, and that lives on inside it.</summary>
/// <remarks>
/// Shape: eight characters <c>[0-9A-Z]</c> and a check character, kept without the hyphen that is printed before the check
/// character: <c>799655058</c>. Source: GB 11714-1997. Decisions made before 2015-10-01 name their subject by it.
/// </remarks>
public readonly partial record struct OrganisationCode
{
    private const int BodyLength = 8;

    private static readonly Wording Shape = new(
        "九位组织机构代码，例如 79965505-8", "an organisation code of eight characters and a check character such as 79965505-8");

    private readonly string? _code;

    private OrganisationCode(string code) => _code = code;

    private static ReadOnlySpan<byte> Weights => [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Reads an organisation code that is known to be good.</summary>
    /// <param name="text">As for <see cref="TryParse(string?, out OrganisationCode)"/>.</param>
    /// <returns>The code.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> is not one; the message says why.</exception>
    public static OrganisationCode Parse(string text) =>
        TryParse(text, out var code, out var violation) ? code : throw new ViolationException(violation);

    /// <summary>Reads an organisation code.</summary>
    /// <param name="text">Nine upper-case ASCII characters, with or without a hyphen before the last.</param>
    /// <param name="code">The code, or <c>default</c>.</param>
    /// <returns>Whether the shape and the check character fit.</returns>
    public static bool TryParse(string? text, out OrganisationCode code) => TryParse(text, out code, out _);

    /// <summary>Reads an organisation code, and says what is wrong when it cannot.</summary>
    /// <param name="text">Nine upper-case ASCII characters, with or without a hyphen before the last.</param>
    /// <param name="code">The code, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether the shape and the check character fit.</returns>
    public static bool TryParse(string? text, out OrganisationCode code, [NotNullWhen(false)] out Violation? violation)
    {
        code = default;
        if (text is null || !Written().IsMatch(text))
        {
            violation = Violation.Quoting(Shape, text);
            return false;
        }

        var check = CheckCharacter(text.AsSpan(0, BodyLength));
        if (text[^1] != check)
        {
            violation = Violation.Quoting(
                new Wording($"校验码为 {check} 的组织机构代码", $"an organisation code with the check character {check}"), text);
            return false;
        }

        code = new OrganisationCode($"{text.AsSpan(0, BodyLength)}{check}");
        violation = null;
        return true;
    }

    /// <summary>Returns the nine characters.</summary>
    /// <returns>The code without a hyphen, or the empty string for <c>default</c>.</returns>
    public override string ToString() => _code ?? "";

    // GB 11714-1997: 11 - (sum mod 11), where 10 is written X and 11 is written 0.
    private static char CheckCharacter(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var index = 0; index < BodyLength; index++)
        {
            sum += Weights[index] * (char.IsAsciiDigit(body[index]) ? body[index] - '0' : body[index] - 'A' + 10);
        }

        return (11 - (sum % 11)) switch
        {
            10 => 'X',
            11 => '0',
            var digit => (char)('0' + digit),
        };
    }

    [GeneratedRegex(@"\A[0-9A-Z]{8}-?[0-9X]\z")]
    private static partial Regex Written();
}
