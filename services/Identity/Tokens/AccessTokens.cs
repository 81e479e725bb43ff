using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Identity.Clients;
using ExchangeHub.Identity.Keys;
using ExchangeHub.Identity.Settings;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ExchangeHub.Identity.Tokens;

/// <summary>Writes access tokens (RFC 9068), each bound to a certificate (RFC 8705, 3): whoever steals one can do nothing with
/// it.</summary>
internal sealed class AccessTokens(string issuer, string audience, KeyRing keys, TimeProvider clock)
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Gets for whom tokens are.</summary>
    public string Audience => audience;

    /// <summary>Writes a token.</summary>
    /// <returns>The token, and its name, which stands in the log.</returns>
    public (string Token, string Id) Write(Client client, string scope, X509Certificate2 certificate)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString("D", CultureInfo.InvariantCulture);
        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            SigningCredentials = new SigningCredentials(keys.Current.Key, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["iss"] = issuer,
                ["aud"] = audience,
                ["sub"] = client.Id,
                ["client_id"] = client.Id,
                ["party"] = client.Party.ToString(),
                ["scope"] = scope,
                ["iat"] = now.ToUnixTimeSeconds(),
                ["exp"] = (now + Profile.TokenLife).ToUnixTimeSeconds(),
                ["jti"] = id,
                ["cnf"] = new Dictionary<string, string>
                {
                    ["x5t#S256"] = Base64UrlEncoder.Encode(ClientCertificates.ThumbprintOf(certificate)),
                },
            },
        });
        return (token, id);
    }
}
