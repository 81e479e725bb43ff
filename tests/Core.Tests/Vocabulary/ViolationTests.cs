using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Vocabulary;

/// <summary>A violation goes into logs, replies and screens: it must not carry there what does not belong there.</summary>
public sealed class ViolationTests
{
    [Theory]
    [InlineData("330421190001010017", "330***********0017")]
    [InlineData("身份证11010519491231002X号", "身份证110***********002X号")]
    [InlineData("３３０４２１１９０００１０１００１７", "３３０***********００１７")]
    [InlineData("电话13812341234", "电话138****1234")]
    [InlineData("6222021234567890123", "622************0123")]
    [InlineData("330421900101001", "330********1001")]
    [InlineData("91330100799655058b", "91330100799655058b")]
    [InlineData("914403001922038216", "914403001922038216")]
    public void Numbers_of_persons_are_masked_wherever_they_stand(string text, string quoted)
    {
        Assert.False(Jurisdiction.TryParse(text, out _, out var violation));
        Assert.Contains($"'{quoted}'", violation.ToString(), StringComparison.Ordinal);
        Assert.Contains($"“{quoted}”", violation.ToChinese(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("３１０１１８", "'３１０１１８' (it has full-width characters; write the ASCII ones)")]
    [InlineData("310118 ", "'310118 ' (it begins or ends with white space)")]
    [InlineData("31\u202E0118", @"'31\u{202E}0118'")]
    [InlineData("31\0", @"'31\u{0000}'")]
    public void What_the_eye_would_miss_is_spelled_out(string text, string found)
    {
        Assert.False(Jurisdiction.TryParse(text, out _, out var violation));
        Assert.Equal($"Expected a six-digit division code such as 310118; found {found}.", violation.ToString());
    }

    [Fact]
    public void A_lone_surrogate_is_replaced()
    {
        Assert.False(Jurisdiction.TryParse($"31{(char)0xD800}", out _, out var violation));
        Assert.Equal("'31\uFFFD'", violation.Found.English);
    }

    [Fact]
    public void A_long_text_is_cut()
    {
        Assert.False(Jurisdiction.TryParse(new string('x', 5_000_000), out _, out var violation));
        Assert.Equal($"'{new string('x', 60)}…'", violation.Found.English);
    }
}
