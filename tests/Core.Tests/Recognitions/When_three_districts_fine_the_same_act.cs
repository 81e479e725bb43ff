using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// Three fines for one act are three disputes that hang together. What is said of two must not settle the third, and what is
/// said for all must, whichever decision it was filed with; and when the one that prevailed falls, the others stand against
/// each other again.
/// </summary>
public sealed class When_three_districts_fine_the_same_act
{
    private const string Disputed = "SUSPENDED since 2026-06-02: SUS-VENUE SUS-CONFLICT";

    private static readonly GeoPoint Ditch = new(31.0601, 120.8702);

    private readonly Draft _qingpus =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕28号", C6, "2026-05-26", 180_000).ForAct("2026-03-27", Ditch);

    private readonly Draft _wujiangs =
        Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第22号", C6, "2026-05-26", 160_000).ForAct("2026-03-27", Ditch);

    private readonly Draft _jiashans =
        Draft.Penalty(JiaxingBureau, Jiashan, "嘉环（善）罚字〔2026〕3号", C6, "2026-05-26", 15_000).ForAct("2026-03-27", Ditch);

    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Desk _wujiang = Desk.OfWujiang;
    private readonly Desk _jiashan = Desk.OfJiashan;
    private readonly Zone _zone = new();

    public When_three_districts_fine_the_same_act()
    {
        _zone.File(_qingpu.Publish(_qingpus, "2026-06-02"));
        _zone.File(_wujiang.Publish(_wujiangs, "2026-06-02"));
    }

    [Fact]
    public void All_three_rest_and_the_firm_has_committed_one_violation()
    {
        _zone.File(_jiashan.Publish(_jiashans, "2026-06-02"));

        Assert.Equal(Disputed, _zone.Holds(Jiashan, _qingpus));
        Assert.Equal(Disputed, _zone.Holds(Jiashan, _wujiangs));
        Assert.Equal(Disputed, _zone.Holds(Wujiang, _jiashans));
        Assert.Equal(1, _zone.Violations(C6));
        var facts = _zone.Assess(Wujiang, _jiashans.Dossier).Findings[0].Facts.Where(fact => fact.Name == "conflicts.dossier");
        Assert.Equal([_qingpus.Dossier.ToString(), _wujiangs.Dossier.ToString()], facts.Select(fact => fact.Value));
    }

    [Theory]
    [InlineData("with the one that yields")]
    [InlineData("with the one that prevails")]
    [InlineData("before the third decision")]
    public void A_designation_binds_all_of_them(string filed)
    {
        var about = filed == "with the one that prevails" ? _wujiangs : _qingpus;
        var designation = Desk.OfTheArbiter.Report(about, "2026-06-12", new VenueDesignated(_wujiangs.Dossier));
        var third = _jiashan.Publish(_jiashans, "2026-06-02");
        foreach (var statement in filed == "before the third decision" ? [designation, third] : (Statement[])[third, designation])
        {
            _zone.File(statement, at: "2026-06-13");
        }

        Assert.Equal("RECOGNISED since 2026-06-12", _zone.Holds(Jiashan, _wujiangs));
        Assert.Equal("REFUSED since 2026-06-12: REF-BIS", FirstWords(_zone.Holds(Jiashan, _qingpus)));
        Assert.Equal("REFUSED since 2026-06-12: REF-BIS", FirstWords(_zone.Holds(Wujiang, _jiashans)));
        Assert.Equal(1, _zone.Violations(C6));
    }

    [Fact]
    public void A_party_that_yields_speaks_for_itself_alone()
    {
        _zone.File(_jiashan.Publish(_jiashans, "2026-06-02"));
        _zone.File(_qingpu.Report(_qingpus, "2026-06-12", new VenueDesignated(_wujiangs.Dossier)));

        Assert.Equal("REFUSED since 2026-06-12: REF-BIS SUS-VENUE SUS-CONFLICT", _zone.Holds(Wujiang, _qingpus));
        Assert.Equal(Disputed, _zone.Holds(Qingpu, _wujiangs));
        Assert.Equal(Disputed, _zone.Holds(Qingpu, _jiashans));
    }

    [Fact]
    public void When_the_prevailing_decision_falls_the_others_dispute_again()
    {
        _zone.File(_jiashan.Publish(_jiashans, "2026-06-02"));
        _zone.File(Desk.OfTheArbiter.Report(_wujiangs, "2026-06-12", new VenueDesignated(_wujiangs.Dossier)));
        _zone.File(_wujiang.Report(_wujiangs, "2026-07-01", new Withdrawn()));

        Assert.Equal("TERMINATED since 2026-07-01: TRM-SELF-REVOKED", _zone.Holds(Jiashan, _wujiangs));
        Assert.Equal("SUSPENDED since 2026-07-01: SUS-VENUE SUS-CONFLICT", _zone.Holds(Wujiang, _qingpus));
        Assert.Equal("SUSPENDED since 2026-07-01: SUS-VENUE SUS-CONFLICT", _zone.Holds(Qingpu, _jiashans));
        Assert.Equal(1, _zone.Violations(C6));
    }

