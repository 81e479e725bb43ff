using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// What happened to a decision is said by its issuer. Anybody else who could say it could take a competitor's penalty out of the
/// zone, or hide its revocation by filing the same words first.
/// </summary>
public sealed class When_somebody_else_speaks_for_a_record
{
    private readonly Draft _fine = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕17号", C2, "2026-03-16", 200_000);
    private readonly Draft _package = Draft.Evidence(JiaxingBureau, Wujiang, "EP-320509-20260512-001", C1, "2026-05-12");
    private readonly Zone _zone = new();

    [Fact]
    public void A_penalty_is_closed_to_others_before_it_arrives_and_after()
    {
        var foreign = Desk.OfWujiang.Report(_fine, "2026-06-16", new Withdrawn());
        AssertNotEntitled(foreign, "11320500MAHUBWJ11X cannot speak for it");
        _zone.File(Desk.OfQingpu.Publish(_fine, "2026-03-20"));
        AssertNotEntitled(foreign, "The record was made by 11310118MAHUBQP13X");

        Assert.Equal("RECOGNISED since 2026-03-16", _zone.Holds(Jiashan, _fine));
    }

    [Fact]
    public void A_node_speaks_only_for_the_organs_that_it_is_registered_for()
    {
        var pretended = Desk.OfWujiang.Publish(_fine, "2026-03-20"); // signed by Wujiang in the name of Qingpu
        AssertNotEntitled(pretended, "node:320509 is not registered to speak for 11310118MAHUBQP13X");

        var unknown = new Desk(NodeId.Parse("node:330100"), QingpuBureau).Publish(_fine, "2026-03-20");
        AssertNotEntitled(unknown, "node:330100 is not registered in this network");
        Assert.Equal("NOT_KNOWN", _zone.Holds(Wujiang, _fine));
    }

    [Fact]
    public void Words_that_somebody_else_said_first_do_not_hide_the_issuers_own()
    {
        // Held: nobody knows yet whose package it is.
        _zone.File(Desk.OfWujiang.Report(_package, "2026-05-30", new EvidenceExcluded()));
        _zone.File(Desk.OfJiashan.Publish(_package, "2026-05-12"));
        Assert.Equal("RECOGNISED since 2026-05-12", _zone.Holds(Qingpu, _package));

        _zone.File(Desk.OfJiashan.Report(_package, "2026-05-30", new EvidenceExcluded()));
        Assert.Equal("REFUSED since 2026-05-30: REF-EV-ILLEGAL", _zone.Holds(Qingpu, _package));
    }

    [Fact]
    public void A_version_that_somebody_else_filed_first_does_not_follow()
    {
        var first = Desk.OfJiashan.Publish(_package, "2026-05-12");
        var foreign = _package.DecidedBy() with { Issuer = SuzhouBureau };
        _zone.File(Desk.OfWujiang.Publish(foreign, version: 2, previous: first.Content, at: "2026-05-13"));
        _zone.File(first, at: "2026-05-14");

        Assert.Equal("RECOGNISED since 2026-05-12", _zone.Holds(Qingpu, _package));
        Assert.Equal(1, _zone.State(_package.Dossier).Facts.Current?.Version);
    }

    [Fact]
    public void Only_an_arbiter_designates_and_a_party_may_only_yield()
    {
        var other = Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第22号", C2, "2026-05-28", 160_000);
        var designation = new VenueDesignated(other.Dossier);
        AssertNotEntitled(Desk.OfWujiang.Report(_fine, "2026-06-12", designation), "may not designate venue");
        AssertNotEntitled(Desk.OfWujiang.Report(other, "2026-06-12", designation), "may not designate venue");
        AssertNotEntitled(Desk.OfJiashan.Report(_fine, "2026-06-12", designation), "may not designate venue");

        _zone.File(Desk.OfQingpu.Report(_fine, "2026-06-12", designation));
        _zone.File(Desk.OfTheArbiter.Report(_fine, "2026-06-13", new VenueDesignated(other.Dossier)));
    }

    [Fact]
    public void An_officer_of_any_party_may_decide_about_a_ground_but_only_in_the_name_of_an_own_organ()
    {
        _zone.File(Desk.OfQingpu.Publish(_fine, "2026-03-20"));
        var reviewed = new GroundReviewed("REF-FACTS", GroundResult.Confirmed, new DateOnly(2026, 3, 25));

        _zone.File(Desk.OfWujiang.Report(_fine, "2026-04-01", reviewed));
        AssertNotEntitled(
            new Desk(DemoNetwork.WujiangNode, JiaxingBureau).Report(_fine, "2026-04-01", reviewed),
            "is not registered to speak for");
        AssertNotEntitled(Desk.OfTheArbiter.Report(_fine, "2026-04-01", reviewed), "is not registered to speak for");
    }

    [Fact]
    public void Only_the_issuer_answers_a_ground_and_reports_what_the_police_do()
    {
        _zone.File(Desk.OfQingpu.Publish(_fine, "2026-03-20"));
        foreach (var fact in (LifeCycleFact[])
            [new IssuerAnswered("REF-FACTS"), new CriminalReferred(), new CriminalReferralReturned()])
        {
            AssertNotEntitled(Desk.OfWujiang.Report(_fine, "2026-04-02", fact), "The record was made by 11310118MAHUBQP13X");
            _zone.File(Desk.OfQingpu.Report(_fine, "2026-04-02", fact));
        }
    }

    [Fact]
    public void The_platform_may_speak_for_the_bureau_that_registered_it()
    {
        var fine = Draft.Penalty(JiaxingBureau, Jiashan, "嘉环（善）罚字〔2026〕3号", C5, "2026-02-10", 15_000);
        _zone.File(Desk.OfThePlatform.Publish(fine, "2026-02-14"));

        Assert.Equal("ORIGIN since 2026-02-10", _zone.Holds(Jiashan, fine));
        Assert.Equal("RECOGNISED since 2026-02-10", _zone.Holds(Wujiang, fine));
    }

    private void AssertNotEntitled(Statement statement, string because)
    {
        var result = _zone.TryFile(statement, statement.PublishedAt);
        Assert.Equal(RejectionCode.NotEntitled, result.Rejection?.Code);
        Assert.Contains(because, result.Rejection?.Message.English, StringComparison.Ordinal);
        Assert.Empty(result.Dossiers);
        Assert.Empty(result.Subjects);
    }
}
