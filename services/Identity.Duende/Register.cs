using System.Text.Json;
using Duende.IdentityServer;
using Duende.IdentityServer.Models;

namespace ExchangeHub.Identity.Duende;

/// <summary>Translates the file of the clients.</summary>
internal static class Register
{
    private const int TokenSeconds = 300;

    public static IEnumerable<Client> Clients(IEnumerable<Identity.Clients.Client> clients) => clients.Select(client => new Client
    {
        ClientId = client.Id,
        AllowedGrantTypes = GrantTypes.ClientCredentials,
        AllowOfflineAccess = false,
        AllowedScopes = [.. client.Scopes],
        AccessTokenLifetime = TokenSeconds,
        AllowedIdentityTokenSigningAlgorithms = { "ES256" },
        ClientSecrets = [.. Secrets(client)],

        // Setting 5: RFC 9068 asks for sub, and the names are not to be changed.
        ClientClaimsPrefix = "",
        AlwaysSendClientClaims = true,
        Claims = [new ClientClaim("sub", client.Id), new ClientClaim("party", client.Party.ToString())],
    });

    public static IEnumerable<ApiScope> Scopes(IEnumerable<Identity.Clients.Client> clients) =>
        Names(clients).Select(name => new ApiScope(name));

    public static IEnumerable<ApiResource> Resources(string audience, IEnumerable<Identity.Clients.Client> clients) =>
        [new ApiResource(audience) { Scopes = [.. Names(clients)], AllowedAccessTokenSigningAlgorithms = ["ES256"] }];

    private static IEnumerable<string> Names(IEnumerable<Identity.Clients.Client> clients) =>
        clients.SelectMany(client => client.Scopes).Distinct(StringComparer.Ordinal);

    private static IEnumerable<Secret> Secrets(Identity.Clients.Client client)
    {
        if (client.Pin is { } pin)
        {
            return [new Secret(Convert.ToHexStringLower(pin.AsSpan())) { Type = PinnedCertificates.SecretType }];
        }

        using var jwks = JsonDocument.Parse(client.Jwks!);
        return
        [
            .. jwks.RootElement.GetProperty("keys").EnumerateArray().Select(
                key => new Secret(key.GetRawText()) { Type = IdentityServerConstants.SecretTypes.JsonWebKey }),
        ];
    }
}
