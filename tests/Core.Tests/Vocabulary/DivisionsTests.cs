using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Vocabulary;

public sealed class DivisionsTests
{
    [Fact]
    public void The_table_is_complete()
    {
        Assert.Equal(374, Divisions.All.Length);
        Assert.Equal(4, Divisions.All.Count(division => division.Level == DivisionLevel.Province));
        Assert.Equal(41, Divisions.All.Count(division => division.Level == DivisionLevel.Prefecture));
        Assert.Equal(24, Divisions.All.Count(division => division.IsStatisticalOnly));
        Assert.Equal(
            ["31 16", "32 95", "33 90", "34 104"],
            Divisions.All.Where(division => division is { Level: DivisionLevel.County, IsStatisticalOnly: false })
                .GroupBy(division => division.Province.ToString()[..2]).Select(province => $"{province.Key} {province.Count()}"));
    }

    [Fact]
    public void Every_division_but_a_province_lies_in_another_of_the_table() =>
        Assert.All(Divisions.All, division =>
        {
            Assert.Equal(division.Level == DivisionLevel.Province, division.Parent is null);
            Assert.True(division.Parent is null || Divisions.IsKnown(division.Parent.Value));
            Assert.True(Divisions.IsKnown(division.Province));
        });

    [Fact]
    public void The_demonstration_zone_has_three_members() =>
        Assert.Equal(
            ["310118 青浦区 Qingpu", "320509 吴江区 Wujiang", "330421 嘉善县 Jiashan"],
            Divisions.DemonstrationZone.Select(member => $"{member.Code} {member.Name.Chinese} {member.Name.English}"));

    [Fact]
    public void A_division_knows_what_it_lies_in()
    {
        var wujiang = Divisions.Find(Jurisdiction.Parse("320509"))!;
        Assert.Equal(Jurisdiction.Parse("320500"), wujiang.Parent);
        Assert.Equal(Jurisdiction.Parse("320000"), wujiang.Province);
        Assert.Equal("苏州市", Divisions.Find(wujiang.Parent!.Value)!.Name.Chinese);
    }

    [Theory]
    [InlineData("310119", "310115")]
    [InlineData("320584", "320509")]
    [InlineData("320586", "320506 320507")]
    [InlineData("310118", "")]
    [InlineData("990000", "")]
    public void A_division_that_was_abolished_leads_to_its_successors(string code, string successors) =>
        Assert.Equal(successors, string.Join(' ', Divisions.FindSuccessors(Jurisdiction.Parse(code))));

    [Theory]
    [InlineData("310119", "310119' (the nearest is 310115, Pudong New Area)")] // abolished: its successor
    [InlineData("330412", "330412' (the nearest is 330411")] // one digit wrong
    [InlineData("330241", "330241' (the nearest is 330211")]
    [InlineData("320590", "320590' (the nearest is 320509, Wujiang)")] // two neighbours exchanged
    [InlineData("320599", "320599' (the nearest is 320509, Wujiang)")]
    [InlineData("330999", "330999' (the nearest is 330900, Zhoushan)")] // no county: its prefecture
    [InlineData("339999", "339999' (the nearest is 330000, Zhejiang)")]
    [InlineData("990000", "found '990000'.")]
    [InlineData("３１０１１８", "full-width")]
    [InlineData("31011", "a six-digit division code")]
    public void An_unknown_division_is_refused_with_the_nearest_one(string text, string explanation)
    {
        Assert.False(Divisions.TryFind(text, out _, out var violation));
        Assert.Contains(explanation, violation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_division_is_found()
    {
        Assert.True(Divisions.TryFind("310118", out var division, out _));
        Assert.Equal("青浦区", division.Name.Chinese);
        Assert.True(division.IsInDemonstrationZone);
        Assert.Null(Divisions.Find(default));
    }
}
