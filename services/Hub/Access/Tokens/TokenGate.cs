using System.Security.Cryptography;
using System.Text.Json;
using ExchangeHub.Agreements;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Records;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ExchangeHub.Hub.Access.Tokens;

/// <summary>Asks each call for a token, and each message of a long one whether the token still counts. It counts over the
/// connection for whose certificate it was issued and over no other (RFC 8705, 3).</summary>
internal sealed class TokenGate(
    NetworkInForce network, IOptionsMonitor<JwtBearerOptions> bearer, TimeProvider clock, ILogger<TokenGate> logger) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        AdmitAsync(context, request, _ => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        AdmitAsync(context, null, recheck => continuation(new TimedReader<TRequest>(requestStream, recheck), context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        AdmitAsync(context, request, recheck => Done(
            continuation(request, new CheckedWriter<TResponse>(responseStream, recheck), context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        AdmitAsync(context, null, recheck => Done(
            continuation(new TimedReader<TRequest>(requestStream, recheck), responseStream, context)));

    private static async Task<bool> Done(Task call)
    {
        await call;
        return true;
    }

    private async Task<T> AdmitAsync<T>(ServerCallContext context, object? request, Func<Action, Task<T>> call)
    {
        if (!TokenReach.TryGetAct(context.Method, out var act))
        {
            throw Refused(context, "-", "a method that is for nobody", TokenErrors.NotCovered(context.Method));
        }

        if (act is null)
        {
            return await call(() => { });
        }

        var grant = await GrantOf(context);
        if (!grant.Scopes.Any(scope => scope.Act == act))
        {
            throw Refused(context, grant.Client, "no scope of the act", TokenErrors.NotCovered(act));
        }

        if (request is IMessage message)
        {
            var (kinds, parties) = TokenReach.Of(act, message, network());
            if (!grant.Covers(act, kinds, parties))
            {
                throw Refused(context, grant.Client, "records beyond its scopes", TokenErrors.NotCovered(
                    $"{act}:{string.Join('|', kinds.Select(kind => kind.Code()))}:{string.Join('|', parties)}"));
            }
        }

        TokenGrant.Current = grant;
        return await call(() =>
        {
            if (clock.GetUtcNow() > grant.Until)
            {
                throw Refused(context, grant.Client, "its time was over in the midst of the call", TokenErrors.Refused());
            }
        });
    }

    private async Task<TokenGrant> GrantOf(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var judged = await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (judged.None)
        {
            throw Refused(context, "-", "no token", TokenErrors.Missing());
        }

        if (judged.Principal is not { } principal || judged.Properties?.ExpiresUtc is not { } until)
        {
            await DemandKeysAsync(context.CancellationToken);
            throw Refused(
                context, "-", $"it does not verify ({judged.Failure?.GetType().Name})", TokenErrors.Refused());
        }

        var client = principal.FindFirst("client_id")?.Value ?? "-";
        if (!IsBound(principal.FindFirst("cnf")?.Value, http))
        {
            throw Refused(context, client, "it is bound to another certificate", TokenErrors.Refused());
        }

        var scopes = (principal.FindFirst("scope")?.Value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new TokenGrant(client, [.. scopes.Select(Read).OfType<TokenScope>()], until + TokenOptions.Skew);
    }

    // Without the keys of the authority every token looks wrong, and the caller would throw a good one away.
    private async Task DemandKeysAsync(CancellationToken cancellation)
    {
        try
        {
            _ = await bearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!
                .GetConfigurationAsync(cancellation);
        }
        catch (InvalidOperationException away)
        {
            TokenLog.AuthorityAway(logger, away);
            throw TokenErrors.AuthorityAway().ToException();
        }
    }

    // A scope of another resource is of no interest here.
    private static TokenScope? Read(string scope)
    {
        try
        {
            return TokenScope.Parse(scope);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsBound(string? confirmation, HttpContext http)
    {
        if (confirmation is null || http.Connection.ClientCertificate is not { } certificate)
        {
            return false;
        }

        try
        {
            using var members = JsonDocument.Parse(confirmation);
            return members.RootElement.TryGetProperty("x5t#S256", out var thumbprint)
                && CryptographicOperations.FixedTimeEquals(
                    Base64UrlEncoder.DecodeBytes(thumbprint.GetString()), SHA256.HashData(certificate.RawData));
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException
            or ArgumentException)
        {
            return false;
        }
    }

    private RpcException Refused(ServerCallContext context, string client, string ground, HubErrors.Failure failure)
    {
        TokenLog.Refused(logger, client, context.Method, ground);
        return failure.ToException();
    }

    private sealed class TimedReader<T>(IAsyncStreamReader<T> inner, Action recheck) : IAsyncStreamReader<T>
    {
        public T Current => inner.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            var isThere = await inner.MoveNext(cancellationToken);
            recheck();
            return isThere;
        }
    }
}
