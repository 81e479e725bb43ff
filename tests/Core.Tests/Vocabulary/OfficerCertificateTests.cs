using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Vocabulary;

public sealed class OfficerCertificateTests
{
    [Theory]
    [InlineData("09180012026", "310000")]
    [InlineData("10050912045", "320000")]
    [InlineData("11042100123", "330000")]
    [InlineData("12000000001", "340000")]
    [InlineData("01000000001", "110000")]
    [InlineData("31000000001", "650000")]
    [InlineData("32000000001", "")]
    [InlineData("00000000001", "")]
    public void The_first_two_digits_are_the_province_in_national_order(string text, string province) =>
        Assert.Equal(province, OfficerCertificate.Parse(text).Province?.ToString() ?? "");

    [Theory]
    [InlineData("0918001202")]
    [InlineData("091800120261")]
    [InlineData("0918001202X")]
    [InlineData("０９１８００１２０２６")]
    [InlineData("09180012026\n")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_but_eleven_digits_is_refused(string? text)
    {
        Assert.False(OfficerCertificate.TryParse(text, out _, out var violation));
        Assert.StartsWith("Expected a law-enforcement certificate number", violation.ToString(), StringComparison.Ordinal);
    }
}
