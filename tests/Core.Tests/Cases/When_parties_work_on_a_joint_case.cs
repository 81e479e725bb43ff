using ExchangeHub.Cases;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Cases.CaseDesk;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Cases;

/// <summary>
/// Several districts act in one case. What one may do in the name of all must be settled by the day and the lead, or a case is
/// opened, assigned and closed by whoever is quicker, and its result is known to nobody.
/// </summary>
public sealed class When_parties_work_on_a_joint_case
{
    private static readonly DossierId Package = Dossier("evidence/320509/EP-320509-20260512-001");
    private static readonly DossierId Penalty = Dossier("penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第31号");
    private readonly CaseDesk _desk = WithCase();

    [Fact]
    public void Only_the_lead_of_the_day_opens_a_case()
    {
        var desk = WithTeam();
        desk.Refuses(RejectionCode.NotLeading, Wujiang, "2026-05-11", Open(Jiashan, Wujiang));
        desk.Refuses(RejectionCode.NotLeading, Jiashan, "2025-12-31", Open(Jiashan, Wujiang));
        desk.Takes(Jiashan, "2026-01-01", Open(Jiashan, Wujiang));
        Assert.Equal((Jiashan, Day("2026-01-01")), (desk.Case!.Opener, desk.Case.OpenedOn));
    }

    [Fact]
    public void A_case_has_two_parties_or_more_and_its_opener_among_them()
    {
        var desk = WithTeam();
        desk.Refuses(RejectionCode.MembersNotJoint, Jiashan, "2026-05-11", Open(Jiashan));
        desk.Refuses(RejectionCode.MembersNotJoint, Jiashan, "2026-05-11", Open(Jiashan, Jiashan));
        desk.Refuses(RejectionCode.MembersNotJoint, Jiashan, "2026-05-11", Open(Wujiang, Qingpu));
        desk.Refuses(RejectionCode.MembersNotJoint, Jiashan, "2026-05-11", Open(Jiashan, Jurisdiction.Parse("330402")));
    }

    [Fact]
    public void A_number_is_used_once() =>
        _desk.Refuses(RejectionCode.CaseHasIt, Jiashan, "2026-05-12", Open(Jiashan, Wujiang));

    [Fact]
    public void Whoever_is_no_member_learns_nothing_of_the_case()
    {
        var hidden = _desk.Refuses(RejectionCode.CaseUnknown, Qingpu, "2026-05-12", Assign("T1", Wujiang, "2026-05-20"));
        var missing = WithTeam().Refuses(RejectionCode.CaseUnknown, Qingpu, "2026-05-12", Assign("T1", Wujiang, "2026-05-20"));
        Assert.Equal(hidden, missing);
    }

    [Fact]
    public void The_lead_of_the_day_and_the_opener_assign_and_nobody_else()
    {
        _desk.Takes(Jiashan, "2026-05-12", Assign("T1", Wujiang, "2026-05-20"));
        _desk.Refuses(RejectionCode.NotLeading, Wujiang, "2026-05-12", Assign("T2", Jiashan, "2026-05-20"));

        // The lead has gone to Qingpu, which is no member; the opener goes on.
        _desk.Takes(Jiashan, "2027-01-04", Assign("T3", Jiashan, "2027-01-20"));
    }

    [Fact]
    public void A_member_that_has_the_lead_by_now_assigns_as_well()
    {
        var desk = WithTeam();
        desk.Takes(Jiashan, "2026-05-11", Open(Jiashan, Qingpu));
        desk.Refuses(RejectionCode.NotLeading, Qingpu, "2026-12-31", Assign("T1", Jiashan, "2027-01-20"));
        desk.Takes(Qingpu, "2027-01-01", Assign("T1", Jiashan, "2027-01-20"));
    }

