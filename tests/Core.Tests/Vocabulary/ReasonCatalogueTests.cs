using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Vocabulary;

public sealed class ReasonCatalogueTests
{
    [Fact]
    public void The_catalogue_is_closed_at_90_codes()
    {
        Assert.Equal(90, ReasonCatalogue.All.Length);
        Assert.Equal(90, ReasonCatalogue.All.Select(reason => reason.Code).Distinct().Count());
        Assert.Equal(
            ["CHG", "DUP", "FLG", "HOLD", "INF", "REF", "SUS", "TRM"],
            ReasonCatalogue.All.Select(reason => reason.Code.ToString().Split('-')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("REF-SIG-KEY", ReasonEffect.Quarantine)]
    [InlineData("REF-PRIV-RAW", ReasonEffect.Quarantine)]
    [InlineData("REF-PROC-SERVICE", ReasonEffect.Hold)]
    [InlineData("REF-AGR-SCOPE", ReasonEffect.NotApplicable)]
    [InlineData("DUP-CONFLICT", ReasonEffect.Suspend)]
    [InlineData("DUP-IDEMPOTENT", ReasonEffect.Ignore)]
    [InlineData("HOLD-ORDER", ReasonEffect.Hold)]
    [InlineData("CHG-CHANGED", ReasonEffect.Reevaluate)]
    [InlineData("INF-PERFORMED", ReasonEffect.Inform)]
    [InlineData("REF-BIS", ReasonEffect.Refuse)]
    [InlineData("FLG-MAJOR-CASE", ReasonEffect.Flag)]
    [InlineData("SUS-STAY", ReasonEffect.Suspend)]
    [InlineData("TRM-REVOKED-RECON", ReasonEffect.Terminate)]
    public void What_a_reason_does_is_said_by_the_catalogue_and_not_by_its_first_letters(string code, ReasonEffect effect)
    {
        Assert.Equal(effect, new ReasonCode(code).Effect);
        Assert.Equal(effect, ReasonCatalogue.Find(code)!.Effect);
    }

    [Fact]
    public void A_row_carries_everything_that_people_are_told()
    {
        var reason = ReasonCatalogue.Of(new ReasonCode("TRM-CONFIRMED-ILLEGAL"));
        Assert.Equal(102, reason.Precedence);
        Assert.Equal(["penalty", "permit"], reason.KindCodes.AsEnumerable());
        Assert.False(reason.IsMandatory);
        Assert.Equal(ReasonDecider.Either, reason.DecidedBy);
        Assert.Equal(new Wording("被确认违法（不撤销）", "Confirmed illegal though not annulled"), reason.Title);
        Assert.Equal("复议法65；诉讼法74", reason.LegalBasis);
        Assert.Equal(SourceTrust.Found, reason.Trust);
        Assert.True(reason.Concerns("penalty"));
        Assert.False(reason.Concerns("evidence"));
        Assert.True(ReasonCatalogue.Find("DUP-CONFLICT")!.Concerns("evidence"));
        Assert.Equal("", ReasonCatalogue.Find("DUP-CONFLICT")!.LegalBasis);
        Assert.Equal(
            "Party not informed of rights, or waiting period cut short", ReasonCatalogue.Find("REF-PROC-RIGHTS")!.Title.English);
    }

    [Fact]
    public void Every_row_is_whole_and_the_order_is_by_precedence()
    {
        Assert.All(ReasonCatalogue.All, reason =>
        {
            Assert.True(Enum.IsDefined(reason.Effect));
            Assert.True(Enum.IsDefined(reason.DecidedBy));
            Assert.True(Enum.IsDefined(reason.Trust));
            Assert.NotEqual("", reason.Title.Chinese);
            Assert.NotEqual("", reason.Title.English);
            Assert.InRange(reason.Precedence, 10, 140);
        });
        Assert.Equal("REF-INT-HASH", ReasonCatalogue.All[0].Code.ToString());
        Assert.Equal(
            ReasonCatalogue.All.Select(reason => reason.Precedence).Order(),
            ReasonCatalogue.All.Select(reason => reason.Precedence));
    }

    [Theory]
    [InlineData("REF-NEW")]
    [InlineData("trm-invalid")]
    [InlineData("")]
    [InlineData(null)]
    public void A_code_that_the_catalogue_does_not_have_cannot_be_made(string? code)
    {
        Assert.Throws<ArgumentException>(() => new ReasonCode(code!));
        Assert.False(ReasonCode.TryParse(code, out _));
        Assert.Null(ReasonCatalogue.Find(code));
        Assert.Throws<ArgumentException>(() => ReasonCatalogue.Of(default));
    }

    [Fact]
    public void Sets_of_reasons_compare_by_content()
    {
        Reasons one = [new("SUS-STAY"), new("FLG-COVERT"), new("SUS-STAY")];
        Reasons other = [new("FLG-COVERT"), new("SUS-STAY")];
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal("FLG-COVERT SUS-STAY", one.ToString());
        Assert.Equal("SUS-STAY", one.With(ReasonEffect.Suspend).ToString());
        Assert.Equal(one, one.Remove(new("SUS-STAY")).Add(new("SUS-STAY")));
        Assert.True(one.Remove(new("SUS-STAY")).Remove(new("FLG-COVERT")).IsEmpty);
    }

    [Fact]
    public void There_are_19_kinds_of_penalty()
    {
        Assert.Equal(19, PenaltyKinds.All.Length);
        Assert.Equal("P99", PenaltyKinds.All[^1].Code);
        Assert.Null(PenaltyKinds.Find("P19"));
        Assert.Null(PenaltyKinds.Find(null));
        Assert.Equal(
            new PenaltyKind(
                "P03", new Wording("罚款", "Fine"), "处罚法9(2)", PenaltyAmount.Fine,
                NeedsCertificate: false, HearingRight.WhenLarge, MayBindElsewhere: false),
            PenaltyKinds.Find("P03"));
        Assert.Equal(PenaltyAmount.Confiscated, PenaltyKinds.Find("P05")!.Amount);
        Assert.True(PenaltyKinds.Find("P08") is { NeedsCertificate: true, Hearing: HearingRight.Always, MayBindElsewhere: true });
        Assert.Equal(PenaltyAmount.Fine, PenaltyKinds.Find("P18")!.Amount);
    }
}
