using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Access;

/// <summary>Decides what may happen to the registry of members. Pure.</summary>
/// <remarks>Two operators have a hand in every admission: who invites does not approve. One is enough to revoke, because whoever
/// sees a theft must not have to look for a second.</remarks>
public static class MemberActs
{
    /// <summary>How long a key can be proposed under an invitation.</summary>
    public static readonly TimeSpan InvitationLasts = TimeSpan.FromHours(24);

    /// <summary>How long a key goes on counting after its member has renewed it.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(7);

    /// <summary>Invites a member.</summary>
    /// <param name="members">The registry.</param>
    /// <param name="network">The network: a node that it does not know is not invited.</param>
    /// <param name="invitation">The invitation.</param>
    /// <returns>What happens, or why nothing does.</returns>
    public static (MemberEvent? Event, Rejection? Rejection) Invite(Members members, Network network, Invitation invitation)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(invitation);
        if (Unentitled(members, invitation.By, invitation.At) is { } unentitled)
        {
            return (null, unentitled);
        }

        if (invitation.Member.Node is { } node && !network.Nodes.ContainsKey(node))
        {
            return Reject(RejectionCode.MemberUnknown,
                $"网络文件中没有 {node}。请先由各方在网络文件中登记该节点。",
                $"The network file does not have {node}. The parties register a node there first.");
        }

        var stranger = invitation.Receivers.FirstOrDefault(party => !network.Parties.ContainsKey(party));
        if (stranger != default)
        {
            return Reject(RejectionCode.MemberUnknown, $"{stranger} 不是缔约方。", $"{stranger} is no party.");
        }

        return invitation.Member.Kind is MemberKind.Node or MemberKind.Operator && !invitation.Receivers.IsEmpty
            ? Reject(RejectionCode.MemberUnknown,
                "节点只代表本缔约方，操作员不代表任何缔约方：不能另行授权。",
                "A node asks for its own party and an operator for none: no further parties can be granted.")
            : (new MemberEvent.Invited(invitation), null);
    }

    /// <summary>Takes keys from a member: one of them, or all and the membership with it.</summary>
    /// <param name="members">The registry.</param>
    /// <param name="whose">The member, and the key; null for all.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reason">Why, one line.</param>
    /// <param name="at">When.</param>
    /// <returns>What happens, or why nothing does.</returns>
    public static (MemberEvent? Event, Rejection? Rejection) Revoke(
        Members members, (MemberId Member, Digest? Pin) whose, MemberId by, string reason, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(members);
        var (member, pin) = whose;
        if (Unentitled(members, by, at) is { } unentitled)
        {
            return (null, unentitled);
        }

        var isKnown = members.All.TryGetValue(member, out var known)
            && (pin is null || known.Keys.Any(key => key.Pin == pin && key.RevokedAt is null));
        if (!isKnown && (pin is not null || !members.Invitations.Values.Any(one => one.Member == member)))
        {
            return Reject(RejectionCode.MemberUnknown,
                pin is null ? $"没有成员“{member}”。" : $"{member} 没有该有效密钥。",
                pin is null ? $"There is no member '{member}'." : $"{member} has no such key that counts.");
        }

        MemberEvent happened = pin is { } one
            ? new MemberEvent.KeyRevoked(member, one, by, reason, at) : new MemberEvent.Expelled(member, by, reason, at);
        return member.Kind == MemberKind.Operator && members.Apply(happened).OperatorsAt(at) == 0
            ? Reject(RejectionCode.LastOperator,
                "此后将没有操作员。请先登记另一名操作员。",
                "Nobody could operate the registry any more. Admit another operator first.")
            : (happened, null);
    }

    /// <summary>Finds the operators of a network file that are new.</summary>
    /// <param name="members">The registry.</param>
    /// <param name="network">The network as its file says.</param>
    /// <returns>What is new; or why the file is of no use: it gives an operator another key than it did.</returns>
    public static (ImmutableArray<FoundedOperator> New, Wording? Fault) Compare(Members members, Network network)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(network);
        var founding = network.Operators.Select(one => new FoundedOperator(
            new MemberId(MemberKind.Operator, one.Name), one.Pin)).ToImmutableArray();
        var changed = founding.FirstOrDefault(one =>
            members.Founded.Any(known => known.Member == one.Member && known.Pin != one.Pin));
        return changed is not null
            ? ([], new Wording(
                $"网络文件为 {changed.Member} 指定的密钥与首次使用时不同。更换密钥应通过枢纽续期，而非修改网络文件。",
                $"The network file gives {changed.Member} another key than when it was first used. A key is renewed at the hub, "
                + "not in the file."))
            : ([.. founding.Where(one => !members.Founded.Contains(one))], null);
    }

    internal static Rejection? Unentitled(Members members, MemberId by, DateTimeOffset at) =>
        by.Kind == MemberKind.Operator && members.All.TryGetValue(by, out var known) && known.Keys.Any(key => key.CountsAt(at))
            ? null
            : new Rejection(RejectionCode.NoOperator, new Wording($"{by} 不是操作员。", $"{by} is no operator."));

    internal static (MemberEvent?, Rejection?) Reject(RejectionCode code, string chinese, string english) =>
        (null, new Rejection(code, new Wording(chinese, english)));
}
