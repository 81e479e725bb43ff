using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Access;

/// <summary>The registry of members after what has happened to it. Immutable.</summary>
public sealed record Members
{
    /// <summary>Gets the registry in which nobody is.</summary>
    public static Members None { get; } = new();

    /// <summary>Gets the operators that network files have named.</summary>
    public ImmutableArray<FoundedOperator> Founded { get; private init; } = [];

    /// <summary>Gets everybody who has, or had, a key.</summary>
    public ImmutableDictionary<MemberId, Member> All { get; private init; } = ImmutableDictionary<MemberId, Member>.Empty;

    /// <summary>Gets the invitations, by the digest of their code.</summary>
    public ImmutableDictionary<Digest, Invitation> Invitations { get; private init; } =
        ImmutableDictionary<Digest, Invitation>.Empty;

    /// <summary>Gets the keys that nobody has decided on, by pin.</summary>
    public ImmutableDictionary<Digest, KeyRequest> Requests { get; private init; } =
        ImmutableDictionary<Digest, KeyRequest>.Empty;

    /// <summary>Gets the proposed keys that were turned down, with the reason.</summary>
    public ImmutableDictionary<Digest, string> Refused { get; private init; } = ImmutableDictionary<Digest, string>.Empty;

    /// <summary>Gets the digests of the codes under which a key was proposed: none serves twice.</summary>
    internal ImmutableHashSet<Digest> Spent { get; private init; } = [];

    /// <summary>Applies what happened.</summary>
    /// <param name="happened">The event.</param>
    /// <returns>The registry after it.</returns>
    public Members Apply(MemberEvent happened) => happened switch
    {
        MemberEvent.Founded founded => founded.Operators.Aggregate(
            this with { Founded = Founded.AddRange(founded.Operators) },
            (members, one) => members.With(one.Member, new MemberKey(one.Pin, founded.At))),
        MemberEvent.Invited { Invitation: var invitation } =>
            this with { Invitations = Invitations.SetItem(invitation.Code, invitation) },
        MemberEvent.KeyProposed { Request: var request } => this with
        {
            Requests = Requests.SetItem(request.Pin, request), Spent = Spent.Add(request.Code),
        },
        MemberEvent.KeyApproved approved => Apply(approved),
        MemberEvent.KeyRefused refused => this with
        {
            Requests = Requests.Remove(refused.Pin), Refused = Refused.SetItem(refused.Pin, refused.Reason),
        },
        MemberEvent.KeyRevoked revoked => Changed(
            revoked.Member, key => key.Pin == revoked.Pin ? key with { RevokedAt = key.RevokedAt ?? revoked.At } : key),
        MemberEvent.Expelled expelled => Apply(expelled),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    /// <summary>Finds the key that speaks for a member.</summary>
    /// <param name="member">The member that a certificate names.</param>
    /// <param name="pin">The key of the certificate.</param>
    /// <param name="at">When.</param>
    /// <returns>The member; or why the key does not speak for it.</returns>
    public (Member? Member, Wording? Fault) Admit(MemberId member, Digest pin, DateTimeOffset at)
    {
        if (!All.TryGetValue(member, out var known))
        {
            return (null, new($"{member} 不是成员", $"{member} is no member"));
        }

        var key = known.Keys.LastOrDefault(one => one.Pin == pin);
        return key switch
        {
            null => (null, new($"{member} 未登记该密钥", $"the key is not registered for {member}")),
            { RevokedAt: not null } => (null, new($"{member} 的该密钥已吊销", $"the key of {member} is revoked")),
            _ when !key.CountsAt(at) => (null, new($"{member} 的该密钥已被新密钥取代或已到期",
                $"the key of {member} was replaced, or its time is over")),
            _ => (known, null),
        };
    }

    /// <summary>Says whether a key was ever registered, proposed or turned down, for whomever.</summary>
    /// <param name="pin">The key.</param>
    /// <returns>Whether it is known.</returns>
    public bool Knows(Digest pin) => Requests.ContainsKey(pin) || Refused.ContainsKey(pin)
        || All.Values.Any(member => member.Keys.Any(key => key.Pin == pin));

    /// <summary>Counts the operators who can act.</summary>
    /// <param name="at">When.</param>
    /// <returns>How many have a key that counts.</returns>
    public int OperatorsAt(DateTimeOffset at) => All.Values.Count(member =>
        member.Id.Kind == MemberKind.Operator && member.Keys.Any(key => key.CountsAt(at)));

    private Members Apply(MemberEvent.KeyApproved approved)
    {
        var pin = approved.Certificate.Pin;
        ImmutableArray<Jurisdiction>? receivers = Requests.TryGetValue(pin, out var request)
            && Invitations.TryGetValue(request.Code, out var invitation) ? invitation.Receivers : null;
        var renewed = approved.Replaces is { } old
            ? Changed(approved.Member, key => key.Pin == old
                ? key with { ReplacedFrom = key.ReplacedFrom ?? approved.At + MemberActs.Overlap } : key)
            : this;
        return renewed.With(
            approved.Member, new MemberKey(pin, approved.At) { Certificate = approved.Certificate }, receivers) with
        {
            Requests = Requests.Remove(pin),
        };
    }

    private Members Apply(MemberEvent.Expelled expelled) =>
        Changed(expelled.Member, key => key with { RevokedAt = key.RevokedAt ?? expelled.At }) with
        {
            Invitations = Invitations.RemoveRange(
                Invitations.Values.Where(one => one.Member == expelled.Member).Select(one => one.Code)),
            Requests = Requests.RemoveRange(
                Requests.Values.Where(one => one.Member == expelled.Member).Select(one => one.Pin)),
        };

    private Members With(MemberId id, MemberKey key, ImmutableArray<Jurisdiction>? receivers = null)
    {
        var known = All.GetValueOrDefault(id) ?? new Member(id, [], []);
        return this with
        {
            All = All.SetItem(id, known with { Keys = known.Keys.Add(key), Receivers = receivers ?? known.Receivers }),
        };
    }

    private Members Changed(MemberId id, Func<MemberKey, MemberKey> change) => All.TryGetValue(id, out var known)
        ? this with { All = All.SetItem(id, known with { Keys = [.. known.Keys.Select(change)] }) }
        : this;
}
