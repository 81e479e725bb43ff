using System.Data.Common;
using ExchangeHub.Identity.Clients;
using ExchangeHub.Identity.Settings;
using ExchangeHub.Identity.Telemetry;

namespace ExchangeHub.Identity.Tokens;

/// <summary>Answers <c>POST /token</c>: client_credentials and nothing else. No browser, no redirect, no code, no refresh
/// token.</summary>
internal sealed class TokenEndpoint(ClientProof proof, AccessTokens tokens, ILogger<TokenEndpoint> logger)
{
    public const string Path = "/token";

    /// <summary>Answers a request. Whatever is wrong with it, the client learns one word, and the log the ground.</summary>
    public async Task<IResult> AnswerAsync(HttpContext http, CancellationToken cancellation)
    {
        try
        {
            return await JudgeAsync(http, cancellation);
        }
        catch (DbException away)
        {
            IdentityLog.StoreIsAway(logger, away);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private async Task<IResult> JudgeAsync(HttpContext http, CancellationToken cancellation)
    {
        var (request, malformed) = await TokenRequest.ReadAsync(http.Request, cancellation);
        if (request is null)
        {
            return Refuse(malformed!, null);
        }

        var (client, name, unknown) = await proof.JudgeAsync(request, http, cancellation);
        if (client is null)
        {
            return Refuse(unknown!, name);
        }

        if (FaultOf(request, client) is { } fault)
        {
            return Refuse(fault, name);
        }

        var scope = string.Join(' ', ScopesOf(request, client));
        var (token, id) = tokens.Write(client, scope, http.Connection.ClientCertificate!);
        IdentityLog.Issued(logger, client.Id, client.Party.ToString(), scope, id);
        return Results.Json(new Dictionary<string, object>
        {
            ["access_token"] = token,
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)Profile.TokenLife.TotalSeconds,
            ["scope"] = scope,
        });
    }

    private Refusal? FaultOf(TokenRequest request, Client client) =>
        request["grant_type"] is not { } grant ? Refusal.Request("no grant is named")
        : grant != "client_credentials" ? Refusal.Grant("another grant than client_credentials")
        : request["resource"] is { } resource && resource != tokens.Audience ? Refusal.Target("another resource")
        : request["audience"] is { } audience && audience != tokens.Audience ? Refusal.Target("another audience")
        : ScopesOf(request, client) is not { Length: > 0 } scopes ? Refusal.Scope("no scope is named")
        : scopes.Any(scope => !client.Scopes.Contains(scope)) ? Refusal.Scope("a scope that the client may not have")
        : null;

    // Who names none gets all that the client may have (RFC 6749, 3.3).
    private static string[] ScopesOf(TokenRequest request, Client client) =>
        request["scope"] is not { } named ? [.. client.Scopes]
        : [.. named.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    private IResult Refuse(Refusal refusal, string? client)
    {
        IdentityLog.Refused(logger, client ?? "-", refusal.Error, refusal.Ground);
        return Results.Json(new Dictionary<string, string> { ["error"] = refusal.Error }, statusCode: refusal.Status);
    }
}
