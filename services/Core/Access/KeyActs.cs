using ExchangeHub.Agreements;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Access;

/// <summary>Decides which keys speak for members: proposed by whoever was invited, approved by a second operator, renewed by the
/// member itself. Pure.</summary>
public static class KeyActs
{
    /// <summary>Proposes a key.</summary>
    /// <param name="members">The registry.</param>
    /// <param name="network">The network, with the keys that sign records.</param>
    /// <param name="code">SHA-256 of the code that was presented.</param>
    /// <param name="request">SHA-256 of the SubjectPublicKeyInfo, and the PKCS #10 request, whose proof of possession was
    /// verified.</param>
    /// <param name="at">When.</param>
    /// <returns>What happens; neither when this very key was proposed before; or why nothing does.</returns>
    public static (MemberEvent? Event, Rejection? Rejection) Propose(
        Members members, Network network, Digest code, (Digest Pin, ReadOnlyMemory<byte> Content) request, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(members);
        var pin = request.Pin;
        var invitation = members.Invitations.GetValueOrDefault(code);
        if (invitation is not null
            && (members.Requests.TryGetValue(pin, out var same) ? same.Code == code : HasKey(members, invitation.Member, pin)))
        {
            return (null, null);
        }

        if (invitation is null || at > invitation.At + MemberActs.InvitationLasts || members.Spent.Contains(code))
        {
            return MemberActs.Reject(RejectionCode.InvitationOfNoUse,
                "邀请码无效：不存在、已过 24 小时、已用于其他密钥，或者申请已被拒绝。请向枢纽操作员索取新的邀请码。",
                "The invitation is of no use: there is none with this code, its 24 hours are over, another key was proposed "
                + "under it, or the key was refused. Ask an operator of the hub for a new one.");
        }

        return Taken(members, network, pin) is { } taken
            ? (null, taken)
            : (new MemberEvent.KeyProposed(new KeyRequest(invitation.Member, code, pin, request.Content, at)), null);
    }

    /// <summary>Says whether an operator may approve a key, before a certificate is issued for it.</summary>
    /// <param name="members">The registry.</param>
    /// <param name="pin">The key.</param>
    /// <param name="by">The operator.</param>
    /// <param name="at">When.</param>
    /// <returns>The request; or why the operator may not.</returns>
    public static (KeyRequest? Request, Rejection? Rejection) MayApprove(
        Members members, Digest pin, MemberId by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (MemberActs.Unentitled(members, by, at) is { } unentitled)
        {
            return (null, unentitled);
        }

        if (!members.Requests.TryGetValue(pin, out var request))
        {
            return (null, Unknown(pin));
        }

        // An invitation is only taken away together with its requests.
        var inviter = members.Invitations[request.Code].By;
        return inviter == by || request.Member == by
            ? (null, new Rejection(RejectionCode.FourEyes, new Wording(
                $"{inviter} 发出邀请，批准须由另一名操作员作出，申请人本人也不得批准。",
                $"{inviter} invited, so that another operator has to approve; nobody approves a key of their own.")))
            : (request, null);
    }

    /// <summary>Turns a proposed key down.</summary>
    /// <param name="members">The registry.</param>
    /// <param name="pin">The key.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reason">Why, one line.</param>
    /// <param name="at">When.</param>
    /// <returns>What happens, or why nothing does.</returns>
    public static (MemberEvent? Event, Rejection? Rejection) Refuse(
        Members members, Digest pin, MemberId by, string reason, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(members);
        return MemberActs.Unentitled(members, by, at) is { } unentitled ? (null, unentitled)
            : members.Requests.TryGetValue(pin, out var request)
                ? (new MemberEvent.KeyRefused(request.Member, pin, by, reason, at), null)
                : (null, Unknown(pin));
    }

    /// <summary>Says whether a member may renew its key with a new one.</summary>
    /// <param name="members">The registry.</param>
    /// <param name="network">The network, with the keys that sign records.</param>
    /// <param name="current">The member, and the key that it renews.</param>
    /// <param name="pin">The new key.</param>
    /// <param name="at">When.</param>
    /// <returns>Why it may not; null when it may.</returns>
    public static Rejection? MayRenew(
        Members members, Network network, (MemberId Member, Digest Pin) current, Digest pin, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(members);
        return members.Admit(current.Member, current.Pin, at).Fault is { } fault
            ? new Rejection(RejectionCode.InvitationOfNoUse, fault)
            : Taken(members, network, pin);
    }

    private static bool HasKey(Members members, MemberId member, Digest pin) =>
        members.All.TryGetValue(member, out var known) && known.Keys.Any(key => key.Pin == pin && key.RevokedAt is null);

    private static Rejection? Taken(Members members, Network network, Digest pin)
    {
        // A record key is known by the beginning of the same digest.
        var keyId = pin.ToString()["sha256:".Length..][..16];
        return members.Knows(pin) || network.Nodes.Values.Any(node => node.Keys.Any(key => key.KeyId == keyId))
            || network.Parties.Values.Any(party => party.Keys.Any(key => key.KeyId == keyId))
            ? new Rejection(RejectionCode.KeyTaken, new Wording(
                "该密钥已登记或曾被拒绝，或者用于签署报送。TLS 连接请使用专用的新密钥。",
                "The key is registered already, was refused once, or signs records. Make a new key for TLS alone."))
            : null;
    }

    private static Rejection Unknown(Digest pin) => new(RejectionCode.RequestUnknown, new Wording(
        $"没有待决的密钥申请 {pin}：从未提出，或者已有决定。",
        $"No request for the key {pin} is open: none was made, or it was decided."));
}
