using System.Net;
using System.Security.Cryptography;
using ExchangeHub.Hub.Access.Tokens;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Identity.Serving;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.RuleFiles;
using ExchangeHub.SystemTests.Zone;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ExchangeHub.SystemTests.Identity;

/// <summary>The hub's own gate for tokens before services that answer anything, over TLS with client certificates; and an
/// authority of the tests' own beside them, which signs whatever it is told to.</summary>
internal sealed class GuardedServices : IAsyncDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Authority _authority;
    private readonly WebApplication _app;

    private GuardedServices(Authority authority, WebApplication app, ShiftedClock clock)
    {
        Clock = clock;
        _authority = authority;
        _app = app;
    }

    public ShiftedClock Clock { get; }

    /// <summary>Gets where they serve, which is the name of the authority beside them too.</summary>
    public string Address => _app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>Starts them for the tokens of an authority; of the one beside them when none is given.</summary>
    public static async Task<GuardedServices> StartAsync(
        Authority authority, string? issuer, string audience = Authority.Audience)
    {
        // The port must be known before the name of the authority is.
        var address = issuer is null ? new Uri($"https://localhost:{Authority.FreePort()}") : new Uri("https://localhost:0");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listener.Configure(
            kestrel,
            new IPEndPoint(IPAddress.Loopback, address.Port),
            Listener.ReadCertificate(authority.Pki.At("server.pem"), authority.Pki.At("server.key"))));
        builder.Services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<ErrorInterceptor>();
            grpc.Interceptors.Add<TokenGate>();
        });
        var network = Agreements.NetworkFile.Parse(DemoNetwork.Json([]), new RuleSetFolder("/").Read);
        builder.Services.AddSingleton<Agreements.NetworkInForce>(() => network);
        new TokenOptions(issuer ?? address.GetLeftPart(UriPartial.Authority), audience, "", authority.Pki.At("root.pem"))
            .AddTo(builder.Services);
        var clock = new ShiftedClock();
        builder.Services.AddSingleton<TimeProvider>(clock);
        var app = builder.Build();
        var made = new GuardedServices(authority, app, clock);
        app.MapGrpcService<Queries>();
        app.MapGrpcService<Deliveries>();
        app.MapGrpcService<Registry>();
        app.MapGet("/.well-known/oauth-authorization-server", () => Results.Json(new Dictionary<string, string>
        {
            ["issuer"] = made.Address, ["jwks_uri"] = made.Address + "/jwks", ["token_endpoint"] = made.Address + "/token",
        }));
        app.MapGet("/jwks", () => Results.Json(new { keys = new[] { made.PublicKey() } }));
        await app.StartAsync();
        return made;
    }

    /// <summary>Connects with a certificate.</summary>
    public GrpcChannel Connect(string certificate) => GrpcChannel.ForAddress(
        Address, new GrpcChannelOptions { HttpHandler = _authority.Line(certificate), DisposeHttpClient = true });

    /// <summary>Writes a token of the authority beside the services.</summary>
    public string Write(IDictionary<string, object> claims, string type = "at+jwt") => new JsonWebTokenHandler
    {
        SetDefaultTimesOnTokenCreation = false,
    }.CreateToken(new SecurityTokenDescriptor
    {
        TokenType = type,
        Claims = claims,
        SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = "little" }, "ES256"),
    });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private object PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            kid = "little",
            x = Base64UrlEncoder.Encode(point.X!),
            y = Base64UrlEncoder.Encode(point.Y!),
        };
    }

    public sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }

    private sealed class Queries : QueryService.QueryServiceBase
    {
        public override Task<FindRecordsResponse> FindRecords(FindRecordsRequest request, ServerCallContext context) =>
            Task.FromResult(new FindRecordsResponse());

        public override Task<GetRecordResponse> GetRecord(GetRecordRequest request, ServerCallContext context) =>
            Task.FromResult(new GetRecordResponse());
    }

    private sealed class Deliveries : DeliveryService.DeliveryServiceBase
    {
        public override async Task Subscribe(
            SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responseStream, ServerCallContext context)
        {
            while (true)
            {
                await responseStream.WriteAsync(new SubscribeResponse(), context.CancellationToken);
                await Task.Delay(20, context.CancellationToken);
            }
        }
    }

    private sealed class Registry : RegistryService.RegistryServiceBase
    {
        public override Task<GetNetworkResponse> GetNetwork(GetNetworkRequest request, ServerCallContext context) =>
            Task.FromResult(new GetNetworkResponse());
    }
}