    [Fact]
    public void When_the_prevailing_of_two_falls_the_other_counts_again()
    {
        _zone.File(Desk.OfTheArbiter.Report(_wujiangs, "2026-06-12", new VenueDesignated(_wujiangs.Dossier)));
        Assert.Equal("REFUSED since 2026-06-12: REF-BIS", _zone.Holds(Jiashan, _qingpus));

        _zone.File(_wujiang.Report(_wujiangs, "2026-07-01", new Withdrawn()));
        Assert.Equal("RECOGNISED since 2026-07-01", _zone.Holds(Jiashan, _qingpus));
        Assert.Equal("REFUSED since 2026-06-12: REF-BIS", _zone.Held(Jiashan, _qingpus, on: "2026-06-30"));
        Assert.Equal(1, _zone.Violations(C6));
    }

    [Fact]
    public void A_fine_whose_publicity_ended_still_bars_the_second_one()
    {
        _zone.File(Desk.OfTheArbiter.Report(_wujiangs, "2026-06-12", new VenueDesignated(_wujiangs.Dossier)));
        _zone.File(_wujiang.Report(_wujiangs, "2027-06-12", new PublicityExpired()));

        Assert.Equal("TERMINATED since 2027-06-12: TRM-PUBLICITY-EXPIRED", _zone.Holds(Jiashan, _wujiangs));
        Assert.Equal("REFUSED since 2026-06-12: REF-BIS", _zone.Holds(Jiashan, _qingpus));
    }

    [Fact]
    public void The_newest_designation_counts()
    {
        _zone.File(Desk.OfTheArbiter.Report(_wujiangs, "2026-06-20", new VenueDesignated(_qingpus.Dossier)));
        _zone.File(Desk.OfTheArbiter.Report(_wujiangs, "2026-06-12", new VenueDesignated(_wujiangs.Dossier)));

        Assert.Equal("RECOGNISED since 2026-06-20", _zone.Holds(Jiashan, _qingpus));
        Assert.Equal("REFUSED since 2026-06-20: REF-BIS", _zone.Holds(Jiashan, _wujiangs));
        Assert.Equal("RECOGNISED since 2026-06-12", _zone.Held(Jiashan, _wujiangs, on: "2026-06-19"));
    }

    [Fact]
    public void A_revocation_that_overtakes_the_disputed_decision_frees_the_other()
    {
        var revoked = new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Revoked, IsFinal: true);
        _zone.File(_wujiang.Report(_wujiangs, "2026-07-01", revoked));
        Assert.Equal("RECOGNISED since 2026-07-01", _zone.Holds(Jiashan, _qingpus));
        Assert.Equal(Disputed, _zone.Held(Jiashan, _qingpus, on: "2026-06-30"));
    }

    [Fact]
    public void A_correction_that_moves_the_act_elsewhere_ends_the_dispute()
    {
        var first = _zone.State(_wujiangs.Dossier).Facts.Current!.Statement;
        _zone.File(_wujiang.Correct(first, _wujiangs.ForAct("2026-03-28", Ditch), "2026-06-05"));

        Assert.Equal("RECOGNISED since 2026-05-26", _zone.Holds(Jiashan, _qingpus));
        Assert.Equal("RECOGNISED since 2026-05-26", _zone.Holds(Jiashan, _wujiangs));
        Assert.Equal(Disputed, _zone.Held(Jiashan, _qingpus, on: "2026-06-04", known: "2026-06-04"));
        Assert.Equal(2, _zone.Violations(C6));
    }

    [Fact]
    public void A_link_may_name_the_copy_of_the_platform()
    {
        var elsewhere = _jiashans.ForAct("2026-04-01");
        var zone = new Zone();
        zone.File(_jiashan.Publish(elsewhere, "2026-06-02"));
        zone.File(_wujiang.Publish(_wujiangs.Linking(LinkRelation.SameAct, elsewhere.Alias()), "2026-06-02"));
        Assert.Equal("RECOGNISED since 2026-05-26", zone.Holds(Qingpu, elsewhere)); // nobody knows yet whom the link means

        zone.File(Desk.OfThePlatform.Publish(elsewhere.Alias(), "2026-06-03"));
        Assert.Equal(Disputed, zone.Holds(Qingpu, elsewhere));
        Assert.Equal(1, zone.Violations(C6));
    }

    private static string FirstWords(string held) => string.Join(' ', held.Split(' ').Take(4));
}
