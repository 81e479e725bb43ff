using System.Text.Json;
using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Tests.Vocabulary;

/// <summary>
/// GB 32100-2015. The dangerous cases: the outer mod that many programs forget, look-alike letters, full-width input, and codes
/// that are arithmetically wrong and legally valid.
/// </summary>
public sealed class UnifiedSocialCreditCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static TheoryData<string> Issued =>
    [
        "91330100799655058B", "9144030071526726XG", "91110000802100433B", "914403001922038216", "91310000631696382C",
        "91440300192317458F", "91350900587527783P", "91440400192548256N", "91440606722473344C", "91130200699229617X",
        "91350100M000100Y43",
    ];

    public static TheoryData<string> Pilot => ["91350100M0001TGQXM", "91350211M0000XUF46", "91350203M0001FUE2P"];

    [Theory]
    [MemberData(nameof(Issued))]
    public void A_code_that_is_in_use_is_read(string text)
    {
        Assert.True(UnifiedSocialCreditCode.TryParse(text, out var code, out var violation), violation?.ToString());
        Assert.Equal(text, code.ToString());
    }

    [Theory]
    [MemberData(nameof(Pilot))]
    public void A_code_of_the_Fujian_pilot_is_read_and_warned_about(string text)
    {
        Assert.Equal(text, UnifiedSocialCreditCode.Parse(text).ToString());
        var finding = Assert.Single(
            UnifiedSocialCreditCode.Examine(text).Findings, finding => finding.Level == CreditCodeLevel.Checksum);
        Assert.Equal(FindingWeight.Warn, finding.Weight);
    }

    [Theory]
    [InlineData("91350100M000100Y4Z", "such codes have no 'Z'")]
    [InlineData("91350100M000100Y44", "with the check character 3")]
    [InlineData("91330100799655058b", "its letters must be upper case")]
    [InlineData("9133010079965505BB", "with the check character")]
    [InlineData("91330100799655O58B", "such codes have no 'O'")]
    [InlineData("91330100799655058", "it has 17 characters")]
    [InlineData("91330100799655058BB", "it has 19 characters")]
    [InlineData("91A30100799655058B", "characters 3 to 8 must be digits")]
    [InlineData("９１３３０１００７９９６５５０５８Ｂ", "it has full-width characters")]
    [InlineData("91330100799655058B ", "it has 19 characters")]
    [InlineData("91330100799655058B\n", "it has 19 characters")]
    [InlineData("9133010079965505٨B", "found '9133010079965505٨B'")]
    [InlineData("", "found nothing")]
    [InlineData(null, "found nothing")]
    public void Anything_else_is_refused_and_the_reader_learns_why(string? text, string explanation)
    {
        Assert.False(UnifiedSocialCreditCode.TryParse(text, out var code, out var violation));
        Assert.Equal(default, code);
        Assert.Contains(explanation, violation.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            UnifiedSocialCreditCode.Examine(text).Findings,
            finding => finding.Weight == FindingWeight.Refuse && finding.Violation == violation);
    }

    [Fact]
    public void The_remainder_zero_gives_the_check_character_zero() =>
        Assert.True(UnifiedSocialCreditCode.TryParse(Codes().First(code => code[^1] == '0'), out _));

    [Fact]
    public void A_wrong_check_character_that_the_registry_confirmed_is_taken_with_a_warning()
    {
        const string Wrong = "91330100799655058C";
        Assert.Null(UnifiedSocialCreditCode.Examine(Wrong).Code);
        var examination = UnifiedSocialCreditCode.Examine(Wrong, new HashSet<string> { Wrong });
        Assert.Equal(Wrong, examination.Code.ToString());
        Assert.Equal(FindingWeight.Warn, Assert.Single(examination.Findings).Weight);
    }

    [Fact]
    public void A_wrong_organisation_code_inside_is_worth_a_warning_only()
    {
        var text = WithCheck("91310118799655059");
        Assert.Equal(
            [CreditCodeLevel.OrganisationCode], UnifiedSocialCreditCode.Examine(text).Findings.Select(finding => finding.Level));
        Assert.Null(UnifiedSocialCreditCode.Parse(text).OrganisationCode);
    }

    [Theory]
    [InlineData("310118", true)]
    [InlineData("310119", true)] // Nanhui, merged into Pudong in 2009: its companies keep the code
    [InlineData("320584", true)] // Wujiang before it became a district
    [InlineData("440300", true)] // another province: the table does not know its divisions
    [InlineData("100000", true)]
    [InlineData("310999", false)]
    [InlineData("990000", false)]
    public void A_division_that_was_never_in_use_is_worth_a_warning_only(string division, bool isKnown)
    {
        var examination = UnifiedSocialCreditCode.Examine(WithCheck($"91{division}799655058"));
        Assert.NotNull(examination.Code);
        Assert.Equal(isKnown ? [] : [CreditCodeLevel.Division], examination.Findings.Select(finding => finding.Level));
    }

    [Fact]
    public void Its_parts_are_what_the_standard_says()
    {
        var code = UnifiedSocialCreditCode.Parse("91330100799655058B");
        Assert.Equal(EntityClass.Enterprise, code.EntityClass);
        Assert.Equal(Jurisdiction.Parse("330100"), code.RegistrarDivision);
        Assert.Equal(OrganisationCode.Parse("79965505-8"), code.OrganisationCode);
        Assert.True(code.Carries(OrganisationCode.Parse("79965505-8")));
        Assert.False(code.Carries(OrganisationCode.Parse("71526726-X")));
    }

    [Theory]
    [InlineData("11310118MAHUBQP13X", EntityClass.Organ)]
    [InlineData("91320509MAHUB0013D", EntityClass.Enterprise)]
    [InlineData("92320509MAHUB0072D", EntityClass.IndividualBusiness)]
    public void The_first_two_characters_say_what_kind_of_body_it_is(string text, EntityClass expected) =>
        Assert.Equal(expected, UnifiedSocialCreditCode.Parse(text).EntityClass);

    [Fact]
    public void Every_invented_subject_of_the_test_vectors_has_a_good_code()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Vectors.Path("synthetic-entities.json")));
        var codes = vectors.RootElement.EnumerateObject()
            .Where(entity => entity.Value.TryGetProperty("uscc", out _))
            .Select(entity => entity.Value.GetProperty("uscc").GetString()).ToArray();
        Assert.Equal(14, codes.Length);
        Assert.All(codes, code => Assert.Empty(UnifiedSocialCreditCode.Examine(code).Findings));
    }

    [Fact]
    public void A_code_with_the_right_check_character_is_read_and_printed_as_it_was() =>
        Prop.ForAll(Code, text => UnifiedSocialCreditCode.Parse(text).ToString() == text).QuickCheckThrowOnFailure();

    [Fact]
    public void One_wrong_character_is_always_noticed() =>
        Prop.ForAll(
            Code, Gen.Choose(0, 17).ToArbitrary(), Gen.Elements(Alphabet.ToCharArray()).ToArbitrary(),
            (text, index, wrong) =>
            {
                var changed = $"{text[..index]}{wrong}{text[(index + 1)..]}";
                return changed == text || !UnifiedSocialCreditCode.TryParse(changed, out _);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Two_neighbours_exchanged_are_always_noticed() =>
        Prop.ForAll(Code, Gen.Choose(0, 16).ToArbitrary(), (text, index) =>
        {
            var changed = $"{text[..index]}{text[index + 1]}{text[index]}{text[(index + 2)..]}";
            return changed == text || !UnifiedSocialCreditCode.TryParse(changed, out _);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Arbitrary<string> Code => (
        from head in Gen.Elements(Alphabet.ToCharArray()).ArrayOf(2)
        from division in Gen.Elements("0123456789".ToCharArray()).ArrayOf(6)
        from tail in Gen.Elements(Alphabet.ToCharArray()).ArrayOf(9)
        select WithCheck($"{new string(head)}{new string(division)}{new string(tail)}")).ToArbitrary();

    // An independent statement of the rule: the check character makes the weighted sum of all eighteen a multiple of 31.
    private static string WithCheck(string body)
    {
        var weight = 1;
        var sum = 0;
        foreach (var character in body)
        {
            sum += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return body + Alphabet.Single(check => (sum + Alphabet.IndexOf(check, StringComparison.Ordinal)) % 31 == 0);
    }

    private static IEnumerable<string> Codes() =>
        Enumerable.Range(0, 500).Select(number => WithCheck($"91310118MAHUB0{number:000}"));
}
