using System.Text.Json;
using ExchangeHub.Identity.Clients;
using ExchangeHub.Identity.Settings;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ExchangeHub.Identity.Tokens;

/// <summary>Judges an assertion with which a client proves itself: private_key_jwt (RFC 7523, 3) as FAPI 2.0 narrows it.
/// </summary>
/// <param name="issuer">The name of this authority, for which the assertion must be and for nobody besides.</param>
/// <param name="clock">Now.</param>
internal sealed class AssertionCheck(string issuer, TimeProvider clock)
{
    private const int JtiLengthMax = 256;

    // A key in the header, or an address of one, is the sender's word for his own signature.
    private static readonly string[] Foreign = ["jku", "jwk", "x5u", "x5c", "crit", "b64", "zip"];
    private static readonly string[] Types = ["JWT", "client-authentication+jwt"];
    private static readonly JsonWebTokenHandler Handler =
        new() { MapInboundClaims = false, MaximumTokenSizeInBytes = Profile.AssertionLengthMax };

    /// <summary>Reads an assertion without believing it.</summary>
    /// <returns>The token; null when it is none that is signed.</returns>
    public static JsonWebToken? Read(string assertion)
    {
        try
        {
            return assertion.Count(letter => letter == '.') == 2 ? Handler.ReadJsonWebToken(assertion) : null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Judges an assertion.</summary>
    /// <returns>The ground on which it is refused; null when it is good, but for having been used.</returns>
    public async Task<string?> FaultAsync(JsonWebToken assertion, Client client)
    {
        if (client.Jwks is not { } jwks)
        {
            return "the client has no keys for assertions";
        }

        var header = JsonDocument.Parse(Base64UrlEncoder.Decode(assertion.EncodedHeader)).RootElement;
        if (Foreign.Any(name => header.TryGetProperty(name, out _)))
        {
            return "the header brings or points to a key, or wants more than a signature";
        }

        if (header.TryGetProperty("typ", out var type) && !Types.Contains(type.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            return "the type is that of another token";
        }

        var keys = ClientFile.ReadKeys(jwks).Where(key => string.IsNullOrEmpty(assertion.Kid) || key.Kid == assertion.Kid);
        var judged = await Handler.ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            ValidAlgorithms = Profile.AssertionAlgorithms,
            IssuerSigningKeys = keys,
            TryAllIssuerSigningKeys = true,
            RequireSignedTokens = true,
            ValidIssuer = client.Id,
            ValidAudience = issuer,
            ValidateLifetime = false, // by our clock, below
        });
        return judged.IsValid ? FaultOf(assertion, client) : $"it does not verify ({judged.Exception?.GetType().Name})";
    }

    private string? FaultOf(JsonWebToken assertion, Client client)
    {
        var now = clock.GetUtcNow();
        var claims = JsonDocument.Parse(Base64UrlEncoder.Decode(assertion.EncodedPayload)).RootElement;
        return claims.GetProperty("aud").ValueKind != JsonValueKind.String ? "it is for others too"
            : assertion.Subject != client.Id ? "its subject is another"
            : assertion.Id is not { Length: > 0 and <= JtiLengthMax } ? "it has no jti, or a long one"
            : Instant(claims, "exp") is not { } ends ? "it never ends"
            : ends + Profile.Skew <= now ? "it has expired"
            : ends > now + Profile.AssertionLifeMax + Profile.Skew ? "it ends too late"
            : Instant(claims, "nbf") > now + Profile.Skew ? "it is not good yet"
            : Instant(claims, "iat") > now + Profile.Skew ? "it is from the future"
            : null;
    }

    /// <summary>Gets until when an assertion that was judged good must be remembered.</summary>
    public static DateTimeOffset RememberedUntil(JsonWebToken assertion) =>
        new DateTimeOffset(DateTime.SpecifyKind(assertion.ValidTo, DateTimeKind.Utc)) + Profile.Skew;

    // Something else than whole seconds is as good as never: too late to end, and too late to begin.
    private static DateTimeOffset? Instant(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var seconds) && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : claims.TryGetProperty(name, out _) ? DateTimeOffset.MaxValue - Profile.Skew - Profile.Skew : null;
}
