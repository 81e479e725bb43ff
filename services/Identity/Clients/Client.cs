using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Identity.Clients;

/// <summary>A machine that may ask for tokens.</summary>
/// <param name="Id">Its name, such as <c>node:310118</c>.</param>
/// <param name="Party">The party for which it acts.</param>
/// <param name="Scopes">What it may ask for, in order.</param>
internal sealed record Client(string Id, Jurisdiction Party, ImmutableArray<string> Scopes)
{
    /// <summary>Gets the SHA-256 of its certificate's SubjectPublicKeyInfo, if it proves itself by its certificate.</summary>
    public ImmutableArray<byte>? Pin { get; init; }

    /// <summary>Gets the URI that its certificate names, if it proves itself by a certificate of the authorities: any key that
    /// they have certified for it counts, so that a renewal needs nobody here.</summary>
    public string? Uri { get; init; }

    /// <summary>Gets its public keys as a JSON Web Key set, if it proves itself by signed assertions.</summary>
    public string? Jwks { get; init; }
}
