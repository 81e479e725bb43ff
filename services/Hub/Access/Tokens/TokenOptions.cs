using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExchangeHub.Hub.Access.Tokens;

/// <summary>Whose tokens the hub takes. Without an issuer it asks for none.</summary>
/// <param name="Issuer">The authority, such as <c>https://identity.example:7120</c>.</param>
/// <param name="Audience">The name of this hub in tokens.</param>
/// <param name="Metadata">Where the authority says what it does; empty for the place of RFC 8414.</param>
/// <param name="Authorities">PEM file of the roots of the authority's server certificate; empty for those of the machine.</param>
internal sealed record TokenOptions(string Issuer, string Audience, string Metadata, string Authorities)
{
    /// <summary>How much clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private static readonly string[] Types = ["at+jwt"];
    private static readonly string[] Algorithms = ["ES256", "PS256"];

    /// <summary>Adds what the gate needs.</summary>
    /// <exception cref="FormatException">A setting is missing or wrong; the message says which, in both languages.</exception>
    public void AddTo(IServiceCollection services)
    {
        var trust = ReadTrust();
        if (Audience.Length == 0 || !Issuer.StartsWith("https://", StringComparison.Ordinal))
        {
            throw new FormatException(
                "--Hub:TokenIssuer must be an https address, and --Hub:TokenAudience the name of this hub in tokens.\n"
                + "--Hub:TokenIssuer 应为 https 地址，--Hub:TokenAudience 应为本枢纽在令牌中的名称。");
        }

        services.AddSingleton<TokenGate>();
        services.AddAuthentication().AddJwtBearer(bearer =>
        {
            bearer.MetadataAddress = Metadata.Length > 0 ? Metadata : Issuer + "/.well-known/oauth-authorization-server";
            bearer.MapInboundClaims = false;
            bearer.IncludeErrorDetails = false;
            bearer.BackchannelHttpHandler = Backchannel(trust);
            bearer.TokenValidationParameters = new()
            {
                ValidIssuer = Issuer,
                ValidAudience = Audience,
                ValidTypes = Types,
                ValidAlgorithms = Algorithms,
                ClockSkew = Skew,
                RequireExpirationTime = true,
                RequireSignedTokens = true,
            };
        });
    }

    private X509Certificate2Collection ReadTrust()
    {
        var trust = new X509Certificate2Collection();
        try
        {
            if (Authorities.Length > 0)
            {
                trust.ImportFromPemFile(Authorities);
            }

            return trust;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new FormatException(
                $"--Hub:TokenAuthorities: '{Authorities}' must be a PEM file of root certificates.\n"
                + $"--Hub:TokenAuthorities：“{Authorities}”应为根证书的 PEM 文件。",
                unusable);
        }
    }

    private static SocketsHttpHandler Backchannel(X509Certificate2Collection trust)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (trust.Count > 0)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(trust);
        }

        return handler;
    }
}
