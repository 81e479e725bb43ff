using System.Globalization;
using System.Text;

namespace ExchangeHub.Vocabulary;

/// <summary>What a text field may hold, the same at every door: gRPC, import, console.</summary>
/// <remarks>
/// Refused everywhere: NUL and other control characters, characters that turn the reading direction (a name could be shown as
/// another), lone surrogates and noncharacters (no store and no other program keeps them). On one line also: line breaks, tabs
/// and characters of no width (two equal-looking document numbers would differ). Private-use characters pass: rare Chinese
/// names need them. Nothing is mended: a signature covers the text as it is.
/// </remarks>
public static class TextRules
{
    /// <summary>Checks a text of one line: a name, a number, an address.</summary>
    /// <param name="text">The text. Null, empty and white space alone violate the rule; do not ask about a field that may be
    /// empty and is.</param>
    /// <param name="lengthMax">How long it may be, in Unicode scalars: a Chinese character counts one, also outside the basic
    /// plane.</param>
    /// <returns>What is wrong, with the code point and its place counted from 1 in scalars; null when nothing is.</returns>
    public static Violation? CheckLine(string? text, int lengthMax) =>
        FaultOf(text, isLine: true, lengthMax) is not { } fault
            ? null
            : new Violation(
                new Wording(
                    $"一行文字，1 至 {lengthMax} 个字符，不含控制字符、零宽字符和文字方向控制符",
                    $"one line of 1 to {lengthMax} characters without control, zero-width or direction characters"),
                fault);

    /// <summary>Checks a text of several lines: facts, grounds, a remark. Line feeds and tabs are allowed, carriage returns are
    /// not.</summary>
    /// <param name="text">The text. Null, empty and white space alone violate the rule; do not ask about a field that may be
    /// empty and is.</param>
    /// <param name="lengthMax">How long it may be, in Unicode scalars.</param>
    /// <returns>What is wrong, with the code point and its place counted from 1 in scalars; null when nothing is.</returns>
    public static Violation? CheckProse(string? text, int lengthMax) =>
        FaultOf(text, isLine: false, lengthMax) is not { } fault
            ? null
            : new Violation(
                new Wording(
                    $"1 至 {lengthMax} 个字符的文字，除换行和制表符外不含控制字符，不含文字方向控制符",
                    $"1 to {lengthMax} characters without direction or control characters other than line feed and tab"),
                fault);

    private static Wording? FaultOf(string? text, bool isLine, int lengthMax)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return string.IsNullOrEmpty(text) ? new Wording("空值", "nothing") : new Wording("仅有空白", "white space only");
        }

        var scalars = 0;
        for (var index = 0; index < text.Length; scalars++)
        {
            var isWellFormed = Rune.TryGetRuneAt(text, index, out var rune);
            var scalar = isWellFormed ? rune.Value : text[index];
            if (NameOfForbidden(scalar, isWellFormed, isLine) is { } name)
            {
                var code = scalar.ToString("X4", CultureInfo.InvariantCulture);
                return new Wording(
                    $"第 {scalars + 1} 个字符为 U+{code}（{name.Chinese}）", $"U+{code}, {name.English}, at character {scalars + 1}");
            }

            index += isWellFormed ? rune.Utf16SequenceLength : 1;
        }

        return scalars <= lengthMax ? null : new Wording($"{scalars} 个字符", $"{scalars} characters");
    }

    private static Wording? NameOfForbidden(int scalar, bool isWellFormed, bool isLine) => scalar switch
    {
        _ when !isWellFormed => new Wording("不成对的代理项", "a lone surrogate"),
        0 => new Wording("空字符", "NUL"),
        '\n' or '\t' => isLine ? new Wording("换行或制表符", "a line feed or tab") : null,
        '\r' => new Wording("回车符", "a carriage return"),
        < 0x20 or (>= 0x7F and <= 0x9F) => new Wording("控制字符", "a control character"),
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) =>
            new Wording("文字方向控制符", "a direction control"),
        0x2028 or 0x2029 => isLine ? new Wording("行或段分隔符", "a line or paragraph separator") : null,
        0x00AD or (>= 0x200B and <= 0x200D) or 0x2060 or 0xFEFF =>
            isLine ? new Wording("零宽字符", "a character of no width") : null,
        (>= 0xFDD0 and <= 0xFDEF) => new Wording("非字符", "a noncharacter"),
        _ when (scalar & 0xFFFE) == 0xFFFE => new Wording("非字符", "a noncharacter"),
        _ => null,
    };
}