    [Fact]
    public void A_task_is_reported_once_and_by_its_owner()
    {
        _desk.Takes(Jiashan, "2026-05-12", Assign("T1", Wujiang, "2026-05-20"));
        _desk.Refuses(RejectionCode.CaseHasIt, Jiashan, "2026-05-12", Assign("T1", Wujiang, "2026-05-21"));
        _desk.Refuses(RejectionCode.TaskNotYours, Jiashan, "2026-05-12", Assign("T2", Qingpu, "2026-05-21"));
        _desk.Refuses(RejectionCode.WrongDay, Jiashan, "2026-05-12", Assign("T2", Wujiang, "2026-05-11"));
        _desk.Refuses(RejectionCode.TaskNotYours, Jiashan, "2026-05-13", new CaseDeed.CompleteTask("T1", "已完成", null));
        _desk.Refuses(RejectionCode.ReferenceUnknown, Wujiang, "2026-05-13", new CaseDeed.CompleteTask("T1", "", Package));
        _desk.Takes(Wujiang, "2026-05-13", new CaseDeed.CompleteTask("T1", "已完成", null));
        _desk.Refuses(RejectionCode.CaseHasIt, Wujiang, "2026-05-13", new CaseDeed.CompleteTask("T1", "已完成", null));
    }

    [Fact]
    public void What_is_overdue_is_found_as_of_a_day()
    {
        _desk.Takes(Jiashan, "2026-05-12", Assign("T1", Wujiang, "2026-05-20"));
        Assert.Equal(Day("2026-05-20"), _desk.Case!.NextDueOn);
        Assert.False(_desk.Case.IsOverdue(Day("2026-05-20")));
        Assert.True(_desk.Case.IsOverdue(Day("2026-05-21")));

        _desk.Takes(Wujiang, "2026-05-25", new CaseDeed.CompleteTask("T1", "已完成", null));
        Assert.True(_desk.Case.IsOverdue(Day("2026-05-24")));
        Assert.False(_desk.Case.IsOverdue(Day("2026-05-25")));
        Assert.True(_desk.Case.Tasks[0].WasLate);
        Assert.Null(_desk.Case.NextDueOn);
    }

    [Fact]
    public void An_outsider_heads_an_inspection_and_a_local_officer_takes_part()
    {
        _desk.Refuses(RejectionCode.GroupNotMixed, Jiashan, "2026-05-11", Inspect("10050912045", "11042100123"));
        _desk.Refuses(RejectionCode.GroupNotMixed, Jiashan, "2026-05-11", Inspect("11042100123", "09180012026"));
        _desk.Takes(Jiashan, "2026-05-11", Inspect("11042100123", "10050912045"));
        Assert.Equal(
            (Jiashan, Wujiang), (_desk.Case!.Inspections[0].Leader.Home, _desk.Case.Inspections[0].Officers[0].Home));
    }

    [Fact]
    public void An_exception_needs_a_ground_and_is_kept_as_one()
    {
        _desk.Takes(Jiashan, "2026-05-11", Inspect("10050912045", "10050912051") with { ExceptionGround = "夜间应急" });
        Assert.Equal("夜间应急", _desk.Case!.Inspections[0].ExceptionGround);
        _desk.Refuses(
            RejectionCode.OfficerNotInTeam, Jiashan, "2026-05-11",
            Inspect("10050912099", "10050912051") with { ExceptionGround = "夜间应急" });
    }

    [Fact]
    public void What_is_cited_or_handed_over_is_held_by_the_hub()
    {
        _desk.Refuses(RejectionCode.ReferenceUnknown, Wujiang, "2026-05-14", new CaseDeed.Cite(Package, "主要证据"));
        _desk.Named = new NamedRecord(IsHeld: true, IsHandedOver: false);
        _desk.Takes(Wujiang, "2026-05-14", new CaseDeed.Cite(Package, "主要证据"));
        _desk.Refuses(RejectionCode.CaseHasIt, Jiashan, "2026-05-14", new CaseDeed.Cite(Package, "主要证据"));
        _desk.Refuses(RejectionCode.ReferenceUnknown, Jiashan, "2026-05-14", new CaseDeed.LinkHandOver(Package));
        _desk.Named = new NamedRecord(IsHeld: true, IsHandedOver: true);
        _desk.Takes(Jiashan, "2026-05-14", new CaseDeed.LinkHandOver(Package));
    }

