using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Vocabulary;

/// <summary>What a hostile or broken sender may put into a text field.</summary>
public sealed class TextRulesTests
{
    [Theory]
    [InlineData("苏州汾湖锦澜纺织印染有限公司")]
    [InlineData("a b")]
    [InlineData("𠮷野")] // outside the basic plane: two UTF-16 units, one character
    [InlineData("\uE000")] // private use: rare names in old data
    [InlineData("é")]
    public void Ordinary_text_passes_everywhere(string text)
    {
        Assert.Null(TextRules.CheckLine(text, 20));
        Assert.Null(TextRules.CheckProse(text, 20));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\tb")]
    [InlineData("a\u2028b")]
    [InlineData("a\u200Db")]
    [InlineData("\uFEFFa")]
    public void Some_characters_pass_in_prose_only(string text)
    {
        Assert.NotNull(TextRules.CheckLine(text, 20));
        Assert.Null(TextRules.CheckProse(text, 20));
    }

    [Theory]
    [InlineData(0x00, "NUL")]
    [InlineData(0x0D, "a carriage return")]
    [InlineData(0x1B, "a control character")]
    [InlineData(0x7F, "a control character")]
    [InlineData(0x85, "a control character")]
    [InlineData(0x061C, "a direction control")]
    [InlineData(0x200E, "a direction control")]
    [InlineData(0x200F, "a direction control")]
    [InlineData(0x202A, "a direction control")]
    [InlineData(0x202E, "a direction control")]
    [InlineData(0x2066, "a direction control")]
    [InlineData(0x2069, "a direction control")]
    [InlineData(0xD800, "a lone surrogate")]
    [InlineData(0xDC00, "a lone surrogate")]
    [InlineData(0xFFFE, "a noncharacter")]
    [InlineData(0xFDD0, "a noncharacter")]
    public void Some_characters_pass_nowhere_and_the_reader_learns_where_they_stand(int codePoint, string name)
    {
        var text = $"𠮷b{(char)codePoint}c";
        foreach (var violation in new[] { TextRules.CheckLine(text, 20), TextRules.CheckProse(text, 20) })
        {
            Assert.NotNull(violation);
            Assert.EndsWith($"; found U+{codePoint:X4}, {name}, at character 3.", violation.ToString(), StringComparison.Ordinal);
            Assert.Contains($"第 3 个字符为 U+{codePoint:X4}", violation.ToChinese(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_noncharacter_outside_the_basic_plane_is_found_too() =>
        Assert.Contains("U+1FFFF", TextRules.CheckProse("\U0001FFFF", 20)!.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "found nothing.")]
    [InlineData("", "found nothing.")]
    [InlineData(" \u3000\t", "found white space only.")]
    public void A_text_that_says_nothing_is_refused(string? text, string found) =>
        Assert.EndsWith(found, TextRules.CheckProse(text, 20)!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Length_counts_characters_and_not_UTF_16_units()
    {
        Assert.Null(TextRules.CheckLine(string.Concat(Enumerable.Repeat("𠮷", 10)), 10));
        Assert.EndsWith(
            "found 11 characters.",
            TextRules.CheckLine(string.Concat(Enumerable.Repeat("𠮷", 11)), 10)!.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_megabytes_gets_a_short_answer() =>
        Assert.True(TextRules.CheckProse(new string('x', 5_000_000), 5000)!.ToString().Length < 200);
}
