using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Hub.Access.Tokens;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.SystemTests.Zone;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace ExchangeHub.SystemTests.Identity;

/// <summary>
/// Tokens get lost: in a log, a trace, a proxy. What a thief has must be worth nothing, whatever he changes in it; and a token
/// for one list must not open the next.
/// </summary>
[Collection(SharedAuthority.Name)]
public sealed class When_a_hub_asks_for_tokens(Authority authority)
{
    private const string Scope = "read:penalty:330421";

    private static readonly FindRecordsRequest Allowed = new() { Kind = "penalty", Jurisdiction = "330421" };

    [Fact]
    public async Task A_token_counts_with_its_certificate_and_for_what_it_names()
    {
        await using var hub = await GuardedServices.StartAsync(authority, authority.Issuer);
        var token = await authority.TokenAsync("node:310118", "node", Scope);

        Assert.Equal(StatusCode.OK, await AskAsync(hub, "node", token, Allowed));

        // 1. No token, a changed one, and a stolen one.
        Assert.Equal(StatusCode.Unauthenticated, await AskAsync(hub, "node", null, Allowed));
        Assert.Equal(StatusCode.Unauthenticated, await AskAsync(hub, "node", "a.b.c", Allowed));
        Assert.Equal(StatusCode.Unauthenticated, await AskAsync(hub, "node", Changed(token), Allowed));
        Assert.Equal(StatusCode.Unauthenticated, await AskAsync(hub, "stranger", token, Allowed));

        // 2. Another party, another kind, and a question that leaves one of them open.
        Assert.Equal(StatusCode.PermissionDenied, await AskAsync(hub, "node", token, new(Allowed) { Jurisdiction = "320509" }));
        Assert.Equal(StatusCode.PermissionDenied, await AskAsync(hub, "node", token, new(Allowed) { Kind = "permit" }));
        Assert.Equal(StatusCode.PermissionDenied, await AskAsync(hub, "node", token, new(Allowed) { Kind = "" }));
        Assert.Equal(StatusCode.PermissionDenied, await AskAsync(hub, "node", token, new(Allowed) { Jurisdiction = "" }));
        Assert.Equal(StatusCode.PermissionDenied, await AskAsync(hub, "node", token, new(Allowed) { Kind = "no kind" }));
        Assert.Equal(StatusCode.PermissionDenied, await AskAsync(hub, "node", token, new(Allowed) { Jurisdiction = "3304" }));

        // 3. Another act; and what needs no token.
        var publishing = await authority.TokenAsync("node:310118", "node", "publish:penalty:310118");
        Assert.Equal(StatusCode.PermissionDenied, await AskAsync(hub, "node", publishing, Allowed));
        using var channel = hub.Connect("node");
        _ = await new RegistryService.RegistryServiceClient(channel).GetNetworkAsync(new GetNetworkRequest());
    }

    [Fact]
    public async Task A_record_is_shown_to_whoever_may_read_its_kind_of_its_party()
    {
        await using var hub = await GuardedServices.StartAsync(authority, authority.Issuer);
        var token = await authority.TokenAsync("node:310118", "node", Scope);

        Task<StatusCode> GetAsync(GetRecordRequest request) => CallAsync(
            hub, "node", token,
            (channel, headers) => new QueryService.QueryServiceClient(channel).GetRecordAsync(request, headers));

        const string Own = "urn:eeh:penalty:330421:01J8Z3K4M5N6P7Q8R9S0T1V2W3";
        Assert.Equal(StatusCode.OK, await GetAsync(new() { RecordId = Own }));
        Assert.Equal(StatusCode.PermissionDenied, await GetAsync(new()
        {
            RecordId = Own.Replace("330421", "320509", StringComparison.Ordinal),
        }));
        Assert.Equal(StatusCode.PermissionDenied, await GetAsync(new() { Dossier = "evidence/330421/EP-1" }));
        Assert.Equal(StatusCode.PermissionDenied, await GetAsync(new()));
    }

    [Fact]
    public async Task A_token_for_another_hub_is_none()
    {
        await using var hub = await GuardedServices.StartAsync(authority, authority.Issuer, "urn:exchangehub:hub:elsewhere");

        Assert.Equal(
            StatusCode.Unauthenticated,
            await AskAsync(hub, "node", await authority.TokenAsync("node:310118", "node", Scope), Allowed));
    }

    [Fact]
    public async Task While_the_keys_of_the_authority_cannot_be_read_a_call_is_put_off()
    {
        await using var hub = await GuardedServices.StartAsync(authority, $"https://localhost:{Authority.FreePort()}");

        Assert.Equal(StatusCode.Unavailable, await AskAsync(hub, "node", hub.Write(Claims(hub.Address)), Allowed));
    }

