using ExchangeHub.Cases;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Cases.CaseDesk;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Cases;

/// <summary>
/// A case grows and shrinks while it is worked on. Whoever leaves must not drop what it owes, nor hear what comes later; whoever
/// joins is no use without what came before; and nobody takes a party in, or puts one out, but those whose business it is.
/// </summary>
public sealed class When_the_members_of_a_case_change
{
    private static readonly CaseDeed.Join JoinQingpu = new(Qingpu, "下游取水口受影响");
    private static readonly CaseDeed.Leave Leaves = new("本辖区事项已办结");
    private readonly CaseDesk _desk = WithCase();

    [Fact]
    public void A_party_that_joins_works_on_the_case_from_that_day()
    {
        _desk.Refuses(RejectionCode.CaseUnknown, Qingpu, "2026-05-19", new CaseDeed.Cite(Dossier("permit/P1/1"), "许可"));
        _desk.Takes(Jiashan, "2026-05-20", JoinQingpu);
        Assert.Equal([Qingpu, Wujiang, Jiashan], _desk.Case!.Members.ToList());
        Assert.Equal(
            [(Wujiang, "2026-05-11", ""), (Jiashan, "2026-05-11", ""), (Qingpu, "2026-05-20", "下游取水口受影响")],
            _desk.Case.Memberships.Select(one => (one.Party, CivilDates.Format(one.FromOn), one.Ground)));
        Assert.Equal(_desk.Case.Entries[^1].Source, _desk.Case.MembershipOf(Qingpu)!.Source);

        _desk.Takes(Jiashan, "2026-05-20", Assign("T1", Qingpu, "2026-06-01"));
        _desk.Takes(Qingpu, "2026-05-21", new CaseDeed.CompleteTask("T1", "已完成", null));
    }

    [Fact]
    public void The_opener_and_the_lead_of_the_day_bring_parties_in_and_nobody_else()
    {
        _desk.Refuses(RejectionCode.NotLeading, Wujiang, "2026-05-20", JoinQingpu);

        // The lead has gone to Qingpu, which is no member and cannot bring itself in; the opener goes on.
        _desk.Refuses(RejectionCode.CaseUnknown, Qingpu, "2027-01-04", JoinQingpu);
        _desk.Takes(Jiashan, "2027-01-04", JoinQingpu);

        var led = WithTeam();
        led.Takes(Jiashan, "2026-05-11", Open(Jiashan, Qingpu));
        led.Refuses(RejectionCode.NotLeading, Qingpu, "2026-12-31", new CaseDeed.Join(Wujiang, "上游排放口"));
        led.Takes(Qingpu, "2027-01-04", new CaseDeed.Join(Wujiang, "上游排放口"));
    }

    [Fact]
    public void Whoever_joins_is_a_party_of_the_agreement_and_no_member_yet()
    {
        _desk.Refuses(RejectionCode.CaseHasIt, Jiashan, "2026-05-20", new CaseDeed.Join(Wujiang, "上游排放口"));
        _desk.Refuses(
            RejectionCode.MembersNotJoint, Jiashan, "2026-05-20", new CaseDeed.Join(Jurisdiction.Parse("330402"), "上游排放口"));
        _desk.Takes(Jiashan, "2026-05-20", JoinQingpu);
        _desk.Refuses(RejectionCode.CaseHasIt, Jiashan, "2026-05-21", JoinQingpu);
    }

    [Fact]
    public void Nobody_joins_or_leaves_a_closed_case()
    {
        _desk.Takes(Jiashan, "2026-05-20", JoinQingpu);
        _desk.Takes(Jiashan, "2026-07-19", new CaseDeed.PublishResult(CaseOutcome.NothingFound, null, "未发现违法行为"));
        _desk.Takes(Jiashan, "2026-07-20", new CaseDeed.Close());
        _desk.Refuses(RejectionCode.CaseAtOtherStage, Wujiang, "2026-07-21", Leaves);
        _desk.Takes(Jiashan, "2026-07-22", new CaseDeed.Reopen("新证据"));
        _desk.Takes(Wujiang, "2026-07-22", Leaves);
        _desk.Takes(Jiashan, "2026-07-23", new CaseDeed.PublishResult(CaseOutcome.NothingFound, null, "未发现违法行为"));
        _desk.Takes(Jiashan, "2026-07-23", new CaseDeed.Close());
        _desk.Refuses(RejectionCode.CaseAtOtherStage, Jiashan, "2026-07-24", new CaseDeed.Join(Wujiang, "上游排放口"));
    }

    [Fact]
    public void A_party_that_left_acts_no_more_and_is_given_nothing_to_do()
    {
        _desk.Takes(Jiashan, "2026-05-20", JoinQingpu);
        _desk.Takes(Wujiang, "2026-06-10", Leaves);
        Assert.Equal([Qingpu, Jiashan], _desk.Case!.Members.ToList());
        Assert.Equal(
            new Leaving(Day("2026-06-10"), "本辖区事项已办结", _desk.Case.Entries[^1].Source), _desk.Case.MembershipOf(Wujiang)!.Left);

        var hidden = _desk.Refuses(RejectionCode.CaseUnknown, Wujiang, "2026-06-11", Leaves);
        Assert.Equal(hidden, WithTeam().Refuses(RejectionCode.CaseUnknown, Wujiang, "2026-06-11", Leaves));
        _desk.Refuses(RejectionCode.TaskNotYours, Jiashan, "2026-06-11", Assign("T1", Wujiang, "2026-06-20"));
    }

