using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// A later version may name another firm, another receiver of the evidence, or come under other rules. Whoever no longer
/// appears in it must be rid of it, and must not be left with what was decided about the version before.
/// </summary>
public sealed class When_a_correction_says_something_else
{
    private readonly Draft _fine = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕17号", C2, "2026-03-16", 200_000);
    private readonly Draft _package =
        Draft.Evidence(JiaxingBureau, Wujiang, "EP-320509-20260512-001", C1, "2026-05-12").HandedTo(Wujiang);

    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Zone _zone = new();

    [Fact]
    public void The_firm_that_was_named_by_mistake_has_no_violation_on_file()
    {
        var first = _qingpu.Publish(_fine, "2026-03-20");
        _zone.File(first);
        _zone.File(_qingpu.Correct(first, _fine with { Subjects = [C10] }, "2026-03-25"));

        Assert.Equal((0, 1), (_zone.Violations(C2), _zone.Violations(C10)));
    }

    [Fact]
    public void The_same_holds_when_the_correction_overtakes_the_mistake()
    {
        var first = _qingpu.Publish(_fine, "2026-03-20");
        _zone.File(_qingpu.Correct(first, _fine with { Subjects = [C10] }, "2026-03-25"));
        Assert.Equal((0, 0), (_zone.Violations(C2), _zone.Violations(C10)));

        _zone.File(first, at: "2026-03-26");
        Assert.Equal((0, 1), (_zone.Violations(C2), _zone.Violations(C10)));
    }

    [Fact]
    public void A_fallen_decision_that_is_corrected_afterwards_counts_for_neither()
    {
        var first = _qingpu.Publish(_fine, "2026-03-20");
        _zone.File(first);
        _zone.File(_qingpu.Report(_fine, "2026-06-16", new Withdrawn()));
        _zone.File(_qingpu.Correct(first, _fine with { Subjects = [C10] }, "2026-06-20"));

        Assert.Equal((0, 0), (_zone.Violations(C2), _zone.Violations(C10)));
    }

    [Fact]
    public void The_bureau_to_which_the_evidence_was_handed_by_mistake_need_not_review_it()
    {
        var first = Desk.OfJiashan.Publish(_package, "2026-05-12");
        _zone.File(first);
        Assert.Equal("PENDING since 2026-05-12, awaiting EvidenceReview", _zone.Holds(Wujiang, _package));

        _zone.File(Desk.OfJiashan.Correct(first, _package.HandedTo(Qingpu), "2026-05-13"));
        Assert.Equal("RECOGNISED since 2026-05-12", _zone.Holds(Wujiang, _package));
        Assert.Equal("PENDING since 2026-05-12, awaiting EvidenceReview", _zone.Holds(Qingpu, _package));
    }

    [Fact]
    public void Evidence_that_was_withdrawn_rests_until_each_receiver_has_looked_at_it_again()
    {
        _zone.File(Desk.OfJiashan.Publish(_package, "2026-05-12"));
        _zone.File(Desk.OfWujiang.Report(_package, "2026-05-14", new EvidenceReviewed(ReviewResult.Admitted)));
        _zone.File(Desk.OfJiashan.Report(_package, "2026-06-01", new Withdrawn()));
        Assert.Equal("PENDING since 2026-06-01, awaiting EvidenceReview", _zone.Holds(Wujiang, _package));
        Assert.Equal("PENDING since 2026-06-01, awaiting EvidenceReview", _zone.Holds(Qingpu, _package));

        _zone.File(Desk.OfWujiang.Report(_package, "2026-06-03", new EvidenceReviewed(ReviewResult.AdmittedWithDefect)));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-06-03: FLG-DEFECT", _zone.Holds(Wujiang, _package));
        Assert.Equal("PENDING since 2026-06-01, awaiting EvidenceReview", _zone.Holds(Qingpu, _package));
    }

    [Theory]
    [InlineData("2026-08-14", "agr:yrd-demo-2020/v3")]
    [InlineData("2026-08-15", "agr:yrd-demo-2020/v4")]
    public void A_record_is_judged_by_the_rules_of_the_day_on_which_it_was_published(string day, string rules)
    {
        _zone.File(_qingpu.Publish(_fine, day), at: "2026-09-01");
        Assert.Equal(rules, _zone.State(_fine.Dossier).For(Wujiang, _zone.Network)?.RuleSet);
    }

    [Fact]
    public void A_correction_is_judged_by_the_rules_of_its_own_day_and_an_event_is_not()
    {
        var first = _qingpu.Publish(_fine, "2026-08-14");
        _zone.File(first);
        _zone.File(_qingpu.Report(_fine, "2026-09-01", new RemedyAccepted(Remedy.Suit)));
        Assert.Equal("agr:yrd-demo-2020/v3", _zone.Decisions[^1].Decision.RuleSet);

        _zone.File(_qingpu.Correct(first, _fine.Fining(150_000), "2026-09-02"));
        Assert.Equal("agr:yrd-demo-2020/v4", _zone.Decisions[^1].Decision.RuleSet);
        Assert.Equal((3, 2), (_zone.Decisions[^1].Decision.Number, _zone.Decisions[^1].Decision.Supersedes));
    }

    [Fact]
    public void What_was_recognised_survives_the_end_of_the_agreement_and_so_do_its_corrections_and_its_revocation()
    {
        var network = DemoNetwork.Standard with { Agreement = EndingWith(DemoNetwork.Standard.Agreement.RuleSets[0]) };
        var zone = new Zone(network);
        var first = _qingpu.Publish(_fine, "2026-08-14");
        zone.File(first);
        zone.File(_qingpu.Correct(first, _fine.Fining(150_000), "2026-09-02"));
        Assert.Equal("RECOGNISED since 2026-03-16", zone.Holds(Wujiang, _fine));
        Assert.Equal(2, zone.State(_fine.Dossier).For(Wujiang, network)?.Version);

        zone.File(_qingpu.Report(_fine, "2026-10-01", new Withdrawn()));
        Assert.Equal("TERMINATED since 2026-10-01: TRM-SELF-REVOKED", zone.Holds(Wujiang, _fine));
    }

    [Fact]
    public void A_record_published_under_no_rules_is_claimed_by_no_agreement()
    {
        var zone = new Zone(DemoNetwork.Standard with { Agreement = EndingWith(DemoNetwork.Standard.Agreement.RuleSets[0]) });
        zone.File(_qingpu.Publish(_fine, "2026-08-15"));

        Assert.Equal("NOT_APPLICABLE since 2026-03-16: REF-AGR-NOT-IN-FORCE", zone.Holds(Wujiang, _fine));
        Assert.Empty(zone.Decisions);
    }

    private static Agreement EndingWith(RuleSet last) => new(last.Agreement, [last]);
}
