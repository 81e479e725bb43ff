using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Hub.Access;
using ExchangeHub.Protos.Access.V1;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Guard.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.SystemTests.Node;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests.Access;

/// <summary>Everybody in the network is trusted with something, and nobody with everything: each of these callers has a good
/// certificate, and asks for what is not theirs.</summary>
[Collection(SecureHubCollection.Name)]
public sealed class When_a_member_asks_too_much(SecureHub shared)
{
    [Fact]
    public void Every_method_that_the_hub_serves_has_a_row_and_every_row_a_method()
    {
        var served = (
            from type in typeof(Permissions).Assembly.GetTypes()
                .Concat(typeof(ExchangeHub.Grpc.GrpcEndpoints).Assembly.GetTypes())
            where type.BaseType?.DeclaringType is not null && !type.IsAbstract
            let descriptor = type.BaseType!.DeclaringType!.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)
                ?.GetValue(null) as ServiceDescriptor
            where descriptor is not null
            from method in descriptor.Methods
            select $"/{descriptor.FullName}/{method.Name}").Order(StringComparer.Ordinal);

        Assert.Equal(served, Permissions.Rows.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_node_publishes_what_it_has_signed_and_nothing_else()
    {
        using var channel = shared.Connect(shared.WujiangIdentity);
        var publications = new PublicationService.PublicationServiceClient(channel);
        var foreign = shared.Qingpu.SayAs(900, Samples.Permit(), Samples.PublishedAt);

        await IsRefusedAsync("1324", async () => await publications.PublishAsync(new PublishRequest { Envelope = foreign }));
        using var stream = publications.PublishStream();
        await stream.RequestStream.WriteAsync(new PublishStreamRequest { Envelope = foreign });
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal((int)StatusCode.PermissionDenied, stream.ResponseStream.Current.Rejection.Code);
        await Eventually.HoldsAsync(() => shared.Hub.Log().Contains(
            "node:320509 sent a statement that is signed with a key of node:310118", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stolen_key_of_connections_signs_no_record()
    {
        using var channel = shared.Connect(shared.QingpuIdentity);
        using var stolen = SecureHub.CertificateOf(shared.QingpuIdentity).GetECDsaPrivateKey()!;
        var forged = Records.Dsse.Sign(Records.Envelope.StatementType, new byte[] { 1 }, stolen);
        var publications = new PublicationService.PublicationServiceClient(channel);

        await IsRefusedAsync("1010", async () => await publications.PublishAsync(new PublishRequest
        {
            Envelope = new()
            {
                PayloadType = forged.PayloadType,
                Payload = Google.Protobuf.ByteString.CopyFrom(forged.Payload.Span),
                KeyId = forged.KeyId,
                Signature = Google.Protobuf.ByteString.CopyFrom(forged.Signature.Span),
            },
        }));
    }

    [Fact]
    public async Task Nobody_asks_in_the_place_of_another_party()
    {
        using var channel = shared.Connect(shared.QingpuIdentity);

        await IsRefusedAsync("1323", async () => await new GuardService.GuardServiceClient(channel).GetStandingAsync(
            new() { Subject = "91310118MAHUB00488", Receiver = "320509" }));
        await IsRefusedAsync("1323", async () => await new DeliveryService.DeliveryServiceClient(channel)
            .Subscribe(new SubscribeRequest { Subscription = "node:310118/x", Receiver = "320509" })
            .ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_touches_the_subscription_of_another()
    {
        using var channel = shared.Connect(shared.WujiangIdentity);

        await IsRefusedAsync("1327", async () => await new DeliveryService.DeliveryServiceClient(channel).AcknowledgeAsync(
            new AcknowledgeRequest { Subscription = "node:310118/inbox", Position = 1 }));
    }

    [Fact]
    public async Task A_console_asks_for_the_parties_that_were_granted_and_publishes_nothing()
    {
        using var channel = shared.Connect(await shared.AdmitAsync("console:main", "310118"));
        var guards = new GuardService.GuardServiceClient(channel);

        _ = await guards.GetStandingAsync(new() { Subject = "91310118MAHUB00488", Receiver = "310118" });
        await IsRefusedAsync("1323", async () => await guards.GetStandingAsync(
            new() { Subject = "91310118MAHUB00488", Receiver = "320509" }));
        await IsRefusedAsync("1322", async () => await new PublicationService.PublicationServiceClient(channel).PublishAsync(
            new PublishRequest { Envelope = shared.Qingpu.SayAs(901, Samples.Permit(), Samples.PublishedAt) }));
    }

    [Fact]
    public async Task Operators_alone_operate_and_they_read_no_records()
    {
        using var node = shared.Connect(shared.QingpuIdentity);
        using var zhang = shared.Connect(shared.Zhang);

        await IsRefusedAsync("1322", async () => await new AccessService.AccessServiceClient(node).ListMembersAsync(new()));
        await IsRefusedAsync("1322", async () => await new QueryService.QueryServiceClient(zhang).FindRecordsAsync(new()));
        _ = await new RegistryService.RegistryServiceClient(zhang).GetNetworkAsync(new());
    }

    [Fact]
    public async Task Who_invited_does_not_approve()
    {
        var zhang = shared.As(shared.Zhang);
        var code = (await zhang.InviteAsync(new InviteRequest { Member = "consumer:alone" })).Code;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var client = new Certificates.EnrolmentClient(
            shared.Enrolment, Certificates.Peers.ToHub(shared.Issuing.Root));
        _ = await client.EnrolAsync(code, Certificates.KeyRequests.Make(key), CancellationToken.None);
        var pin = Vocabulary.Digest.Of(key.ExportSubjectPublicKeyInfo()).ToString();

        await IsRefusedAsync("1302", async () => await zhang.ApproveAsync(new ApproveRequest { Pin = pin }));
        _ = await shared.As(shared.Li).RefuseAsync(new RefuseRequest { Pin = pin, Reason = "nobody knows them" });
        await IsRefusedAsync("1304", async () => await shared.As(shared.Li).ApproveAsync(new ApproveRequest { Pin = pin }));
    }

    [Fact]
    public async Task Nothing_of_the_hub_is_served_where_members_enrol()
    {
        using var channel = GrpcChannel.ForAddress(shared.Enrolment, new()
        {
            HttpHandler = new SocketsHttpHandler { SslOptions = Certificates.Peers.ToHub(shared.Issuing.Root) },
        });

        await IsRefusedAsync("1321", async () => await new RegistryService.RegistryServiceClient(channel).GetNetworkAsync(new()));
    }

    private static async Task IsRefusedAsync(string reason, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        var details = Google.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal(reason, details.Details.First(detail => detail.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>().Reason);
    }
}
