using System.Diagnostics.CodeAnalysis;

namespace ExchangeHub.Vocabulary;

/// <summary>A district that publishes or receives records, named by its administrative division code.</summary>
/// <remarks>
/// Shape: six ASCII digits, for example <c>320509</c>. Source: GB/T 2260. A code stays valid here after the state
/// abolishes the division, because old decisions keep citing it.
/// </remarks>
public readonly record struct Jurisdiction
{
    private static readonly Wording Shape =
        new("六位行政区划代码，例如 310118", "a six-digit division code such as 310118");

    private readonly string? _code;

    private Jurisdiction(string code) => _code = code;

    /// <summary>Reads a division code that is known to be good.</summary>
    /// <param name="text">Six ASCII digits, without spaces.</param>
    /// <returns>The jurisdiction.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> has another shape; the message says which.</exception>
    public static Jurisdiction Parse(string text) =>
        TryParse(text, out var jurisdiction, out var violation) ? jurisdiction : throw new ViolationException(violation);

    /// <summary>Reads a division code.</summary>
    /// <param name="text">Six ASCII digits, without spaces. Full-width digits are refused, not folded.</param>
    /// <param name="jurisdiction">The jurisdiction, or <c>default</c> when the text is not a division code.</param>
    /// <returns>Whether <paramref name="text"/> is a division code. No table is consulted.</returns>
    public static bool TryParse(string? text, out Jurisdiction jurisdiction) => TryParse(text, out jurisdiction, out _);

    /// <summary>Reads a division code, and says what is wrong when it is none.</summary>
    /// <param name="text">Six ASCII digits, without spaces. Full-width digits are refused, not folded.</param>
    /// <param name="jurisdiction">The jurisdiction, or <c>default</c> when the text is not a division code.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether <paramref name="text"/> is a division code. No table is consulted.</returns>
    public static bool TryParse(
        string? text, out Jurisdiction jurisdiction, [NotNullWhen(false)] out Violation? violation)
    {
        if (text is { Length: 6 } && text.All(char.IsAsciiDigit))
        {
            jurisdiction = new Jurisdiction(text);
            violation = null;
            return true;
        }

        jurisdiction = default;
        violation = Violation.Quoting(Shape, text);
        return false;
    }

    /// <summary>Returns the six digits.</summary>
    /// <returns>The division code, or the empty string for <c>default</c>.</returns>
    public override string ToString() => _code ?? "";
}
