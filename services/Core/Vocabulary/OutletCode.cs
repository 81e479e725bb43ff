using System.Diagnostics.CodeAnalysis;

namespace ExchangeHub.Vocabulary;

/// <summary>The code of an outlet within one site, unique together with the permit number.</summary>
/// <remarks>Shape: <c>DA</c> (air) or <c>DW</c> (water) and three ASCII digits, for example <c>DW001</c>. Source: HJ
/// 608-2017.</remarks>
public readonly record struct OutletCode
{
    private static readonly Wording Shape = new(
        "排放口编号：DA（大气）或 DW（水）加三位数字，例如 DW001",
        "an outlet code, DA (air) or DW (water) and three digits, such as DW001");

    private readonly string? _code;

    private OutletCode(string code) => _code = code;

    /// <summary>Gets a value indicating whether it discharges into water; otherwise into the air.</summary>
    public bool IsWater => _code?[1] == 'W';

    /// <summary>Reads an outlet code.</summary>
    /// <param name="text">Five upper-case ASCII characters.</param>
    /// <param name="code">The code, or <c>default</c>.</param>
    /// <returns>Whether <paramref name="text"/> has the shape.</returns>
    public static bool TryParse(string? text, out OutletCode code) => TryParse(text, out code, out _);

    /// <summary>Reads an outlet code, and says what is wrong when it cannot.</summary>
    /// <param name="text">Five upper-case ASCII characters.</param>
    /// <param name="code">The code, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether <paramref name="text"/> has the shape.</returns>
    public static bool TryParse(string? text, out OutletCode code, [NotNullWhen(false)] out Violation? violation)
    {
        if (text is ['D', 'A' or 'W', _, _, _] && text[2..].All(char.IsAsciiDigit))
        {
            code = new OutletCode(text);
            violation = null;
            return true;
        }

        code = default;
        violation = Violation.Quoting(Shape, text);
        return false;
    }

    /// <summary>Returns the five characters.</summary>
    /// <returns>The code, or the empty string for <c>default</c>.</returns>
    public override string ToString() => _code ?? "";
}
