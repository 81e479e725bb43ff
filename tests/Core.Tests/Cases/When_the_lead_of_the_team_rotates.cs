using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Cases.CaseDesk;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Cases;

/// <summary>
/// The parties take turns in leading the joint team, a year each. Who leads decides who may open a case: a term that overlaps
/// another, never ends or is followed by the same party would give one district the team for good.
/// </summary>
public sealed class When_the_lead_of_the_team_rotates
{
    private readonly CaseDesk _desk = WithTeam();

    [Fact]
    public void Who_leads_is_a_question_of_the_day()
    {
        Assert.Equal(Wujiang, _desk.Team.LeadOn(Day("2025-12-31"))!.Party);
        Assert.Equal(Jiashan, _desk.Team.LeadOn(Day("2026-01-01"))!.Party);
        Assert.Null(_desk.Team.LeadOn(Day("2024-12-31")));
        Assert.Null(_desk.Team.LeadOn(Day("2028-01-01")));
    }

    [Fact]
    public void A_term_of_a_year_and_a_day_is_too_long()
    {
        _desk.Refuses(
            RejectionCode.LeadOutOfTurn, Wujiang, "2027-12-01", Lead("10050912045", "2028-01-01", "2029-01-01"));
        _desk.Takes(Wujiang, "2027-12-01", Lead("10050912045", "2028-01-01", "2028-12-31"));
    }

    [Fact]
    public void Terms_do_not_overlap_by_a_single_day() => _desk.Refuses(
        RejectionCode.LeadOutOfTurn, Wujiang, "2027-11-01", Lead("10050912045", "2027-12-31", "2028-06-30"));

    [Fact]
    public void Nobody_leads_twice_in_a_row_before_or_after()
    {
        _desk.Refuses(RejectionCode.LeadOutOfTurn, Qingpu, "2027-11-01", Lead("09180012026", "2028-01-01", "2028-12-31"));

        // Not even with a gap between, and not by a term put before one's own.
        _desk.Refuses(RejectionCode.LeadOutOfTurn, Qingpu, "2027-11-01", Lead("09180012026", "2028-07-01", "2028-12-31"));
        var fresh = new CaseDesk();
        fresh.Takes(Qingpu, "2025-01-01", new CaseDeed.AssignMember(Officer("09180012026"), Day("2025-01-01"), null));
        fresh.Takes(Qingpu, "2025-01-01", Lead("09180012026", "2026-01-01", "2026-12-31"));
        fresh.Refuses(RejectionCode.LeadOutOfTurn, Qingpu, "2025-01-01", Lead("09180012026", "2025-01-01", "2025-12-31"));
    }

    [Fact]
    public void The_head_belongs_to_the_team_for_the_whole_term_and_to_the_party()
    {
        _desk.Takes(
            Wujiang, "2027-11-01", new CaseDeed.AssignMember(Officer("10050912051"), Day("2025-01-01"), Day("2028-06-30")));
        _desk.Refuses(
            RejectionCode.OfficerNotInTeam, Wujiang, "2027-11-01", Lead("10050912051", "2028-01-01", "2028-12-31"));
        _desk.Refuses(
            RejectionCode.OfficerNotInTeam, Wujiang, "2027-11-01", Lead("11042100123", "2028-01-01", "2028-12-31"));
        _desk.Takes(Wujiang, "2027-11-01", Lead("10050912051", "2028-01-01", "2028-06-30"));
    }

    [Fact]
    public void Nobody_changes_the_period_of_anothers_officer() => _desk.Refuses(
        RejectionCode.OfficerNotInTeam, Qingpu, "2026-05-01",
        new CaseDeed.AssignMember(Officer("11042100123"), Day("2025-01-01"), Day("2026-01-31")));

    [Fact]
    public void A_term_can_be_given_back_until_it_begins()
    {
        _desk.Refuses(RejectionCode.LeadOutOfTurn, Jiashan, "2026-12-01", new CaseDeed.GiveBackLead(Day("2027-01-01")));
        _desk.Takes(Qingpu, "2026-12-31", new CaseDeed.GiveBackLead(Day("2027-01-01")));
        Assert.Null(_desk.Team.LeadOn(Day("2027-01-01")));
        _desk.Refuses(RejectionCode.LeadOutOfTurn, Jiashan, "2026-01-01", new CaseDeed.GiveBackLead(Day("2026-01-01")));
    }

    [Fact]
    public void The_next_rotation_presses_thirty_days_ahead_while_nobody_is_named()
    {
        var named = _desk.Team.NextRotation(Day("2026-12-20"));
        Assert.Equal((Day("2027-01-01"), Qingpu, false), (named.On, named.Successor!.Party, named.IsPressing));

        Assert.False(_desk.Team.NextRotation(Day("2027-12-01")).IsPressing);
        Assert.Equal((Day("2028-01-01"), null, true), Read("2027-12-02"));
        Assert.Equal((Day("2028-03-03"), null, true), Read("2028-03-03"));

        (DateOnly, string?, bool) Read(string day)
        {
            var next = _desk.Team.NextRotation(Day(day));
            return (next.On, next.Successor?.Party.ToString(), next.IsPressing);
        }
    }
}
