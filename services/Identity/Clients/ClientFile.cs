using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Microsoft.IdentityModel.Tokens;

namespace ExchangeHub.Identity.Clients;

/// <summary>Reads the clients from JSON: <c>{ "clients": [ { "id", "party", "certificate", "uri" or "jwks", "scopes" } ] }</c>.
/// </summary>
internal static partial class ClientFile
{
    private const int RsaBitsMin = 2048;
    private const int UriLengthMax = 300;
    private static readonly string[] Fields = ["id", "party", "certificate", "uri", "jwks", "scopes"];
    private static readonly string[] Secrets = ["d", "p", "q", "dp", "dq", "qi", "k", "oth"];

    /// <summary>Reads the clients.</summary>
    /// <exception cref="FormatException">Something is missing or misshapen; the message names the client, what was expected and
    /// what was found, and repeats nothing of a key.</exception>
    public static ImmutableArray<Client> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var clients = document.RootElement.GetProperty("clients").EnumerateArray().Select(Read).ToImmutableArray();
            return clients.GroupBy(client => client.Id).FirstOrDefault(same => same.Count() > 1) is { } twice
                ? throw new FormatException($"A client is named once; found '{twice.Key}' twice.")
                : clients;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException(
                "Expected { \"clients\": [ … ] }, each client with id, party, certificate, uri or jwks, and scopes.", wrong);
        }
    }

    /// <summary>Reads public keys.</summary>
    /// <exception cref="FormatException">One of them is no public key for ES256 or PS256, or has no name of its own.</exception>
    public static ImmutableArray<JsonWebKey> ReadKeys(string jwks)
    {
        const string Expected =
            "Expected a JSON Web Key set of public keys, on P-256 or RSA of 2048 bits or more, each with its kid";
        JsonWebKeySet set;
        try
        {
            set = new JsonWebKeySet(jwks);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            throw new FormatException($"{Expected}; found something else.", wrong);
        }

        var isSound = set.Keys.Count > 0
            && set.Keys.All(key => !string.IsNullOrEmpty(key.Kid) && !key.HasPrivateKey && IsStrong(key))
            && set.Keys.Select(key => key.Kid).Distinct(StringComparer.Ordinal).Count() == set.Keys.Count;
        return isSound ? [.. set.Keys] : throw new FormatException($"{Expected}; found something else.");
    }

    private static bool IsStrong(JsonWebKey key) => key.Kty switch
    {
        "EC" => key is { Crv: "P-256", X.Length: 43, Y.Length: 43 },
        "RSA" => key.KeySize >= RsaBitsMin,
        _ => false,
    };

    private static Client Read(JsonElement entry)
    {
        var id = entry.GetProperty("id").GetString() ?? "";
        if (!Name().IsMatch(id))
        {
            throw new FormatException($"Expected an id of letters, digits and . _ : - such as node:310118; found '{id}'.");
        }

        try
        {
            return Read(entry, id);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"Client {id}: {wrong.Message}", wrong);
        }
    }

    private static Client Read(JsonElement entry, string id)
    {
        foreach (var unknown in entry.EnumerateObject().Where(field => !Fields.Contains(field.Name, StringComparer.Ordinal)))
        {
            throw new FormatException($"Expected one of {string.Join(", ", Fields)}; found '{unknown.Name}'.");
        }

        var party = Jurisdiction.Parse(entry.GetProperty("party").GetString() ?? "");
        var scopes = entry.GetProperty("scopes").EnumerateArray()
            .Select(scope => TokenScope.Parse(scope.GetString() ?? "")).ToList();
        if (scopes.Count == 0)
        {
            throw new FormatException("Expected at least one scope; found none.");
        }

        if (scopes.Find(scope => scope.Act == TokenScope.Publish && scope.Party != party) is { } foreign)
        {
            throw new FormatException($"A client publishes for its own party, {party}; found '{foreign}'.");
        }

        var client = new Client(
            id, party, [.. scopes.Select(scope => scope.ToString()).Distinct().Order(StringComparer.Ordinal)]);
        return (entry.TryGetProperty("certificate", out var pin), entry.TryGetProperty("uri", out var uri),
            entry.TryGetProperty("jwks", out var keys)) switch
        {
            (true, false, false) => client with { Pin = ReadPin(pin.GetString() ?? "") },
            (false, true, false) => client with { Uri = ReadUri(uri.GetString() ?? "") },
            (false, false, true) => client with { Jwks = ReadPublic(keys) },
            _ => throw new FormatException("Expected either a certificate, a uri or a jwks."),
        };
    }

    private static string ReadUri(string uri) =>
        uri.Length <= UriLengthMax && System.Uri.TryCreate(uri, UriKind.Absolute, out _) ? uri : throw new FormatException(
            "Expected as uri the one that the client's certificate names, such as urn:exchangehub:yrd-demo:node:310118; found "
            + $"'{uri}'.");

    private static ImmutableArray<byte> ReadPin(string hex) => Pin().IsMatch(hex)
        ? [.. Convert.FromHexString(hex)]
        : throw new FormatException(
            "Expected as certificate the SHA-256 of its SubjectPublicKeyInfo, 64 hexadecimal digits in lower case; found "
            + $"{hex.Length} characters of another shape.");

    private static string ReadPublic(JsonElement keys)
    {
        if (keys.GetProperty("keys").EnumerateArray().Any(
            key => Secrets.Any(secret => key.TryGetProperty(secret, out _))))
        {
            throw new FormatException("Expected public keys; found a private one. Make another: this one has been seen.");
        }

        var jwks = keys.GetRawText();
        _ = ReadKeys(jwks);
        return jwks;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._:\-]{0,99}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Pin();
}
