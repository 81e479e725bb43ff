using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.Tests.Zones;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>Scenario S10: Jiashan gives notice and leaves with the end of September.</summary>
public sealed class When_a_party_leaves_the_agreement
{
    private readonly Zone _zone = new(WithoutJiashan());
    private readonly Desk _wujiang = Desk.OfWujiang;
    private readonly Desk _jiashan = Desk.OfJiashan;

    [Fact]
    public void What_it_decided_before_counts_though_it_is_published_afterwards()
    {
        var fine = Fine("2026-09-29").ServedOn("2026-09-30");
        _zone.File(_jiashan.Publish(fine, "2026-10-09"));

        Assert.Equal("RECOGNISED since 2026-09-30", _zone.Holds(Wujiang, fine));
        Assert.Equal("RECOGNISED since 2026-09-30", _zone.Holds(Qingpu, fine));
        Assert.Equal("ORIGIN since 2026-09-29", _zone.Holds(Jiashan, fine));
    }

    [Theory]
    [InlineData("2026-10-14", "RECOGNISED since 2026-09-30")] // a holiday lies before it, and a Saturday on which offices work
    [InlineData("2026-10-15", "RECOGNISED_WITH_FLAG since 2026-09-30: FLG-LATE-PUBLISH")]
    public void It_has_the_same_term_as_before(string publishedOn, string holds)
    {
        var fine = Fine("2026-09-29").ServedOn("2026-09-30");
        _zone.File(_jiashan.Publish(fine, publishedOn));

        Assert.Equal(holds, _zone.Holds(Wujiang, fine));
    }

    [Fact]
    public void What_it_decides_afterwards_is_outside_the_agreement()
    {
        var fine = Fine("2026-10-12");
        _zone.File(_jiashan.Publish(fine, "2026-10-13"));

        Assert.Equal("NOT_APPLICABLE since 2026-10-12: REF-AGR-NOT-IN-FORCE REF-AGR-TERRITORY", _zone.Holds(Wujiang, fine));
        Assert.Equal("NOT_APPLICABLE since 2026-10-12: REF-AGR-NOT-IN-FORCE REF-AGR-TERRITORY", _zone.Holds(Qingpu, fine));
    }

    [Fact]
    public void What_others_decide_afterwards_concerns_it_no_more()
    {
        var fine = Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第51号", C1, "2026-10-12", 90_000);
        _zone.File(_wujiang.Publish(fine, "2026-10-13"));

        Assert.Equal("NOT_APPLICABLE since 2026-10-12: REF-AGR-NOT-IN-FORCE", _zone.Holds(Jiashan, fine));
        Assert.Equal("RECOGNISED since 2026-10-12", _zone.Holds(Qingpu, fine));
    }

    [Fact]
    public void It_must_still_report_what_becomes_of_the_decisions_that_survive()
    {
        var fine = Fine("2026-05-11");
        _zone.File(_jiashan.Publish(fine, "2026-05-12"));
        Assert.Equal("RECOGNISED since 2026-05-11", _zone.Holds(Wujiang, fine));

        _zone.File(_jiashan.Report(
            fine, "2026-11-03", new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Revoked, IsFinal: true)));

        Assert.Equal("TERMINATED since 2026-11-03: TRM-REVOKED-RECON", _zone.Holds(Wujiang, fine));
        Assert.Equal("TERMINATED since 2026-11-03: TRM-REVOKED-RECON", _zone.Holds(Qingpu, fine));
    }

    [Fact]
    public void And_may_still_correct_them()
    {
        var fine = Fine("2026-05-11");
        var first = _jiashan.Publish(fine, "2026-05-12");
        _zone.File(first);
        _zone.File(_jiashan.Correct(first, fine.Fining(12_000), "2026-11-03"));

        Assert.Equal("RECOGNISED since 2026-05-11", _zone.Holds(Wujiang, fine));
    }

    private static Draft Fine(string decidedOn) =>
        Draft.Penalty(JiaxingBureau, Jiashan, "嘉环（善）罚字〔2026〕17号", C5, decidedOn, 15_000);

    private static Network WithoutJiashan()
    {
        var at = new DateTimeOffset(2026, 6, 30, 9, 0, 0, TimeSpan.FromHours(8));
        var notice = new AgreementAct(Jiashan, 0, at, new AgreementDeed.GiveNotice(new DateOnly(2026, 9, 30)));
        var agreement = AgreementState.Of(DemoNetwork.Standard);
        Assert.Null(AgreementActs.Check(agreement, notice, at, RuleSetFolder.Parse));
        return agreement.Apply(notice, at, RuleSetFolder.Parse).Network;
    }
}
