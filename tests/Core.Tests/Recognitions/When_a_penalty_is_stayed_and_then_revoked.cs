using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// Scenario S02. Two districts rely on a fine that is contested, stayed and revoked. What goes wrong most easily: to suspend on
/// the mere complaint, to count from the day of the revocation and not of its service, to keep counting the violation
/// afterwards, and to rewrite what was right to say in April.
/// </summary>
public sealed class When_a_penalty_is_stayed_and_then_revoked
{
    private readonly Draft _fine =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕17号", C2, "2026-03-16", 200_000).ServedOn("2026-03-18");
    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Zone _zone = new();

    [Fact]
    public void A_pending_remedy_leaves_a_flag_and_no_more()
    {
        UntilAccepted(_zone);

        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-04-24: FLG-UNDER-REVIEW", _zone.Holds(Wujiang, _fine));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-04-24: FLG-UNDER-REVIEW", _zone.Holds(Jiashan, _fine));
        Assert.Equal("ORIGIN since 2026-03-16: FLG-UNDER-REVIEW", _zone.Holds(Qingpu, _fine));
        Assert.Equal("RECOGNISED since 2026-03-18", _zone.Held(Wujiang, _fine, on: "2026-04-23"));
    }

    [Fact]
    public void The_complaint_alone_changes_nothing()
    {
        _zone.File(_qingpu.Publish(_fine, "2026-03-20"));
        _zone.File(_qingpu.Report(_fine, "2026-04-20", new RemedyFiled(Remedy.Reconsideration)));

        Assert.Equal("RECOGNISED since 2026-03-18", _zone.Holds(Wujiang, _fine));
        _ = Assert.Single(_zone.Announced(_fine));
    }

    [Fact]
    public void A_stay_lets_recognition_rest()
    {
        UntilStayed(_zone);

        Assert.Equal("SUSPENDED since 2026-05-08: SUS-STAY", _zone.Holds(Wujiang, _fine));
        Assert.Equal("SUSPENDED since 2026-05-08: SUS-STAY", _zone.Holds(Jiashan, _fine));
        Assert.Equal("ORIGIN since 2026-03-16: SUS-STAY", _zone.Holds(Qingpu, _fine));
        Assert.Equal(1, _zone.Violations(C2));
    }

    [Fact]
    public void The_revocation_ends_it_on_the_day_of_service()
    {
        UntilRevoked(_zone);

        Assert.Equal("TERMINATED since 2026-06-16: TRM-REVOKED-RECON", _zone.Holds(Wujiang, _fine));
        Assert.Equal("TERMINATED since 2026-06-16: TRM-REVOKED-RECON", _zone.Holds(Jiashan, _fine));
        Assert.Equal("ORIGIN since 2026-03-16: TRM-REVOKED-RECON", _zone.Holds(Qingpu, _fine));
        Assert.Equal("SUSPENDED since 2026-05-08: SUS-STAY", _zone.Held(Wujiang, _fine, on: "2026-06-15"));
    }

    [Fact]
    public void The_violation_counts_until_then_and_not_any_more()
    {
        UntilStayed(_zone);
        Assert.Equal(1, _zone.Violations(C2));

        _zone.File(Revocation());
        Assert.Equal(0, _zone.Violations(C2));
        Assert.Equal(new DateOnly(2026, 6, 16), _zone.File(C2).Fallen[_fine.Dossier]);
    }

    [Fact]
    public void What_was_right_in_April_stays_right_for_April()
    {
        UntilRevoked(_zone);

        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-04-24: FLG-UNDER-REVIEW",
            _zone.Held(Wujiang, _fine, on: "2026-04-30", known: "2026-04-30"));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-04-24: FLG-UNDER-REVIEW",
            _zone.Held(Wujiang, _fine, on: "2026-04-30", known: "2026-07-01"));
        Assert.Equal("RECOGNISED since 2026-03-18", _zone.Held(Wujiang, _fine, on: "2026-04-30", known: "2026-04-23"));
        Assert.Equal("TERMINATED since 2026-06-16: TRM-REVOKED-RECON",
            _zone.Held(Wujiang, _fine, on: "2026-07-01", known: "2026-07-01"));
    }

    [Fact]
    public void Each_step_is_announced_once_and_supersedes_the_one_before()
    {
        UntilRevoked(_zone);

        Assert.Equal(
            [
                "parties without 310118: RECOGNISED since 2026-03-18",
                "parties without 310118: RECOGNISED_WITH_FLAG since 2026-04-24: FLG-UNDER-REVIEW",
                "parties without 310118: SUSPENDED since 2026-05-08: SUS-STAY",
                "parties without 310118: TERMINATED since 2026-06-16: TRM-REVOKED-RECON",
            ],
            _zone.Announced(_fine));
        Assert.Equal([0, 1, 2, 3], _zone.Decisions.Select(entry => entry.Decision.Supersedes));
    }

    [Fact]
    public void Taking_the_publication_down_changes_nothing_in_law()
    {
        UntilRevoked(_zone);
        _zone.File(_qingpu.Report(_fine, "2026-06-18", new Noted("publicity_withdrawn")));

        Assert.Equal("TERMINATED since 2026-06-16: TRM-REVOKED-RECON", _zone.Holds(Wujiang, _fine));
        Assert.Equal(4, _zone.Announced(_fine).Length);
    }

    [Fact]
    public void A_decision_that_takes_its_place_is_another_decision_on_the_same_violation()
    {
        UntilRevoked(_zone);
        var remade = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕44号", C2, "2026-07-20", 150_000)
            .Linking(LinkRelation.Replaces, _fine);
        _zone.File(_qingpu.Publish(remade, "2026-07-21"));

        Assert.Equal("RECOGNISED since 2026-07-20", _zone.Holds(Wujiang, remade));
        Assert.Equal("TERMINATED since 2026-06-16: TRM-REVOKED-RECON", _zone.Holds(Wujiang, _fine));
        Assert.Equal(1, _zone.Violations(C2));
    }

    [Fact]
    public void A_party_that_agreed_to_suspend_suspends_from_acceptance_and_the_others_do_not()
    {
        var zone = new Zone(DemoNetwork.Grouped(
            DemoNetwork.Group("keeping", [Qingpu, Wujiang]),
            DemoNetwork.Group("suspending", [Jiashan], "SUSPEND")));
        UntilAccepted(zone);

        Assert.Equal("SUSPENDED since 2026-04-24: SUS-PENDING", zone.Holds(Jiashan, _fine));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-04-24: FLG-UNDER-REVIEW", zone.Holds(Wujiang, _fine));
    }

    private Statement Revocation() => _qingpu.Report(
        _fine, "2026-06-16", new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Revoked, IsFinal: false));

    private void UntilAccepted(Zone zone)
    {
        zone.File(_qingpu.Publish(_fine, "2026-03-20"));
        zone.File(_qingpu.Report(_fine, "2026-04-20", new RemedyFiled(Remedy.Reconsideration)));
        zone.File(_qingpu.Report(_fine, "2026-04-24", new RemedyAccepted(Remedy.Reconsideration)));
    }

    private void UntilStayed(Zone zone)
    {
        UntilAccepted(zone);
        zone.File(_qingpu.Report(_fine, "2026-05-08", new StayOrdered()));
    }

    private void UntilRevoked(Zone zone)
    {
        UntilStayed(zone);
        zone.File(Revocation());
    }
}
