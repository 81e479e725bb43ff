using System.Collections.Immutable;
using ExchangeHub.Access;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Access;

/// <summary>Who calls, as the certificate of the connection says.</summary>
/// <param name="Member">The member that the certificate names.</param>
/// <param name="Pin">Its key.</param>
internal sealed record Caller(MemberId Member, Digest Pin);

/// <summary>What a caller may ask for at this moment.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Receivers">Parties in whose place it may ask.</param>
internal sealed record Admission(Caller Caller, ImmutableArray<Jurisdiction> Receivers);
