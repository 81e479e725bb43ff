using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExchangeHub.Certificates;

/// <summary>How the two ends of a connection judge each other's certificate.</summary>
public static class Peers
{
    /// <summary>Makes the policy for whoever connects to a hub.</summary>
    /// <param name="identity">What the hub knows of the network's authorities.</param>
    /// <returns>A policy of its own; policies are not shared between connections.</returns>
    public static X509ChainPolicy OfCallers(Identity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return PolicyOf([identity.Root], identity.Intermediates, Profiles.ClientAuthentication);
    }

    /// <summary>Says with what a program calls its hub, and whom it takes for it.</summary>
    /// <param name="folder">Its identity; read again for each connection, so that a renewed one needs no restart.</param>
    /// <returns>The options. Only the root of the network counts, never those that the machine trusts.</returns>
    public static SslClientAuthenticationOptions ToHub(IdentityFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var identity = folder.Read();
        return new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls13,
            CertificateChainPolicy = PolicyOf([identity.Root], identity.Intermediates, Profiles.ServerAuthentication),
            LocalCertificateSelectionCallback = (_, _, _, _, _) => folder.Read().Certificate,
        };
    }

    /// <summary>Says whom a program without a certificate takes for its hub.</summary>
    /// <param name="root">The root of the network.</param>
    /// <returns>The options.</returns>
    public static SslClientAuthenticationOptions ToHub(X509Certificate2 root) => new()
    {
        EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls13,
        CertificateChainPolicy = PolicyOf([root], [], Profiles.ServerAuthentication),
    };

    internal static X509ChainPolicy PolicyOf(
        IEnumerable<X509Certificate2> roots, IEnumerable<X509Certificate2> others, string? purpose)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,

            // A hostile certificate would choose what the hub fetches. The registry says what is revoked.
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        foreach (var root in roots)
        {
            policy.CustomTrustStore.Add(root);
        }

        foreach (var other in others)
        {
            policy.ExtraStore.Add(other);
        }

        if (purpose is not null)
        {
            policy.ApplicationPolicy.Add(new Oid(purpose));
        }

        return policy;
    }
}
