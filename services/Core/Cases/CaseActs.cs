using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cases;

/// <summary>What is known of the record that an act names, as far as the party that acts may know it.</summary>
/// <param name="IsHeld">The hub holds it, and the party may see it.</param>
/// <param name="IsHandedOver">It is an evidence package that is handed over to a local bureau.</param>
public sealed record NamedRecord(bool IsHeld, bool IsHandedOver)
{
    /// <summary>Gets what is known of a record that the hub does not hold.</summary>
    public static NamedRecord None { get; } = new(false, false);
}

/// <summary>What an act in a joint case is judged by.</summary>
/// <param name="Team">The joint team.</param>
/// <param name="Case">The case; null while nothing was filed in it, and for an act of the team.</param>
/// <param name="Named">What is known of the record that the act names; <see cref="NamedRecord.None"/> when it names none.</param>
/// <param name="IsParty">Says whether a division is a party of the agreement.</param>
public sealed record CaseContext(Team Team, JointCase? Case, NamedRecord Named, Func<Jurisdiction, bool> IsParty);

/// <summary>Who may do what in a joint case. Pure: no clock, no I/O; the day is the day of the act.</summary>
/// <remarks>Source: domain reference "Mechanisms", rows 4 and 7 to 12.</remarks>
public static class CaseActs
{
    /// <summary>Says why an act cannot be taken.</summary>
    /// <param name="context">What it is judged by.</param>
    /// <param name="statement">A statement whose body is an act in a joint case.</param>
    /// <param name="party">The party that acts.</param>
    /// <returns>Null when it can.</returns>
    public static Rejection? Check(CaseContext context, Statement statement, Jurisdiction party)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(statement);
        if (statement.Body is not StatementBody.CaseAct act)
        {
            throw new ArgumentException("The statement is no act in a joint case.", nameof(statement));
        }

        var day = statement.PublishedOn;
        if (act.Number.Length == 0)
        {
            return TeamActs.Check(context.Team, act.Deed, party, day);
        }

        // Whoever is no member is told the same as whoever asks for a case that is not there.
        if (act.Deed is not CaseDeed.Open && context.Case?.Members.Contains(party) is not true)
        {
            return Reject(RejectionCode.CaseUnknown,
                $"{party} 参与的联合案件中没有“{act.Number}”。",
                $"'{act.Number}' is none of the joint cases of {party}.");
        }

        return CheckOfficer(context.Team, act.Officer, party, day)
            ?? (act.Deed is CaseDeed.Open open ? CheckOpening(context, act.Number, open, party, day)
                : CheckStage(context.Case!, act.Deed, day) ?? CheckDeed(context, context.Case!, act.Deed, party, day));
    }

    /// <summary>Names the parties to which an act that was let pass is delivered.</summary>
    /// <param name="before">The case before it; null for the act that opens one, and for an act of the team.</param>
    /// <param name="deed">The act.</param>
    /// <returns>The members, whoever joins or leaves by it among them; null for everybody.</returns>
    public static ImmutableArray<Jurisdiction>? ShownTo(JointCase? before, CaseDeed deed) => (before, deed) switch
    {
        (_, CaseDeed.Open open) => open.Members,
        ({ } @case, CaseDeed.Join join) => @case.Members.Add(join.Party),
        _ => before?.Members,
    };

    private static Rejection? CheckOpening(
        CaseContext context, string number, CaseDeed.Open open, Jurisdiction party, DateOnly day)
    {
        if (context.Case is not null)
        {
            return Reject(RejectionCode.CaseHasIt,
                $"案号“{number}”已使用。请换一个案号。", $"The case number '{number}' is in use. Take another.");
        }

        if (context.Team.LeadOn(day)?.Party != party)
        {
            return NotLeading(context.Team, party, null, day);
        }

        if (open.Members.Distinct().Count() < 2 || !open.Members.Contains(party))
        {
            return Reject(RejectionCode.MembersNotJoint,
                $"联合案件至少由两方办理，立案一方 {party} 应在其中。",
                $"A joint case has two members at least, {party}, which opens it, among them.");
        }

        return open.Members.FirstOrDefault(member => !context.IsParty(member)) is { } other && other != default
            ? Reject(RejectionCode.MembersNotJoint,
                $"{other} 不是协议成员，不能参与联合案件。", $"{other} is no party of the agreement and cannot be a member.")
            : null;
    }

    private static Rejection? CheckStage(JointCase @case, CaseDeed deed, DateOnly day)
    {
        if (day < @case.OpenedOn)
        {
            return Reject(RejectionCode.WrongDay,
                $"案件“{@case.Number}”于 {Day(@case.OpenedOn)} 立案，不能在 {Day(day)} 办理。",
                $"Case '{@case.Number}' was opened on {Day(@case.OpenedOn)}; nothing is done in it on {Day(day)}.");
        }

        return (@case.ClosedOn, deed) switch
        {
            ({ } closed, not CaseDeed.Reopen) => Reject(RejectionCode.CaseAtOtherStage,
                $"案件“{@case.Number}”已于 {Day(closed)} 结案。如需继续办理，请先说明理由重新立案（reopen）。",
                $"Case '{@case.Number}' was closed on {Day(closed)}. To go on, reopen it and say why."),
            (null, CaseDeed.Reopen) => Reject(RejectionCode.CaseAtOtherStage,
                $"案件“{@case.Number}”尚未结案，无须重新立案。", $"Case '{@case.Number}' is open; there is nothing to reopen."),
            _ => null,
        };
    }

    private static Rejection? CheckDeed(
        CaseContext context, JointCase @case, CaseDeed deed, Jurisdiction party, DateOnly day)
    {
        if (deed is CaseDeed.AssignTask or CaseDeed.Inspect or CaseDeed.Join or CaseDeed.Close or CaseDeed.Reopen
            && party != @case.Opener && context.Team.LeadOn(day)?.Party != party)
        {
            return NotLeading(context.Team, party, @case, day);
        }

        return CaseDeeds.Check(context, @case, deed, party, day);
    }

    private static Rejection? CheckOfficer(Team team, OfficerCertificate officer, Jurisdiction party, DateOnly day) =>
        team.MemberOn(officer, day) is { } member && member.Home == party ? null : Reject(RejectionCode.OfficerNotInTeam,
            $"执法证号 {officer} 在 {Day(day)} 不是 {party} 派入联合执法队的成员，不能以联合执法队名义办理。",
            $"Officer {officer} is not a member of the joint team from {party} on {Day(day)} and cannot act for it.");

    private static Rejection NotLeading(Team team, Jurisdiction party, JointCase? @case, DateOnly day)
    {
        var lead = team.LeadOn(day)?.Party.ToString();
        return Reject(RejectionCode.NotLeading,
            $"{party} 在 {Day(day)} 不负责联合执法队（负责方：{lead ?? "无"}）"
                + (@case is null ? "，不能立案。" : $"，也不是立案方 {@case.Opener}，不能交办、组织检查、增加参与方或者结案。"),
            $"{party} does not lead the joint team on {Day(day)}; {lead ?? "nobody"} does. "
                + (@case is null ? "It cannot open a case."
                    : $"Nor did it open the case, as {@case.Opener} did: it cannot assign, inspect, bring in or close."));
    }

    private static string Day(DateOnly day) => CivilDates.Format(day);

    private static Rejection Reject(RejectionCode code, string chinese, string english) =>
        new(code, new Wording(chinese, english));
}
