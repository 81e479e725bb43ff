using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ExchangeHub.Identity.Duende;

/// <summary>No setting but the name.</summary>
internal sealed class CertificateSchemeOptions : AuthenticationSchemeOptions;

/// <summary>Setting 6: takes the certificate of the connection when one of the named authorities issued it for clients.</summary>
internal sealed class CertificateOfConnection(
    IOptionsMonitor<CertificateSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    X509Certificate2Collection authorities) : AuthenticationHandler<CertificateSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Certificate";

    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.Connection.ClientCertificate is not { } certificate || !IsGood(certificate))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity(
            [new Claim("x5t#S256", certificate.GetCertHashString(HashAlgorithmName.SHA256))], Scheme);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme)));
    }

    private bool IsGood(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return chain.Build(certificate);
    }
}
