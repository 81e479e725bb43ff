using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Vocabulary;

public sealed class IndustryCodeTests
{
    [Theory]
    [InlineData("1752", 'C', "制造业")]
    [InlineData("C1752", 'C', "制造业")]
    [InlineData("3360", 'C', "制造业")]
    [InlineData("4620", 'D', "电力、热力、燃气及水生产和供应业")]
    [InlineData("7724", 'N', "水利、环境和公共设施管理业")]
    [InlineData("5431", 'G', "交通运输、仓储和邮政业")]
    [InlineData("0111", 'A', "农、林、牧、渔业")]
    [InlineData("9700", 'T', "国际组织")]
    public void A_class_belongs_to_the_section_of_its_division(string text, char letter, string name)
    {
        var code = IndustryCode.Parse(text);
        Assert.Equal(text[^4..], code.ToString());
        Assert.Equal((letter, name), (code.Section!.Letter, code.Section.Name.Chinese));
    }

    [Theory]
    [InlineData("D1752", "division 17 belongs to section C")]
    [InlineData("c1752", "division 17 belongs to section C")]
    [InlineData("0011", "there is no such division")]
    [InlineData("9800", "there is no such division")]
    [InlineData("175", "found '175'.")]
    [InlineData("C175", "found 'C175'.")]
    [InlineData("１７５２", "full-width")]
    [InlineData(null, "found nothing.")]
    public void Anything_else_is_refused_and_the_reader_learns_why(string? text, string explanation)
    {
        Assert.False(IndustryCode.TryParse(text, out _, out var violation));
        Assert.Contains(explanation, violation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_division_from_01_to_97_has_a_section() =>
        Assert.All(Enumerable.Range(1, 97), division => Assert.NotNull(IndustryCode.Parse($"{division:00}10").Section));
}
