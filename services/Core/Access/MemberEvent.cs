using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Access;

/// <summary>What happens to the registry of members, in the stream <see cref="Stream"/>.</summary>
public abstract record MemberEvent
{
    /// <summary>The stream of the registry: one, so that its revision is the epoch of every admission.</summary>
    public const string Stream = "members";

    private MemberEvent() { }

    /// <summary>Operators of the network file are used for the first time.</summary>
    /// <param name="Operators">Which.</param>
    /// <param name="At">When.</param>
    public sealed record Founded(ImmutableArray<FoundedOperator> Operators, DateTimeOffset At) : MemberEvent;

    /// <summary>An operator invited a member to propose a key.</summary>
    /// <param name="Invitation">The invitation; of its code only the digest is known.</param>
    public sealed record Invited(Invitation Invitation) : MemberEvent;

    /// <summary>Whoever holds the invitation proposed a key.</summary>
    /// <param name="Request">The key and the request that proves its possession.</param>
    public sealed record KeyProposed(KeyRequest Request) : MemberEvent;

    /// <summary>A key speaks for a member from now on: a second operator approved it, or the member renewed its own.</summary>
    /// <param name="Member">The member.</param>
    /// <param name="Certificate">What was issued for the key.</param>
    /// <param name="By">The operator; the member itself when it renewed.</param>
    /// <param name="Replaces">The pin that it renews, which counts for <see cref="MemberActs.Overlap"/> longer; null for a key
    /// that an operator approved.</param>
    /// <param name="At">When.</param>
    public sealed record KeyApproved(
        MemberId Member, MemberCertificate Certificate, MemberId By, Digest? Replaces, DateTimeOffset At) : MemberEvent;

    /// <summary>An operator turned a proposed key down.</summary>
    /// <param name="Member">The member.</param>
    /// <param name="Pin">The key.</param>
    /// <param name="By">The operator.</param>
    /// <param name="Reason">Why, one line.</param>
    /// <param name="At">When.</param>
    public sealed record KeyRefused(MemberId Member, Digest Pin, MemberId By, string Reason, DateTimeOffset At) : MemberEvent;

    /// <summary>A key does not speak for its member any more, from this moment on and for ever.</summary>
    /// <param name="Member">The member.</param>
    /// <param name="Pin">The key.</param>
    /// <param name="By">The operator.</param>
    /// <param name="Reason">Why, one line.</param>
    /// <param name="At">When.</param>
    public sealed record KeyRevoked(MemberId Member, Digest Pin, MemberId By, string Reason, DateTimeOffset At) : MemberEvent;

    /// <summary>A member has no key, no invitation and no request any more.</summary>
    /// <param name="Member">The member.</param>
    /// <param name="By">The operator.</param>
    /// <param name="Reason">Why, one line.</param>
    /// <param name="At">When.</param>
    public sealed record Expelled(MemberId Member, MemberId By, string Reason, DateTimeOffset At) : MemberEvent;
}

/// <summary>An operator whom the network file names.</summary>
/// <param name="Member">The operator.</param>
/// <param name="Pin">SHA-256 of the SubjectPublicKeyInfo of the certificate.</param>
public sealed record FoundedOperator(MemberId Member, Digest Pin);

/// <summary>What lets a member propose one key.</summary>
/// <param name="Member">For whom.</param>
/// <param name="Code">SHA-256 of the one-time code.</param>
/// <param name="Receivers">Parties in whose place a consumer or console may ask; a node asks for its own party alone.</param>
/// <param name="By">The operator who invited.</param>
/// <param name="At">When; a key can be proposed for <see cref="MemberActs.InvitationLasts"/>.</param>
public sealed record Invitation(
    MemberId Member, Digest Code, ImmutableArray<Jurisdiction> Receivers, MemberId By, DateTimeOffset At);

/// <summary>A key that was proposed.</summary>
/// <param name="Member">For whom.</param>
/// <param name="Code">SHA-256 of the code of the invitation.</param>
/// <param name="Pin">SHA-256 of the SubjectPublicKeyInfo.</param>
/// <param name="Content">The PKCS #10 request, DER.</param>
/// <param name="At">When.</param>
public sealed record KeyRequest(MemberId Member, Digest Code, Digest Pin, ReadOnlyMemory<byte> Content, DateTimeOffset At);

/// <summary>A certificate that was issued for a key of a member. Its purpose is TLS; no record is signed with it.</summary>
/// <param name="Pin">SHA-256 of the SubjectPublicKeyInfo.</param>
/// <param name="Serial">The serial number, big-endian.</param>
/// <param name="NotAfter">Its last instant.</param>
/// <param name="Content">The certificate, DER.</param>
public sealed record MemberCertificate(
    Digest Pin, ImmutableArray<byte> Serial, DateTimeOffset NotAfter, ReadOnlyMemory<byte> Content);
