using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Agreements.Facts;

/// <summary>What follows from the name and the division of an organ, and from the days of a certificate.</summary>
public sealed class OfficeTests
{
    private static readonly DateOnly Day = new(2026, 5, 12);

    [Theory]
    [InlineData("310118", "310118", true)]
    [InlineData("310118", "310117", false)]
    [InlineData("320500", "320509", true)]
    [InlineData("320500", "330421", false)]
    [InlineData("330000", "330421", true)]
    [InlineData("999999", "330421", null)]
    [InlineData(null, "330421", null)]
    public void An_organ_covers_its_division_and_what_lies_in_it(string? own, string division, bool? covers) =>
        Assert.Equal(covers, new Organ("苏州市生态环境局", null, own).Covers(division));

    [Theory]
    [InlineData("嘉兴市生态环境局嘉善分局", true, false, false)]
    [InlineData("苏州市公安局吴江分局", true, true, false)]
    [InlineData("上海市青浦区人民政府", false, false, true)]
    [InlineData("上海市青浦区生态环境局", false, false, false)]
    public void A_name_says_what_sort_of_organ_it_is(string name, bool isBranch, bool isPolice, bool isGovernment)
    {
        var organ = new Organ(name, null, null);
        Assert.Equal((isBranch, isPolice, isGovernment), (organ.IsBranch, organ.IsPolice, organ.IsGovernment));
    }

    [Fact]
    public void Organs_are_compared_by_code_and_by_name_where_one_has_none()
    {
        var bureau = new Organ("苏州市生态环境局", "11320500MAHUBWJ11X", "320500");
        Assert.True(bureau.IsSameAs(bureau with { Name = "苏州市生态环境局（测试）" }));
        Assert.False(bureau.IsSameAs(bureau with { CreditCode = "11330400MAHUBJX15F" }));
        Assert.True(bureau.IsSameAs(bureau with { CreditCode = null }));
        Assert.False(bureau.IsSameAs(new Organ("苏州市吴江生态环境局", null, "320509")));
    }

    [Theory]
    [InlineData("2023-01-01", "2027-12-31", true)]
    [InlineData("2026-05-12", "2026-05-12", true)]
    [InlineData("2026-05-13", null, false)]
    [InlineData(null, "2026-05-11", false)]
    [InlineData("2023-01-01", null, null)]
    [InlineData(null, null, null)]
    public void A_certificate_is_valid_when_both_its_days_say_so(string? from, string? to, bool? isValid) =>
        Assert.Equal(isValid, OfficerOnFile.IsValidOn(DayOf(from), DayOf(to), Day));

    [Fact]
    public void Values_are_written_as_codes()
    {
        Assert.Equal("LEGAL_REPRESENTATIVE", ExchangeHub.Agreements.Spelling.Of<ListedRole>(ListedRole.LegalRepresentative));
        Assert.Null(ExchangeHub.Agreements.Spelling.Of<ListedRole>(null));
        Assert.Equal(
            ["ABSENT_NOTED", "NONE", "REFUSED_NOTED", "SIGNED"],
            ExchangeHub.Agreements.Spelling.Set<PartySigning>(new Wording("签名情形", "the ways of signing")).Members.AsEnumerable());
    }

    private static DateOnly? DayOf(string? text) => text is null ? null : CivilDates.Parse(text);
}
