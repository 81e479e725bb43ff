using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>Who signed a bag, and when, as the signature says.</summary>
/// <param name="Certificate">The certificate of the key.</param>
/// <param name="Certificates">All certificates in the signature.</param>
/// <param name="SignedAt">When, by the word of who signed; null when nothing is said of it.</param>
/// <param name="Value">The value of the signature.</param>
/// <param name="Token">The token of its time-stamp (RFC 3161); empty without one.</param>
public sealed record TagManifestSigner(
    X509Certificate2 Certificate, X509Certificate2Collection Certificates, DateTimeOffset? SignedAt, ReadOnlyMemory<byte> Value,
    ReadOnlyMemory<byte> Token)
{
    /// <summary>Says by when it had been signed, as far as an authority vouches for it.</summary>
    /// <param name="authorities">Certificates of the authorities that are trusted, DER.</param>
    /// <returns>The latest instant that the token allows; null without a token of one of them over this signature.</returns>
    public DateTimeOffset? StampedAt(ImmutableArray<ImmutableArray<byte>> authorities) =>
        TimestampToken.StampedBy(Token, Value.Span, authorities);

    /// <summary>Says whether the certificate is of a network, and was in force when it was used.</summary>
    /// <param name="root">The root of the network.</param>
    /// <param name="at">When it was used.</param>
    /// <returns>What is wrong; null when nothing is. Whether it was revoked is not asked: the registry of members
    /// knows.</returns>
    public Wording? FaultUnder(X509Certificate2 root, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(Certificates);
        if (chain.Build(Certificate))
        {
            return null;
        }

        return chain.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid)
            ? new Wording("签名时证书不在有效期内", "its certificate was not in force when it was used")
            : new Wording("证书链不能追溯至该网络的根证书", "its certificate does not come from the root of the network");
    }
}
