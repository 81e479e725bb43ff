using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Vocabulary;

/// <summary>HJ 608-2017, with the two forms for units that have no credit code.</summary>
public sealed class PermitNumberTests
{
    [Theory]
    [InlineData("91130200699229617X001P", 1)]
    [InlineData("91130200699229617X002P", 2)]
    [InlineData("91310118MAHUB00488001P", 1)]
    [InlineData("92320509MAHUB0072D120Z", 120)]
    public void A_unit_with_a_credit_code_is_named_by_it(string text, int site)
    {
        var number = PermitNumber.Parse(text);
        Assert.Equal(text, number.ToString());
        Assert.Equal(PermitHolderForm.CreditCode, number.HolderForm);
        Assert.Equal(text[..18], number.HolderCreditCode.ToString());
        Assert.Equal(text[8..17], number.HolderOrganisationCode.ToString());
        Assert.Equal(site, number.Site);
        Assert.Null(number.IssuingDivision);
    }

    [Fact]
    public void A_unit_with_an_organisation_code_only_is_named_by_that()
    {
        var number = PermitNumber.Parse("H9310118699229617a001P");
        Assert.Equal(PermitHolderForm.OrganisationCode, number.HolderForm);
        Assert.Equal(OrganisationCode.Parse("699229617"), number.HolderOrganisationCode);
        Assert.Equal(Jurisdiction.Parse("310118"), number.IssuingDivision);
        Assert.Null(number.HolderCreditCode);
    }

    [Fact]
    public void A_unit_with_neither_is_numbered_by_its_authority()
    {
        var number = PermitNumber.Parse("H9310118000000042b003Q");
        Assert.Equal(PermitHolderForm.Sequence, number.HolderForm);
        Assert.Equal(Jurisdiction.Parse("310118"), number.IssuingDivision);
        Assert.Null(number.HolderOrganisationCode);
        Assert.Equal(3, number.Site);
    }

    [Theory]
    [InlineData("91130200699229617X01P", "a permit number of 22 characters")]
    [InlineData("91130200699229617X001p", "a permit number of 22 characters")]
    [InlineData("91130200699229617X000P", "sites are numbered from 001")]
    [InlineData("91130200699229618X001P", "with the check character")]
    [InlineData("H9310118699229618a001P", "with the check character 7")]
    [InlineData("H9310118699229617i001P", "a letter from a to z but i and o")]
    [InlineData("H9310118699229617A001P", "a letter from a to z but i and o")]
    [InlineData("91130200699229617x001P", "its letters must be upper case")]
    [InlineData("91130200699229617Ｘ001P", "full-width")]
    [InlineData("", "found nothing")]
    public void Anything_else_is_refused_and_the_reader_learns_why(string text, string explanation)
    {
        Assert.False(PermitNumber.TryParse(text, out _, out var violation));
        Assert.Contains(explanation, violation.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DA001", true, false)]
    [InlineData("DW001", true, true)]
    [InlineData("DX001", false, false)]
    [InlineData("DW01", false, false)]
    [InlineData("DW００１", false, false)]
    [InlineData("dw001", false, false)]
    public void An_outlet_is_in_the_air_or_in_the_water(string text, bool isOutlet, bool isWater)
    {
        Assert.Equal(isOutlet, OutletCode.TryParse(text, out var code));
        Assert.Equal(isWater, code.IsWater);
    }
}
