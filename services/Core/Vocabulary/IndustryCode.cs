using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ExchangeHub.Vocabulary;

/// <summary>A section of the industry classification, such as C, manufacturing.</summary>
/// <param name="Letter">A letter from A to T.</param>
/// <param name="Name">Its name.</param>
public sealed record IndustrySection(char Letter, Wording Name);

/// <summary>A class of economic activity, such as 1752, dyeing and finishing of man-made fibre fabrics.</summary>
/// <remarks>
/// Shape: four ASCII digits: division (two), group, class; kept without the letter of the section, which follows from the
/// division. Source: GB/T 4754-2017. Only the division is checked: the table of classes is not part of the program.
/// </remarks>
public readonly record struct IndustryCode
{
    private const int Length = 4;

    private static readonly Wording Shape = new(
        "国民经济行业小类代码：四位数字，前可加门类字母，例如 1752 或 C1752",
        "an industry class of four digits, optionally after the letter of its section, such as 1752 or C1752");

    private static readonly FrozenDictionary<int, IndustrySection> SectionByDivision = LoadSections();

    private readonly string? _code;

    private IndustryCode(string code) => _code = code;

    /// <summary>Gets the section that the class belongs to; null for <c>default</c>.</summary>
    public IndustrySection? Section => _code is null ? null : SectionOf(_code);

    /// <summary>Reads an industry class that is known to be good.</summary>
    /// <param name="text">Four digits, optionally after the letter of the section.</param>
    /// <returns>The class.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> is not one; the message says why.</exception>
    public static IndustryCode Parse(string text) =>
        TryParse(text, out var code, out var violation) ? code : throw new ViolationException(violation);

    /// <summary>Reads an industry class.</summary>
    /// <param name="text">Four ASCII digits, optionally after the upper-case letter of the section.</param>
    /// <param name="code">The class, or <c>default</c>.</param>
    /// <returns>Whether the division exists, and the letter is the one of its section when there is one.</returns>
    public static bool TryParse(string? text, out IndustryCode code) => TryParse(text, out code, out _);

    /// <summary>Reads an industry class, and says what is wrong when it cannot.</summary>
    /// <param name="text">Four ASCII digits, optionally after the upper-case letter of the section.</param>
    /// <param name="code">The class, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether the division exists, and the letter is the one of its section when there is one.</returns>
    public static bool TryParse(string? text, out IndustryCode code, [NotNullWhen(false)] out Violation? violation)
    {
        code = default;
        violation = null;
        var digits = text is { Length: Length + 1 } ? text[1..] : text;
        if (digits is not { Length: Length } || !digits.All(char.IsAsciiDigit))
        {
            violation = Violation.Quoting(Shape, text);
        }
        else if (SectionOf(digits) is not { } section)
        {
            violation = Violation.Quoting(Shape, text, new Wording("没有该大类", "there is no such division"));
        }
        else if (text!.Length > Length && text[0] != section.Letter)
        {
            violation = Violation.Quoting(Shape, text, new Wording(
                $"大类 {digits[..2]} 属于门类 {section.Letter}", $"division {digits[..2]} belongs to section {section.Letter}"));
        }
        else
        {
            code = new IndustryCode(digits);
        }

        return violation is null;
    }

    /// <summary>Returns the four digits.</summary>
    /// <returns>The code without a letter, or the empty string for <c>default</c>.</returns>
    public override string ToString() => _code ?? "";

    private static IndustrySection? SectionOf(string digits) =>
        SectionByDivision.GetValueOrDefault(int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture));

    private static FrozenDictionary<int, IndustrySection> LoadSections() =>
        (from row in EmbeddedTable.Read("industry-sections.csv", "section", "divisions", "name_zh", "name_en")
         let section = new IndustrySection(row[0][0], new Wording(row[2], row[3]))
         let ends = row[1].Split('-')
         let first = int.Parse(ends[0], CultureInfo.InvariantCulture)
         let last = int.Parse(ends[^1], CultureInfo.InvariantCulture)
         from division in Enumerable.Range(first, last - first + 1)
         select (division, section)).ToFrozenDictionary(pair => pair.division, pair => pair.section);
}
