using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cases;

/// <summary>What the parties may do to the team. Pure: no clock, no I/O.</summary>
internal static class TeamActs
{
    /// <summary>Says why an act cannot be taken.</summary>
    /// <param name="team">The team before it.</param>
    /// <param name="deed">The act.</param>
    /// <param name="party">The party that acts.</param>
    /// <param name="day">The civil day of the act.</param>
    /// <returns>Null when it can.</returns>
    public static Rejection? Check(Team team, CaseDeed deed, Jurisdiction party, DateOnly day) => deed switch
    {
        CaseDeed.AssignMember member => CheckMember(team, member, party),
        CaseDeed.TakeLead lead => CheckLead(team, lead, party),
        CaseDeed.GiveBackLead back => CheckGivenBack(team, back, party, day),
        _ => throw new ArgumentOutOfRangeException(nameof(deed)),
    };

    private static Rejection? CheckMember(Team team, CaseDeed.AssignMember member, Jurisdiction party)
    {
        if (team.Members.FirstOrDefault(one => one.Certificate == member.Certificate) is { } known && known.Home != party)
        {
            return new Rejection(RejectionCode.OfficerNotInTeam, new Wording(
                $"执法证号 {member.Certificate} 由 {known.Home} 派入联合执法队，{party} 不能变更其任期。",
                $"Officer {member.Certificate} was sent to the team by {known.Home}; {party} cannot change the period."));
        }

        return member.UntilOn < member.FromOn ? Backwards(member.FromOn, member.UntilOn.Value) : null;
    }

    private static Rejection? CheckLead(Team team, CaseDeed.TakeLead lead, Jurisdiction party)
    {
        if (lead.UntilOn < lead.FromOn)
        {
            return Backwards(lead.FromOn, lead.UntilOn);
        }

        var longest = lead.FromOn.AddYears(1).AddDays(-1);
        if (lead.UntilOn > longest)
        {
            return OutOfTurn(
                $"联合执法队负责人实行年度轮换，一任不超过一年：自 {Day(lead.FromOn)} 起至迟到 {Day(longest)}，实为 {Day(lead.UntilOn)}。",
                $"The lead rotates yearly, so that a term is one year at most: one from {Day(lead.FromOn)} ends on "
                    + $"{Day(longest)} at the latest, not on {Day(lead.UntilOn)}.");
        }

        if (team.Terms.FirstOrDefault(term => term.FromOn <= lead.UntilOn && lead.FromOn <= term.UntilOn) is { } other)
        {
            return OutOfTurn(
                $"该任期与 {other.Party} 自 {Day(other.FromOn)} 至 {Day(other.UntilOn)} 的任期重叠。同一时间只有一方负责。",
                $"The term overlaps that of {other.Party}, {Day(other.FromOn)} to {Day(other.UntilOn)}. One party leads at a "
                    + "time.");
        }

        var before = team.Terms.LastOrDefault(term => term.UntilOn < lead.FromOn);
        var after = team.Terms.FirstOrDefault(term => term.FromOn > lead.UntilOn);
        if (before?.Party == party || after?.Party == party)
        {
            return OutOfTurn(
                $"{party} 不能连任：相邻一任也由其负责。联合执法队负责人由各方轮流兼任。",
                $"{party} cannot lead twice in a row: it has the term next to this one as well. The parties take turns.");
        }

        return team.MemberOn(lead.Certificate, lead.FromOn) is { } head && head.Home == party && !(head.UntilOn < lead.UntilOn)
            ? null
            : new Rejection(RejectionCode.OfficerNotInTeam, new Wording(
                $"执法证号 {lead.Certificate} 在整个任期内不都是 {party} 派入联合执法队的成员。请先办理派入。",
                $"Officer {lead.Certificate} is not a member of the team from {party} for the whole term. Assign the officer "
                    + "first."));
    }

    private static Rejection? CheckGivenBack(Team team, CaseDeed.GiveBackLead back, Jurisdiction party, DateOnly day)
    {
        if (!team.Terms.Any(term => term.FromOn == back.FromOn && term.Party == party))
        {
            return OutOfTurn(
                $"{party} 没有自 {Day(back.FromOn)} 起的任期。", $"{party} has no term that begins on {Day(back.FromOn)}.");
        }

        return back.FromOn <= day
            ? OutOfTurn(
                $"自 {Day(back.FromOn)} 起的任期已经开始，不能退回。",
                $"The term from {Day(back.FromOn)} has begun and cannot be given back.")
            : null;
    }

    private static Rejection Backwards(DateOnly from, DateOnly until) => new(RejectionCode.WrongDay, new Wording(
        $"截止日 {Day(until)} 早于起始日 {Day(from)}。", $"The last day, {Day(until)}, is before the first, {Day(from)}."));

    private static Rejection OutOfTurn(string chinese, string english) =>
        new(RejectionCode.LeadOutOfTurn, new Wording(chinese, english));

    private static string Day(DateOnly day) => CivilDates.Format(day);
}
