using ExchangeHub.Access;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.CoreTests.Access;

/// <summary>What no row allows is refused; a purpose that concerns a case needs its number.</summary>
public sealed class ReadingRulesTests
{
    [Fact]
    public void Every_pair_of_member_and_purpose_has_the_answer_that_was_agreed()
    {
        var granted =
            from kind in Enum.GetValues<MemberKind>()
            from purpose in Enum.GetValues<Purpose>()
            let terms = ReadingRules.Admit(kind, new ReadingClaim(purpose, "第7号", "")).Terms
            where terms is not null
            select $"{kind} {purpose.Code()} {terms.Level} {(terms.NeedsCase ? "case" : "-")} {terms.Kinds.Length}";

        Assert.Equal(
            [
                "Node exchange Masked - 6", "Node case Masked case 6", "Node supervision Masked - 6", "Node review Masked case 6",
                "Operator audit Masked - 0",
                "Consumer credit Public - 4",
                "Console case Masked case 6", "Console supervision Masked - 6", "Console credit Public - 4",
                "Console review Masked case 6", "Console audit Masked - 0",
            ],
            granted);
    }

    [Fact]
    public void A_credit_platform_is_shown_neither_evidence_nor_permits()
    {
        var (terms, _) = ReadingRules.Admit(MemberKind.Consumer, new ReadingClaim(Purpose.Credit, "", ""));

        Assert.DoesNotContain(RecordKind.Evidence, terms!.Kinds);
        Assert.DoesNotContain(RecordKind.Permit, terms.Kinds);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("沪0118环立〔2026〕第77号", "10050912045")]
    [InlineData("12345678901234", "")]
    public void A_case_number_is_a_short_plain_line(string caseNumber, string person) =>
        Assert.True(ReadingRules.IsPlain(new ReadingClaim(Purpose.Case, caseNumber, person)));

    [Theory]
    [InlineData("11010519491231002X", "")]
    [InlineData("案 440524188001010014", "")]
    [InlineData("130503670401001", "")]
    [InlineData("１１０１０５１９４９１２３１００２", "")]
    [InlineData("a\nb", "")]
    [InlineData("a\u202Eb", "")]
    [InlineData("a\uFFFDb", "")]
    [InlineData("", "11010519491231002X")]
    public void A_number_of_an_identity_card_and_what_deceives_the_eye_are_not(string caseNumber, string person)
    {
        var claim = new ReadingClaim(Purpose.Case, caseNumber, person);

        Assert.False(ReadingRules.IsPlain(claim));
        Assert.Equal(RejectionCode.CaseMissing, ReadingRules.Admit(MemberKind.Node, claim).Rejection!.Code);
    }

    [Theory]
    [InlineData(true, null, null, false)]
    [InlineData(false, null, null, true)]
    [InlineData(false, "2026-01-01", null, true)]
    [InlineData(false, "2026-01-01", "2027-01-01", false)]
    [InlineData(false, "2026-01-01", "2027-01-02", true)]
    public void A_search_names_somebody_or_a_year(bool namesSomething, string? from, string? to, bool isRefused) => Assert.Equal(
        isRefused, ReadingRules.TooBroad(namesSomething, Day(from), Day(to))?.Code == RejectionCode.TooBroad);

    private static DateOnly? Day(string? text) => text is null ? null : CivilDates.Parse(text);
}