    [Fact]
    public void A_case_is_closed_when_its_result_is_published_and_its_tasks_are_done()
    {
        _desk.Takes(Jiashan, "2026-05-12", Assign("T1", Wujiang, "2026-05-20"));
        _desk.Refuses(RejectionCode.CaseAtOtherStage, Jiashan, "2026-07-16", new CaseDeed.Close());
        _desk.Named = new NamedRecord(IsHeld: true, IsHandedOver: false);
        _desk.Refuses(
            RejectionCode.ReferenceUnknown, Wujiang, "2026-07-16",
            new CaseDeed.PublishResult(CaseOutcome.Penalised, Package, ""));
        _desk.Refuses(
            RejectionCode.ReferenceUnknown, Wujiang, "2026-07-16", new CaseDeed.PublishResult(CaseOutcome.Penalised, null, ""));
        _desk.Takes(Wujiang, "2026-07-16", new CaseDeed.PublishResult(CaseOutcome.Penalised, Penalty, "罚款 32 万元"));
        _desk.Refuses(
            RejectionCode.CaseHasIt, Jiashan, "2026-07-16", new CaseDeed.PublishResult(CaseOutcome.Penalised, Penalty, ""));
        _desk.Refuses(RejectionCode.CaseAtOtherStage, Jiashan, "2026-07-16", new CaseDeed.Close());
        _desk.Takes(Wujiang, "2026-07-16", new CaseDeed.CompleteTask("T1", "已完成", null));
        _desk.Refuses(RejectionCode.NotLeading, Wujiang, "2026-07-20", new CaseDeed.Close());
        _desk.Takes(Jiashan, "2026-07-20", new CaseDeed.Close());
        Assert.Equal(Day("2026-07-20"), _desk.Case!.ClosedOn);
    }

    [Fact]
    public void A_closed_case_accepts_nothing_until_it_is_reopened_with_its_ground()
    {
        _desk.Refuses(RejectionCode.CaseAtOtherStage, Jiashan, "2026-07-20", new CaseDeed.Reopen("新证据"));
        _desk.Takes(Jiashan, "2026-07-19", new CaseDeed.PublishResult(CaseOutcome.NothingFound, null, "未发现违法行为"));
        _desk.Takes(Jiashan, "2026-07-20", new CaseDeed.Close());
        _desk.Refuses(RejectionCode.CaseAtOtherStage, Jiashan, "2026-07-21", Assign("T9", Wujiang, "2026-07-30"));
        _desk.Refuses(RejectionCode.CaseAtOtherStage, Jiashan, "2026-07-21", new CaseDeed.Close());
        _desk.Takes(Jiashan, "2026-07-22", new CaseDeed.Reopen("新证据"));
        Assert.Null(_desk.Case!.ClosedOn);
        _desk.Takes(Jiashan, "2026-07-22", Assign("T9", Wujiang, "2026-07-30"));
    }

    [Fact]
    public void Whoever_acts_belongs_to_the_team_from_that_party_on_that_day()
    {
        _desk.Refuses(
            RejectionCode.OfficerNotInTeam, Jiashan, "2026-05-12", Assign("T1", Wujiang, "2026-05-20"), officer: "10050912045");
        _desk.Takes(Jiashan, "2026-06-01", new CaseDeed.AssignMember(
            Officer("11042100130"), Day("2025-01-01"), Day("2026-05-31")));
        _desk.Refuses(
            RejectionCode.OfficerNotInTeam, Jiashan, "2026-06-01", Assign("T1", Wujiang, "2026-06-20"), officer: "11042100130");
    }

    private static CaseDeed.Inspect Inspect(string leader, string officer) =>
        new(Wujiang, "DW001", Day("2026-05-12"), Officer(leader), [Officer(officer)], "");
}
