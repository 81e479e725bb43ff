using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Duende.IdentityServer;
using Duende.IdentityServer.Configuration;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.ResponseHandling;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Stores;
using Duende.IdentityServer.Validation;
using Microsoft.IdentityModel.Tokens;
using PublishedKey = Duende.IdentityServer.Models.JsonWebKey;

namespace ExchangeHub.Identity.Duende;

/// <summary>Setting 2: an assertion ends within five minutes. The validator behind it lets one live for a year.</summary>
internal sealed class BriefAssertions(PrivateKeyJwtSecretValidator inner, TimeProvider clock) : ISecretValidator
{
    private static readonly TimeSpan LifeMax = TimeSpan.FromSeconds(310);

    public Task<SecretValidationResult> ValidateAsync(IEnumerable<Secret> secrets, ParsedSecret parsedSecret) =>
        parsedSecret is { Type: IdentityServerConstants.ParsedSecretTypes.JwtBearer, Credential: string assertion }
        && EndsBy(assertion, clock.GetUtcNow() + LifeMax)
            ? inner.ValidateAsync(secrets, parsedSecret)
            : Task.FromResult(new SecretValidationResult { Success = false });

    // Not verified yet; the validator behind this verifies what is read here.
    private static bool EndsBy(string assertion, DateTimeOffset latest)
    {
        try
        {
            using var claims = JsonDocument.Parse(Base64UrlEncoder.Decode(assertion.Split('.')[1]));
            return claims.RootElement.TryGetProperty("exp", out var exp) && exp.TryGetInt64(out var seconds)
                && seconds <= latest.ToUnixTimeSeconds();
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or IndexOutOfRangeException
            or InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>A client proves itself by the key of its certificate, which the file of the clients pins.</summary>
internal sealed class PinnedCertificates : ISecretValidator
{
    public const string SecretType = "spki-sha256";

    public Task<SecretValidationResult> ValidateAsync(IEnumerable<Secret> secrets, ParsedSecret parsedSecret)
    {
        var isPinned = parsedSecret is
        {
            Type: IdentityServerConstants.ParsedSecretTypes.X509Certificate, Credential: X509Certificate2 certificate,
        } && secrets.Any(secret => secret.Type == SecretType && CryptographicOperations.FixedTimeEquals(
            Convert.FromHexString(secret.Value), SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())));
        return Task.FromResult(new SecretValidationResult { Success = isPinned });
    }
}

/// <summary>Setting 3: whoever uses a refresh token twice is a thief or has met one; all that came of it ends.</summary>
/// <remarks>No client of ours gets one. It is here so that adding one later does not open the hole again.</remarks>
internal sealed class OneFamily(
    IRefreshTokenStore store,
    IProfileService profile,
    IClock clock,
    PersistentGrantOptions options,
    IPersistedGrantService grants,
    ILogger<DefaultRefreshTokenService> logger) : DefaultRefreshTokenService(store, profile, clock, options, logger)
{
    protected override async Task<bool> AcceptConsumedTokenAsync(RefreshToken refreshToken)
    {
        await grants.RemoveAllGrantsAsync(refreshToken.SubjectId, refreshToken.ClientId, refreshToken.SessionId);
        return false;
    }
}

/// <summary>Setting 4: says only what is so. The default advertises PKCE by plain text and response types that nobody may
/// use.</summary>
internal sealed class PlainDiscovery(DiscoveryResponseGenerator inner) : IDiscoveryResponseGenerator
{
    private static readonly string[] Grants = ["client_credentials"];

    public async Task<Dictionary<string, object>> CreateDiscoveryDocumentAsync(string baseUrl, string issuerUri)
    {
        var document = await inner.CreateDiscoveryDocumentAsync(baseUrl, issuerUri);
        foreach (var name in document.Keys.Where(name => name.StartsWith("code_challenge", StringComparison.Ordinal)
            || name.StartsWith("backchannel_", StringComparison.Ordinal) || name is "authorization_endpoint"
            or "end_session_endpoint" or "check_session_iframe" or "userinfo_endpoint" or "device_authorization_endpoint"
            or "response_modes_supported").ToList())
        {
            document.Remove(name);
        }

        document["response_types_supported"] = Array.Empty<string>();
        document["grant_types_supported"] = Grants;
        return document;
    }

    public Task<IEnumerable<PublishedKey>> CreateJwkDocumentAsync() => inner.CreateJwkDocumentAsync();
}
