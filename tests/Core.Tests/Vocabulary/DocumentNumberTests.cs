using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Tests.Vocabulary;

/// <summary>
/// One document, many spellings: what is not seen to be the same is counted twice, and what is taken to be the same is lost.
/// </summary>
public sealed class DocumentNumberTests
{
    private const string Hostile = "沪环罚字第号0118１ａＺ[](（）)【】〔〕﹝﹞［］ \t\u3000\u00A02026";

    [Theory]
    [InlineData("沪0118环罚[2026]1号", "沪0118环罚〔2026〕1号")]
    [InlineData("苏环行罚字(2026)09第12号", "苏环行罚字〔2026〕09第12号")]
    [InlineData("嘉环(善)罚字【2026】3号", "嘉环（善）罚字〔2026〕3号")]
    [InlineData("常环行罚﹝2023﹞14 号", "常环行罚〔2023〕14号")]
    [InlineData("岳环罚决字〔2025〕44号", "岳环罚决字〔2025〕44号")]
    [InlineData("嘉环(善)罚字[2026]3号", "嘉环（善）罚字〔2026〕3号")]
    [InlineData(" 沪０１１８环罚［２０２６］１号\u3000", "沪0118环罚〔2026〕1号")]
    [InlineData("苏环建〔2026〕09第0012号", "苏环建〔2026〕09第0012号")]
    [InlineData("（2026）沪0118行初12号", "〔2026〕沪0118行初12号")]
    [InlineData("青府复字(甲)〔 2026 〕15号", "青府复字（甲）〔2026〕15号")]
    [InlineData("沪环罚(12345)1号", "沪环罚（12345）1号")]
    public void Spellings_of_one_number_are_equal_and_the_original_is_kept(string text, string normalised)
    {
        var number = DocumentNumber.Parse(text);
        Assert.Equal(normalised, number.Normalised);
        Assert.Equal(text, number.Original);
        Assert.Equal(text, number.ToString());
        Assert.True(number == DocumentNumber.Parse(normalised));
        Assert.Equal(number.GetHashCode(), DocumentNumber.Parse(normalised).GetHashCode());
    }

    [Theory]
    [InlineData("沪0118环罚〔2026〕1号", "沪0118环罚〔2026〕01号")]
    [InlineData("沪0118环罚〔2026〕1号", "沪0118环不罚〔2026〕1号")]
    [InlineData("沪0118环罚〔2026〕1号", "沪0118环罚〔2025〕1号")]
    public void Different_numbers_stay_different(string one, string other) =>
        Assert.True(DocumentNumber.Parse(one) != DocumentNumber.Parse(other));

    [Theory]
    [InlineData("沪0118环罚[2026]17号", "沪0118", "环罚", 2026, null, 17)]
    [InlineData("沪0118环不罚〔2026〕1号", "沪0118", "环不罚", 2026, null, 1)]
    [InlineData("苏环行罚字〔2026〕09第31号", "苏", "环行罚字", 2026, "09", 31)]
    [InlineData("嘉环（善）罚字〔2026〕3号", "嘉环（善）", "罚字", 2026, null, 3)]
    [InlineData("常环行罚〔2023〕14号", "常", "环行罚", 2023, null, 14)]
    [InlineData("岳环罚决字〔2025〕44号", "岳", "环罚决字", 2025, null, 44)]
    public void A_number_of_known_pattern_is_taken_apart(
        string text, string organ, string kind, int year, string? sub, int sequence) =>
        Assert.Equal(
            new DocumentNumberParts(organ, kind, year, sub, sequence), DocumentNumber.Parse(text).FindParts());

    [Theory]
    [InlineData("（2026）沪0118行初12号")]
    [InlineData("青府复字〔2026〕15号")]
    [InlineData("嘉环（善）失信〔2026〕1号")]
    [InlineData("No. 17/2026")]
    public void A_number_of_another_pattern_is_taken_whole(string text) => Assert.Null(DocumentNumber.Parse(text).FindParts());

    [Theory]
    [InlineData("", "found nothing.")]
    [InlineData(" \u3000", "found white space only.")]
    [InlineData("沪0118环罚〔2026〕1号\n", "found U+000A, a line feed or tab, at character 16.")]
    [InlineData("沪0118\u202E环罚〔2026〕1号", "found U+202E, a direction control, at character 6.")]
    [InlineData("沪0118环罚〔2026〕1\u200B号", "found U+200B, a character of no width, at character 15.")]
    public void What_is_not_one_line_of_visible_text_is_refused(string text, string found)
    {
        Assert.False(DocumentNumber.TryParse(text, out _, out var violation));
        Assert.EndsWith(found, violation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_128_characters_are_refused()
    {
        Assert.True(DocumentNumber.TryParse(new string('沪', 128), out _));
        Assert.False(DocumentNumber.TryParse(new string('沪', 129), out _));
    }

    [Fact]
    public void Normalising_twice_changes_nothing_more() =>
        Prop.ForAll(Gen.Elements(Hostile.ToCharArray()).ArrayOf().ToArbitrary(), characters =>
        {
            var once = DocumentNumber.Normalise(new string(characters));
            return once == DocumentNumber.Normalise(once);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
}
