using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Identity.Clients;

namespace ExchangeHub.Identity.Tokens;

/// <summary>Judges the certificate of a connection by the authorities that the operator named, and by nothing else.</summary>
/// <param name="authorities">Roots, which issued themselves, and issuers under them.</param>
/// <param name="urisOf">Reads the URIs that a certificate names.</param>
/// <param name="clock">Now.</param>
internal sealed class ClientCertificates(
    X509Certificate2Collection authorities, Func<X509Certificate2, IReadOnlyList<string>> urisOf, TimeProvider clock)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Says whether a certificate is in time, for clients, and issued under one of the authorities.</summary>
    /// <remarks>Nothing is fetched: a certificate could name any address, and the service would ask there.</remarks>
    public bool IsGood(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        foreach (var authority in authorities)
        {
            (authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData)
                ? policy.CustomTrustStore : policy.ExtraStore).Add(authority);
        }

        return chain.Build(certificate);
    }

    /// <summary>Says whether a certificate, which is good, is that of a client.</summary>
    public bool IsOf(Client client, X509Certificate2 certificate) =>
        client.Pin is { } pin ? CryptographicOperations.FixedTimeEquals(pin.AsSpan(), PinOf(certificate))
            : client.Uri is { } uri && urisOf(certificate) is [var named] && named == uri;

    /// <summary>Gets the pin of a certificate: SHA-256 of its SubjectPublicKeyInfo.</summary>
    public static byte[] PinOf(X509Certificate2 certificate) =>
        SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>Gets the thumbprint to which tokens are bound (RFC 8705, 3.1): SHA-256 of the whole certificate.</summary>
    public static byte[] ThumbprintOf(X509Certificate2 certificate) => SHA256.HashData(certificate.RawData);
}
