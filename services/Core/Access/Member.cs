using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Access;

/// <summary>A key that speaks, or spoke, for a member.</summary>
/// <param name="Pin">SHA-256 of the SubjectPublicKeyInfo.</param>
/// <param name="ApprovedAt">Since when.</param>
public sealed record MemberKey(Digest Pin, DateTimeOffset ApprovedAt)
{
    /// <summary>Gets the certificate that was issued for it; null for an operator of the network file.</summary>
    public MemberCertificate? Certificate { get; init; }

    /// <summary>Gets when a renewal ends it; null while nothing has replaced it.</summary>
    public DateTimeOffset? ReplacedFrom { get; init; }

    /// <summary>Gets when it was revoked; null while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Says whether the key speaks for its member.</summary>
    /// <param name="at">When.</param>
    /// <returns>Whether it is neither revoked nor replaced for good nor out of date.</returns>
    public bool CountsAt(DateTimeOffset at) =>
        RevokedAt is null && !(ReplacedFrom <= at) && !(Certificate?.NotAfter <= at);
}

/// <summary>A member.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Keys">Every key it ever had, oldest first.</param>
/// <param name="Receivers">Parties in whose place it may ask, besides its own.</param>
public sealed record Member(MemberId Id, ImmutableArray<MemberKey> Keys, ImmutableArray<Jurisdiction> Receivers);