    [Fact]
    public async Task Another_authority_may_stand_in_and_what_it_must_not_write_is_refused()
    {
        await using var hub = await GuardedServices.StartAsync(authority, issuer: null);
        var good = Claims(hub.Address);

        Assert.Equal(StatusCode.OK, await AskAsync(hub, "node", hub.Write(good), Allowed));
        foreach (var (name, value) in new (string, object?)[]
        {
            ("exp", DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 15), ("exp", null), ("iss", "https://elsewhere.example"),
            ("aud", "urn:elsewhere"), ("cnf", null), ("cnf", "text"), ("cnf", new Dictionary<string, string> { ["jkt"] = "x" }),
            ("nbf", DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60),
        })
        {
            var claims = new Dictionary<string, object>(good);
            _ = value is null ? claims.Remove(name) : (claims[name] = value) is not null;
            Assert.Equal((name, StatusCode.Unauthenticated), (name, await AskAsync(hub, "node", hub.Write(claims), Allowed)));
        }

        Assert.Equal(StatusCode.Unauthenticated, await AskAsync(hub, "node", hub.Write(good, "JWT"), Allowed));
        var none = Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""") + "." + hub.Write(good).Split('.')[1] + ".";
        Assert.Equal(StatusCode.Unauthenticated, await AskAsync(hub, "node", none, Allowed));
        good["scope"] = "openid profile";
        Assert.Equal(StatusCode.PermissionDenied, await AskAsync(hub, "node", hub.Write(good), Allowed));
    }

    [Fact]
    public async Task A_subscription_ends_when_the_time_of_its_token_is_over()
    {
        await using var hub = await GuardedServices.StartAsync(authority, issuer: null);
        var claims = Claims(hub.Address);
        claims["scope"] = "subscribe:penalty:330421";
        using var channel = hub.Connect("node");
        using var call = new DeliveryService.DeliveryServiceClient(channel).Subscribe(
            new SubscribeRequest
            {
                Subscription = "test",
                Receiver = "310118",
                Filter = new() { Kinds = { "penalty" }, Jurisdictions = { "330421" } },
            },
            Headers(hub.Write(claims)));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        // A second after its end, however long it took to get here; ten are allowed.
        var ends = DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]);
        hub.Clock.Ahead = ends + TimeSpan.FromSeconds(1) - DateTimeOffset.UtcNow;
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        hub.Clock.Ahead = TimeSpan.FromSeconds(315);

        var ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        });
        Assert.Equal(StatusCode.Unauthenticated, ended.StatusCode);
    }

    [Fact]
    public void A_statement_is_published_under_a_token_for_its_kind_and_party_alone()
    {
        using var wujiang = new NodeVoice("320509");
        var network = Agreements.NetworkFile.Parse(DemoNetwork.Json([wujiang]), new RuleSetFolder("/").Read);
        var sent = wujiang.Say(Samples.Penalty(), Samples.PublishedAt);
        var (statement, _) = new StatementGate(network, new StatementReader(), TimeProvider.System).Admit(
            new Envelope(sent.PayloadType, sent.Payload.Memory, sent.KeyId, sent.Signature.Memory));

        Assert.Null(TokenGrant.FaultOf(statement!, network)); // nobody asks for tokens
        foreach (var (scope, isEnough) in new[]
        {
            ("publish:penalty:320509", true), ("publish:penalty:310118", false), ("publish:permit:320509", false),
            ("read:penalty:320509", false),
        })
        {
            TokenGrant.Current = new TokenGrant("test", [TokenScope.Parse(scope)], DateTimeOffset.MaxValue);
            Assert.Equal((scope, isEnough), (scope, TokenGrant.FaultOf(statement!, network) is null));
        }

        TokenGrant.Current = null;
    }

    [Fact]
    public void Every_service_of_the_hub_has_a_row()
    {
        var services =
            from type in typeof(QueryService).Assembly.GetTypes()
            let descriptor = type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
            select (descriptor as Google.Protobuf.Reflection.ServiceDescriptor)?.FullName into name
            where name is not null && !name.StartsWith("exchangehub.node.", StringComparison.Ordinal)
                && name != "exchangehub.disclosure.v1.DisclosureDeskService" // of the node
            select name;

        var all = services.ToList();
        Assert.Contains("exchangehub.query.v1.QueryService", all);
        Assert.All(all, name => Assert.True(TokenReach.TryGetAct($"/{name}/Any", out _), name));
    }

    [Theory]
    [InlineData("http://identity.example", "hub", "", "--Hub:TokenIssuer must be an https address")]
    [InlineData("https://identity.example", "", "", "--Hub:TokenAudience the name of this hub")]
    [InlineData("https://identity.example", "hub", "/nowhere/root.pem", "--Hub:TokenAuthorities: '/nowhere/root.pem' must be")]
    public void A_setting_that_is_wrong_is_named(string issuer, string audience, string authorities, string sentence)
    {
        var fault = Assert.Throws<FormatException>(
            () => new TokenOptions(issuer, audience, "", authorities).AddTo(new ServiceCollection()));
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var wider = Base64UrlEncoder.Decode(parts[1]).Replace("penalty", "permit", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(wider)}.{parts[2]}";
    }

    private static Metadata Headers(string? token) =>
        token is null ? [] : new Metadata { { "authorization", $"Bearer {token}" } };

    private static Task<StatusCode> AskAsync(
        GuardedServices hub, string certificate, string? token, FindRecordsRequest request) => CallAsync(
        hub, certificate, token,
        (channel, headers) => new QueryService.QueryServiceClient(channel).FindRecordsAsync(request, headers));

    private static async Task<StatusCode> CallAsync<T>(
        GuardedServices hub, string certificate, string? token, Func<ChannelBase, Metadata, AsyncUnaryCall<T>> ask)
    {
        using var channel = hub.Connect(certificate);
        try
        {
            _ = await ask(channel, Headers(token));
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    private Dictionary<string, object> Claims(string issuer)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(authority.Pki.At("node.pem"));
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new Dictionary<string, object>
        {
            ["iss"] = issuer,
            ["aud"] = Authority.Audience,
            ["sub"] = "somebody",
            ["client_id"] = "somebody",
            ["scope"] = Scope,
            ["iat"] = now,
            ["exp"] = now + 300,
            ["cnf"] = new Dictionary<string, string>
            {
                ["x5t#S256"] = Base64UrlEncoder.Encode(SHA256.HashData(certificate.RawData)),
            },
        };
    }
}
