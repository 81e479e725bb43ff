using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// S16: Jiashan's bureau decided about an act in Wujiang. A machine may suspect that it had no venue; only an officer of the
/// receiver may say so, for that receiver, with a term.
/// </summary>
public sealed class When_an_officer_has_to_decide
{
    private readonly Zone _zone = new();
    private readonly Desk _jiashan = Desk.OfJiashan;
    private readonly Desk _wujiang = Desk.OfWujiang;
    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Draft _fine = Abroad();

    public When_an_officer_has_to_decide() => _zone.File(_jiashan.Publish(_fine, "2026-06-03"));

    [Fact]
    public void It_waits_for_an_officer_with_a_term()
    {
        Assert.Equal("PENDING since 2026-06-01, awaiting Officer", _zone.Holds(Wujiang, _fine));
        var assessment = _zone.Assess(Wujiang, _fine.Dossier);
        Assert.Equal(Awaiting.Officer, assessment.Awaiting);
        var question = Assert.Single(assessment.Questions);
        Assert.Equal("REF-COMP-VENUE", question.Code.ToString());
        Assert.Equal(new DateOnly(2026, 6, 3), question.SinceOn);
        Assert.Equal(new DateOnly(2026, 6, 17), question.DueOn); // ten working days
        Assert.Contains(question.Facts, fact => (fact.Name, fact.Value) == ("issuer.coversVenue", "false"));
        Assert.DoesNotContain("RECOGNISED", _zone.Announced(_fine));
    }

    [Fact]
    public void Whoever_confirms_it_refuses_and_the_others_go_on_waiting()
    {
        Say(_wujiang, "2026-06-10", GroundResult.Confirmed);

        Assert.Equal("REFUSED since 2026-06-10: REF-COMP-VENUE", _zone.Holds(Wujiang, _fine));
        Assert.Equal("PENDING since 2026-06-01, awaiting Officer", _zone.Holds(Qingpu, _fine));
        var finding = Assert.Single(_zone.Assess(Wujiang, _fine.Dossier).Findings);
        Assert.Equal(new Fact("grounds.result", "CONFIRMED", "node:320509/1"), Assert.Single(finding.Facts));
        Assert.Equal("PENDING since 2026-06-01, awaiting Officer", _zone.Held(Wujiang, _fine, "2026-06-09"));
    }

    [Fact]
    public void Whoever_dismisses_it_recognises()
    {
        Say(_wujiang, "2026-06-10", GroundResult.Dismissed);
        Say(_qingpu, "2026-06-11", GroundResult.Confirmed);

        Assert.Equal("RECOGNISED since 2026-06-10", _zone.Holds(Wujiang, _fine));
        Assert.Equal("REFUSED since 2026-06-11: REF-COMP-VENUE", _zone.Holds(Qingpu, _fine));
    }

    [Fact]
    public void The_newest_word_of_the_receiver_counts_in_whatever_order_it_comes()
    {
        var confirmed = Report(_wujiang, "2026-06-10", GroundResult.Confirmed);
        var dismissed = Report(_wujiang, "2026-06-15", GroundResult.Dismissed);
        _zone.File(dismissed, "2026-06-16 10:00");
        _zone.File(confirmed, "2026-06-17 10:00");
        Assert.Equal("RECOGNISED since 2026-06-15", _zone.Holds(Wujiang, _fine));

        _zone.File(Report(_wujiang, "2026-06-20", GroundResult.Raised));
        Assert.Equal("PENDING since 2026-06-20, awaiting Officer", _zone.Holds(Wujiang, _fine));
        Assert.Equal(new DateOnly(2026, 7, 3), Assert.Single(_zone.Assess(Wujiang, _fine.Dossier).Questions).DueOn);
    }

    [Fact]
    public void An_officer_raises_what_no_machine_suspects_and_a_mere_remark_holds_nothing_up()
    {
        var plain = Draft.Penalty(JiaxingBureau, Jiashan, "嘉环（善）罚字〔2026〕9号", C9, "2026-06-01", 20_000);
        _zone.File(_jiashan.Publish(plain, "2026-06-03"));
        Assert.Equal("RECOGNISED since 2026-06-01", _zone.Holds(Wujiang, plain));

        _zone.File(_wujiang.Report(plain, "2026-06-05", new GroundReviewed("REF-FACTS", GroundResult.Raised, null)));
        Assert.Equal("PENDING since 2026-06-05, awaiting Officer", _zone.Holds(Wujiang, plain));
        _zone.File(_wujiang.Report(plain, "2026-06-08", new GroundReviewed(
            "REF-FACTS", GroundResult.Confirmed, new DateOnly(2026, 6, 6))));
        Assert.Equal("REFUSED since 2026-06-08: REF-FACTS", _zone.Holds(Wujiang, plain));
        Assert.Equal("RECOGNISED since 2026-06-01", _zone.Holds(Qingpu, plain));

        var package = Draft.Evidence(JiaxingBureau, Jiashan, "EP-330421-20260603-001", C9, "2026-06-03");
        _zone.File(_jiashan.Publish(package, "2026-06-03"));
        _zone.File(_wujiang.Report(package, "2026-06-05", new GroundReviewed("FLG-RELEVANCE", GroundResult.Raised, null)));
        Assert.Equal("RECOGNISED since 2026-06-03", _zone.Holds(Wujiang, package));
        _zone.File(_wujiang.Report(package, "2026-06-09", new GroundReviewed("FLG-RELEVANCE", GroundResult.Confirmed, null)));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-06-09: FLG-RELEVANCE", _zone.Holds(Wujiang, package));
    }

    [Fact]
    public void What_only_a_rule_may_establish_no_officer_can()
    {
        _zone.File(_wujiang.Report(_fine, "2026-06-05", new GroundReviewed("REF-OFF-COUNT", GroundResult.Confirmed, null)));
        Assert.Equal("PENDING since 2026-06-01, awaiting Officer", _zone.Holds(Wujiang, _fine));
    }

    [Fact]
    public void A_decision_that_was_revoked_asks_nothing_any_more()
    {
        _zone.File(_jiashan.Report(_fine, "2026-06-08", new Withdrawn()));
        Assert.Equal("TERMINATED since 2026-06-08: TRM-SELF-REVOKED", _zone.Holds(Wujiang, _fine));
        Assert.Empty(_zone.Assess(Wujiang, _fine.Dossier).Questions);
    }

    private void Say(Desk desk, string on, GroundResult result) => _zone.File(Report(desk, on, result));

    private Statement Report(Desk desk, string on, GroundResult result) =>
        desk.Report(_fine, on, new GroundReviewed("REF-COMP-VENUE", result, null));

    private static Draft Abroad()
    {
        var draft = Draft.Penalty(JiaxingBureau, Wujiang, "嘉环（善）罚字〔2026〕8号", C6, "2026-06-01", 20_000);
        var details = draft.Details with
        {
            Office = new OfficeAct
            {
                Issuer = new Organ(JiaxingBureau.Name, JiaxingBureau.CreditCode, "330400"),
                CoversVenue = false,
            },
        };
        return draft with { Details = details };
    }
}
