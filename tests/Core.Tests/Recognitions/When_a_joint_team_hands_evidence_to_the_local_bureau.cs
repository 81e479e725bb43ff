using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// Scenario S01. A joint team takes evidence on the Taipu river and hands it to the bureau of Wujiang, which fines. The danger
/// is to let the receiver use the package before its own officer has reviewed it, or to let the others rely on a decision that
/// was not served; and to suspend something because a remedy would be possible.
/// </summary>
public sealed class When_a_joint_team_hands_evidence_to_the_local_bureau
{
    private static readonly Gravity River =
        new(Declared: false, DrinkingWaterSource: true, DivisionsHarmed: 2, CriminalReferral: false);

    private readonly Draft _package = Draft.Evidence(JiaxingBureau, Wujiang, "EP-320509-20260512-001", C1, "2026-05-12")
        .DecidedBy("11042100123", "10050912045", "09180012026").HandedTo(Wujiang).Weighing(River);

    private readonly Draft _penalty = Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第31号", C1, "2026-07-10", 320_000)
        .DecidedBy("10050912045", "10050912051").Weighing(River);

    private readonly Zone _zone = new();
    private readonly Desk _jiashan = Desk.OfJiashan;
    private readonly Desk _wujiang = Desk.OfWujiang;

    public When_a_joint_team_hands_evidence_to_the_local_bureau() => _zone.File(_jiashan.Publish(_package, "2026-05-12 18:05"));

    [Fact]
    public void The_others_may_invoke_it_at_once()
    {
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-05-12: FLG-MAJOR-CASE", _zone.Holds(Qingpu, _package));
    }

    [Fact]
    public void The_bureau_that_is_handed_the_package_waits_for_its_own_officer()
    {
        Assert.Equal("PENDING since 2026-05-12, awaiting EvidenceReview: FLG-MAJOR-CASE", _zone.Holds(Wujiang, _package));
        Assert.Equal("ORIGIN since 2026-05-12: FLG-MAJOR-CASE", _zone.Holds(Jiashan, _package));
    }

    [Fact]
    public void Its_review_decides_for_it_and_for_nobody_else()
    {
        _zone.File(_wujiang.Report(_package, "2026-05-14", new LifeCycleFact.EvidenceReviewed(ReviewResult.Admitted)));

        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-05-14: FLG-MAJOR-CASE", _zone.Holds(Wujiang, _package));
        Assert.Equal("PENDING since 2026-05-12, awaiting EvidenceReview: FLG-MAJOR-CASE",
            _zone.Held(Wujiang, _package, on: "2026-05-13"));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-05-12: FLG-MAJOR-CASE", _zone.Holds(Qingpu, _package));
        Assert.Equal(
            [
                "parties without 320509 without 330421: RECOGNISED_WITH_FLAG since 2026-05-12: FLG-MAJOR-CASE",
                "320509: PENDING since 2026-05-12, awaiting EvidenceReview: FLG-MAJOR-CASE",
                "320509: RECOGNISED_WITH_FLAG since 2026-05-14: FLG-MAJOR-CASE",
            ],
            _zone.Announced(_package));
    }

    [Theory]
    [InlineData(ReviewResult.AdmittedWithDefect, "RECOGNISED_WITH_FLAG since 2026-05-12: FLG-DEFECT FLG-MAJOR-CASE")]
    [InlineData(ReviewResult.ReturnedForSupplement, "PENDING since 2026-05-14: HOLD-EV-SUPPLEMENT FLG-MAJOR-CASE")]
    [InlineData(ReviewResult.Refused, "REFUSED since 2026-05-14: REF-EV-REVIEW FLG-MAJOR-CASE")]
    public void A_district_that_was_not_handed_the_package_may_review_it_for_itself(ReviewResult result, string held)
    {
        _zone.File(Desk.OfQingpu.Report(_package, "2026-05-14", new LifeCycleFact.EvidenceReviewed(result)));

        Assert.Equal(held, _zone.Holds(Qingpu, _package));
        Assert.Equal("PENDING since 2026-05-12, awaiting EvidenceReview: FLG-MAJOR-CASE", _zone.Holds(Wujiang, _package));
    }

    [Fact]
    public void Before_it_is_served_the_penalty_binds_nobody()
    {
        _zone.File(_wujiang.Publish(_penalty.ServedOn(null), "2026-07-11"));

        Assert.Equal("PENDING since 2026-07-10, awaiting Service: REF-PROC-SERVICE FLG-MAJOR-CASE",
            _zone.Holds(Qingpu, _penalty));
        Assert.Equal("PENDING since 2026-07-10, awaiting Service: REF-PROC-SERVICE FLG-MAJOR-CASE",
            _zone.Holds(Jiashan, _penalty));
    }

    [Fact]
    public void From_service_on_the_penalty_counts_for_both_others_and_nothing_is_suspended_meanwhile()
    {
        _zone.File(_wujiang.Publish(_penalty.ServedOn("2026-07-13"), "2026-07-16"));

        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-07-13: FLG-MAJOR-CASE", _zone.Holds(Qingpu, _penalty));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-07-13: FLG-MAJOR-CASE", _zone.Holds(Jiashan, _penalty));
        Assert.Equal("ORIGIN since 2026-07-10: FLG-MAJOR-CASE", _zone.Holds(Wujiang, _penalty));
        Assert.Equal(
            "PENDING since 2026-07-10, awaiting Service: REF-PROC-SERVICE FLG-MAJOR-CASE",
                _zone.Held(Jiashan, _penalty, on: "2026-07-12"));
        Assert.Equal(1, _zone.Violations(C1));
    }

    [Fact]
    public void Service_that_is_reported_later_has_the_same_effect()
    {
        _zone.File(_wujiang.Publish(_penalty.ServedOn(null), "2026-07-11"));
        _zone.File(_wujiang.Report(_penalty, "2026-07-13", new LifeCycleFact.Served(), at: "2026-07-14"));

        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-07-13: FLG-MAJOR-CASE", _zone.Holds(Qingpu, _penalty));
    }
}