    [Fact]
    public void The_opener_stays_and_one_other_party_with_it()
    {
        _desk.Refuses(RejectionCode.MembersNotJoint, Wujiang, "2026-06-10", Leaves);
        _desk.Takes(Jiashan, "2026-06-10", JoinQingpu);
        _desk.Refuses(RejectionCode.MembersNotJoint, Jiashan, "2026-06-10", Leaves);
        _desk.Takes(Wujiang, "2026-06-10", Leaves);
        _desk.Refuses(RejectionCode.MembersNotJoint, Qingpu, "2026-06-10", Leaves);
    }

    [Fact]
    public void Whoever_owes_something_leaves_when_it_is_done()
    {
        _desk.Takes(Jiashan, "2026-05-20", JoinQingpu);
        _desk.Takes(Jiashan, "2026-05-20", Assign("T1", Wujiang, "2026-06-01"));
        _desk.Takes(Jiashan, "2026-05-20", Assign("T2", Jiashan, "2026-06-01"));
        var refused = _desk.Refuses(RejectionCode.CaseAtOtherStage, Wujiang, "2026-05-21", Leaves);
        Assert.Contains("'T1'", refused.Message.English, StringComparison.Ordinal);
        _desk.Takes(Wujiang, "2026-05-22", new CaseDeed.CompleteTask("T1", "已完成", null));
        _desk.Takes(Wujiang, "2026-05-22", Leaves);
    }

    [Fact]
    public void A_party_that_left_may_be_brought_in_again_and_both_times_are_kept()
    {
        _desk.Takes(Jiashan, "2026-05-20", JoinQingpu);
        _desk.Refuses(RejectionCode.WrongDay, Qingpu, "2026-05-19", Leaves);
        _desk.Takes(Qingpu, "2026-06-10", Leaves);
        _desk.Refuses(RejectionCode.WrongDay, Jiashan, "2026-06-09", JoinQingpu);
        _desk.Takes(Jiashan, "2026-07-01", new CaseDeed.Join(Qingpu, "复发"));
        Assert.Equal([("2026-05-20", "2026-06-10"), ("2026-07-01", null)], TimesOf(Qingpu));
        _desk.Takes(Jiashan, "2026-07-01", Assign("T1", Qingpu, "2026-07-10"));
        _desk.Takes(Qingpu, "2026-07-02", new CaseDeed.CompleteTask("T1", "已完成", null));
        _desk.Takes(Qingpu, "2026-07-03", Leaves);
        Assert.Equal([("2026-05-20", "2026-06-10"), ("2026-07-01", "2026-07-03")], TimesOf(Qingpu));
    }

    [Fact]
    public void A_case_is_shown_to_its_members_whole_and_to_who_left_up_to_that_act()
    {
        _desk.Takes(Jiashan, "2026-05-12", Assign("T1", Jiashan, "2026-06-01"));
        Assert.Empty(_desk.Case!.ShownTo(Qingpu));
        _desk.Takes(Jiashan, "2026-05-20", JoinQingpu);
        Assert.Equal(3, _desk.Case!.ShownTo(Qingpu).Length);
        _desk.Takes(Qingpu, "2026-06-10", Leaves);
        _desk.Takes(Jiashan, "2026-06-10", Assign("T2", Wujiang, "2026-06-20"));
        Assert.Equal((5, 4), (_desk.Case!.ShownTo(Wujiang).Length, _desk.Case.ShownTo(Qingpu).Length));
        Assert.IsType<CaseDeed.Leave>(_desk.Case.ShownTo(Qingpu)[^1].Deed);
        Assert.Empty(_desk.Case.ShownTo(Jurisdiction.Parse("330402")));
        _desk.Takes(Jiashan, "2026-07-01", JoinQingpu);
        Assert.Equal(6, _desk.Case!.ShownTo(Qingpu).Length);
    }

    [Fact]
    public void Who_joins_or_leaves_hears_of_it_and_who_has_left_of_nothing_more()
    {
        Assert.Equal([Jiashan, Wujiang], CaseActs.ShownTo(null, Open(Jiashan, Wujiang))!.Value.ToList());
        Assert.Null(CaseActs.ShownTo(null, Lead("10050912045", "2025-01-01", "2025-12-31")));
        Assert.Equal([Wujiang, Jiashan, Qingpu], CaseActs.ShownTo(_desk.Case, JoinQingpu)!.Value.ToList());
        _desk.Takes(Jiashan, "2026-05-20", JoinQingpu);
        Assert.Equal([Qingpu, Wujiang, Jiashan], CaseActs.ShownTo(_desk.Case, Leaves)!.Value.ToList());
        _desk.Takes(Qingpu, "2026-06-10", Leaves);
        Assert.Equal([Wujiang, Jiashan], CaseActs.ShownTo(_desk.Case, new CaseDeed.Close())!.Value.ToList());
    }

    private IEnumerable<(string From, string? Until)> TimesOf(Jurisdiction party) =>
        _desk.Case!.Memberships.Where(one => one.Party == party).Select(one =>
            (CivilDates.Format(one.FromOn), one.Left is { } left ? CivilDates.Format(left.On) : null));
}
