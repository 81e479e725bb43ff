using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Certificates;

/// <summary>Who a program is: a certificate with its key, what vouches for it, and the root of its network.</summary>
/// <param name="Certificate">The certificate, with the key.</param>
/// <param name="Intermediates">Authorities between it and the root.</param>
/// <param name="Root">The root.</param>
public sealed record Identity(X509Certificate2 Certificate, X509Certificate2Collection Intermediates, X509Certificate2 Root)
{
    /// <summary>Gets the identity as a server shows it: leaf and intermediates, nothing fetched.</summary>
    public SslStreamCertificateContext Context { get; } =
        SslStreamCertificateContext.Create(Certificate, Intermediates, offline: true);

    /// <summary>Gets from when the key is to be renewed: two thirds of its life.</summary>
    public DateTimeOffset RenewFrom => Certificate.NotBefore + ((Certificate.NotAfter - Certificate.NotBefore) * (2.0 / 3.0));
}

/// <summary>An identity cannot be used.</summary>
/// <param name="message">Why, and what would be right.</param>
public sealed class IdentityException(Wording message) : Exception($"{message?.Chinese}\n{message?.English}")
{
    /// <summary>Gets the message in both languages.</summary>
    public Wording Wording { get; } = message!;
}
