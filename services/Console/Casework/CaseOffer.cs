using System.Collections.Immutable;
using ExchangeHub.Console.Asking;
using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Casework;

/// <summary>An act in a joint case, or of the joint team, that an officer may take now, or not.</summary>
/// <param name="Deed">The name of the field of <c>CaseAct</c>, such as assign_task.</param>
/// <param name="WhyNot">Why it cannot be taken; null when nothing is known against it. The hub judges, when the act reaches
/// it.</param>
public sealed record CaseOffer(string Deed, Wording? WhyNot)
{
    /// <summary>The act that begins a case.</summary>
    public const string Opening = "open";

    private static readonly Wording Closed = new("本案已结案；如需继续办理，请先重新立案。", "The case is closed. To go on, open it again.");
    private static readonly Wording StillOpen = new("本案尚未结案。", "The case is open.");
    private static readonly Wording NoTask = new("本方没有未完成的任务。", "Nothing is left to be done by your party.");
    private static readonly Wording Published = new("查处结果已公开。", "The result has been published.");
    private static readonly Wording NoResult = new("尚未公开查处结果。", "No result has been published.");
    private static readonly Wording Gone = new("本方已退出本案。", "Your party has left the case.");
    private static readonly Wording AllJoined = new("协议各方均已参与本案。", "All parties of the agreement are members.");
    private static readonly Wording Opened = new("立案方不能退出。", "The party that opened the case cannot leave it.");
    private static readonly Wording TooFew = new("联合案件至少由两方办理。", "A joint case has two members at least.");
    private static readonly Wording OwnTask = new("本方尚有未完成的任务。", "Tasks of your party are not done.");
    private static readonly Wording Unfinished = new("尚有未完成的任务。", "Tasks are not done.");

    /// <summary>Says whether an officer may open a case.</summary>
    internal static CaseOffer ToOpen(GetTeamResponse team, Account officer, Zone zone) =>
        new(Opening, Stranger(team, officer) ?? (team.Lead?.Party == officer.Division ? null : NotLeading(team, zone)));

    /// <summary>Lists what an officer may do in a case, and what not.</summary>
    /// <param name="one">The case as it stands today.</param>
    /// <param name="team">The team of today.</param>
    /// <param name="officer">Who acts.</param>
    /// <param name="zone">The parties, loaded.</param>
    internal static ImmutableArray<CaseOffer> In(JointCase one, GetTeamResponse team, Account officer, Zone zone)
    {
        var notLeading = one.Opener == officer.Division || team.Lead?.Party == officer.Division ? null : NotLeading(team, zone);
        var unfinished = one.Tasks.Where(task => task.DoneOn.Length == 0).ToList();
        var isOwner = unfinished.Any(task => task.Owner == officer.Division);
        var (isClosed, stranger) = (
            one.State == State.Closed, one.Members.Contains(officer.Division) ? Stranger(team, officer) : Gone);
        CaseOffer While(string deed, Wording? whyNot) => new(deed, stranger ?? (isClosed ? Closed : whyNot));
        return
        [
            While("complete_task", isOwner ? null : NoTask),
            While("cite", null),
            While("link_hand_over", null),
            While("assign_task", notLeading),
            While("inspect", notLeading),
            While("join", notLeading ?? (zone.Parties.Any(party => !one.Members.Contains(party.Division)) ? null : AllJoined)),
            While("leave", one.Opener == officer.Division ? Opened : one.Members.Count <= 2 ? TooFew : isOwner ? OwnTask : null),
            While("publish_result", one.Result is null ? null : Published),
            While("close", notLeading ?? (one.Result is null ? NoResult : unfinished.Count > 0 ? Unfinished : null)),
            new("reopen", stranger ?? (isClosed ? notLeading : StillOpen)),
        ];
    }

    /// <summary>Lists what an officer may do as a part of the team, and what not.</summary>
    internal static ImmutableArray<CaseOffer> InTeam(GetTeamResponse team, Account officer) =>
    [
        new("assign_member", null),
        new("take_lead", team.Members.Any(member => member.Home == officer.Division) ? null : new Wording(
            "本方尚未派入人员，请先派入。", "Your party has sent nobody to the team yet.")),
        new("give_back_lead", Coming(team, officer).Any() ? null : new Wording(
            "本方没有尚未开始的任期。", "Your party has no term that has not begun.")),
    ];

    /// <summary>Finds the terms of an officer's party that have not begun.</summary>
    internal static IEnumerable<LeadTerm> Coming(GetTeamResponse team, Account officer) => team.Terms.Where(term =>
        term.Party == officer.Division && string.CompareOrdinal(term.FromOn, team.ValidOn) > 0);

    private static Wording? Stranger(GetTeamResponse team, Account officer) =>
        team.Members.Any(member =>
            member.IsMember && member.Certificate == officer.Certificate && member.Home == officer.Division) ? null : new Wording(
                $"执法证号 {officer.Certificate} 今天不是本方派入联合执法队的成员，不能以联合执法队名义办理。",
                $"Officer {officer.Certificate} is not sent to the joint team by your party today and cannot act for it.");

    private static Wording NotLeading(GetTeamResponse team, Zone zone)
    {
        var lead = team.Lead is { } term ? zone.ShortName(term.Party) : new Wording("无", "nobody");
        return new Wording(
            $"由当日负责联合执法队的一方或者立案方办理；今天的负责方：{lead.Chinese}。",
            $"For the party that leads the joint team, today {lead.English}, or that opened the case.");
    }
}
