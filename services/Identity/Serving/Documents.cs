using System.Globalization;
using ExchangeHub.Identity.Keys;
using ExchangeHub.Identity.Settings;
using ExchangeHub.Identity.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace ExchangeHub.Identity.Serving;

/// <summary>What anybody may read: what this authority does (RFC 8414), and the keys by which its tokens are verified.</summary>
internal sealed class Documents(string issuer, KeyRing keys)
{
    public const string MetadataPath = "/.well-known/oauth-authorization-server";
    public const string KeysPath = "/jwks";

    private static readonly string[] Grants = ["client_credentials"];
    private static readonly string[] Proofs = ["private_key_jwt", "tls_client_auth"];

    /// <summary>Says what this authority does; nothing that it does not.</summary>
    public IResult Metadata() => Results.Json(new Dictionary<string, object>
    {
        ["issuer"] = issuer,
        ["token_endpoint"] = issuer + TokenEndpoint.Path,
        ["jwks_uri"] = issuer + KeysPath,
        ["response_types_supported"] = Array.Empty<string>(),
        ["grant_types_supported"] = Grants,
        ["token_endpoint_auth_methods_supported"] = Proofs,
        ["token_endpoint_auth_signing_alg_values_supported"] = Profile.AssertionAlgorithms,
        ["tls_client_certificate_bound_access_tokens"] = true,
    });

    /// <summary>Publishes the public keys.</summary>
    public IResult Keys(HttpResponse response)
    {
        response.Headers.CacheControl =
            string.Create(CultureInfo.InvariantCulture, $"public, max-age={(int)Profile.KeyCache.TotalSeconds}");
        return Results.Json(
            new Dictionary<string, object> { ["keys"] = keys.Published.Select(Public).ToArray() },
            contentType: "application/jwk-set+json");
    }

    private static Dictionary<string, string> Public(SigningKey key)
    {
        var point = key.Key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new Dictionary<string, string>
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Base64UrlEncoder.Encode(point.X!),
            ["y"] = Base64UrlEncoder.Encode(point.Y!),
            ["use"] = "sig",
            ["alg"] = SecurityAlgorithms.EcdsaSha256,
            ["kid"] = key.Kid,
        };
    }
}
