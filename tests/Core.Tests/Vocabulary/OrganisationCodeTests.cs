using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Tests.Vocabulary;

public sealed class OrganisationCodeTests
{
    [Theory]
    [InlineData("79965505-8", "799655058")]
    [InlineData("71526726-X", "71526726X")]
    [InlineData("80210043-3", "802100433")]
    [InlineData("19220382-1", "192203821")]
    [InlineData("69922961-7", "699229617")]
    [InlineData("699229617", "699229617")]
    public void A_code_that_is_in_use_is_read_with_or_without_its_hyphen(string text, string code) =>
        Assert.Equal(code, OrganisationCode.Parse(text).ToString());

    [Theory]
    [InlineData("79965505-9", "with the check character 8; found '79965505-9'.")]
    [InlineData("7996550-58", "found '7996550-58'.")]
    [InlineData("71526726-x", "found '71526726-x'.")]
    [InlineData("７９９６５５０５-8", "full-width")]
    [InlineData("799655058\n", "found '799655058\\u{000A}'")]
    [InlineData(null, "found nothing.")]
    public void Anything_else_is_refused_and_the_reader_learns_why(string? text, string explanation)
    {
        Assert.False(OrganisationCode.TryParse(text, out _, out var violation));
        Assert.Contains(explanation, violation.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Only digits: letters are worth 10 to 35, so that 0 and B are the same modulo 11. The standard cannot tell them
    /// apart.</summary>
    [Fact]
    public void One_wrong_digit_is_always_noticed() =>
        Prop.ForAll(
            Gen.Choose(0, 99_999_999).ToArbitrary(), Gen.Choose(0, 7).ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(),
            (number, index, wrong) =>
            {
                var body = $"{number:00000000}";
                var check = "0123456789X".Single(character => OrganisationCode.TryParse(body + character, out _));
                var changed = $"{body[..index]}{wrong}{body[(index + 1)..]}{check}";
                return changed == body + check || !OrganisationCode.TryParse(changed, out _);
            }).QuickCheckThrowOnFailure();
}
