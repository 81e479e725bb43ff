using System.Diagnostics;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Access.V1;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.SystemTests.Node;
using ExchangeHub.SystemTests.Zone;
using Grpc.Core;
using Xunit.Abstractions;

namespace ExchangeHub.SystemTests.Access;

/// <summary>
/// A stolen key is worth as long as it counts. The dangerous case is the connection that is open already: nothing more is asked
/// of it, and a stream may live for weeks.
/// </summary>
[Collection(SecureHubCollection.Name)]
public sealed class When_a_key_is_revoked(SecureHub shared, ITestOutputHelper output)
{
    // The rule is one second; a machine under load may be late with anything, and must not fail for it.
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Open_streams_of_its_member_end_and_those_of_others_go_on()
    {
        // A stolen key of the same node, beside the one that stays.
        var stolen = await shared.AdmitAsync("node:310118");
        using var thief = shared.Connect(stolen);
        using var owner = shared.Connect(shared.QingpuIdentity);
        using var heard = await SubscribeAsync(thief, "node:310118/stolen");
        using var kept = await SubscribeAsync(owner, "node:310118/kept");
        using var publishing = new PublicationService.PublicationServiceClient(thief).PublishStream();
        await publishing.RequestStream.WriteAsync(new() { Envelope = shared.Qingpu.Say(Samples.Permit(), Samples.PublishedAt) });
        Assert.True(await publishing.ResponseStream.MoveNext(CancellationToken.None));

        var ends = Task.WhenAll(EndOfAsync(heard.ResponseStream), EndOfAsync(publishing.ResponseStream));
        var started = Stopwatch.GetTimestamp();
        _ = await shared.As(shared.Zhang).RevokeAsync(
            new RevokeRequest { Member = "node:310118", Pin = SecureHub.PinOf(stolen), Reason = "stolen" });
        var codes = await ends.WaitAsync(Generous);

        output.WriteLine($"Both streams ended {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms after the call.");
        Assert.Equal([StatusCode.Unauthenticated, StatusCode.Unauthenticated], codes);
        Assert.True(await kept.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task The_next_call_over_an_open_connection_is_refused_and_no_new_one_opens()
    {
        var identity = await shared.AdmitAsync("consumer:leaving");
        using var open = shared.Connect(identity);
        var registry = new RegistryService.RegistryServiceClient(open);
        _ = await registry.GetNetworkAsync(new());

        _ = await shared.As(shared.Li).RevokeAsync(new RevokeRequest { Member = "consumer:leaving", Reason = "left" });

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await registry.GetNetworkAsync(new()));
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.Equal("broken", await shared.KnockAsync(SecureHub.CertificateOf(identity)));
    }

    [Fact]
    public async Task It_has_effect_in_a_second_process_of_the_hub_too()
    {
        await using var second = new HubProcess([shared.Qingpu, shared.Wujiang])
        {
            FirstListen = "https://127.0.0.1:0",
            More =
            [
                "--Hub:Identity", shared.HubIdentity, "--Hub:ConnectionString", shared.Hub.Store,
                "--Hub:LogKey", Path.Combine(shared.Hub.Folder, "history", "log.pem"),
            ],
        };
        File.Copy(shared.Hub.NetworkFile, second.NetworkFile, overwrite: true);
        await second.StartAsync();
        var identity = await shared.AdmitAsync("consumer:elsewhere", "310118");
        await Eventually.HoldsAsync(async () =>
            await shared.KnockAsync(SecureHub.CertificateOf(identity), address: second.Address) != "broken");
        using var elsewhere = shared.Connect(identity, second.Address, "credit");
        using var heard = await SubscribeAsync(elsewhere, "consumer:elsewhere/all");

        var ends = EndOfAsync(heard.ResponseStream);
        var started = Stopwatch.GetTimestamp();
        _ = await shared.As(shared.Zhang).RevokeAsync(new RevokeRequest { Member = "consumer:elsewhere", Reason = "stolen" });
        var code = await ends.WaitAsync(Generous);

        output.WriteLine($"In the other process: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms after the call.");
        Assert.Equal(StatusCode.Unauthenticated, code);
    }

    [Fact]
    public async Task It_is_on_the_list_of_revoked_certificates()
    {
        var identity = await shared.AdmitAsync("consumer:listed");
        _ = await shared.As(shared.Zhang).RevokeAsync(new RevokeRequest { Member = "consumer:listed", Reason = "lost" });
        var list = Path.Combine(shared.FreshFolder(), "list");
        Directory.CreateDirectory(Path.GetDirectoryName(list)!);

        _ = Foreign.Run(
            "curl", "-sS", "--cacert", shared.RootFile, "-o", list, $"{shared.Enrolment}.well-known/est/crl");
        var (_, said) = Foreign.Run("openssl", "crl", "-inform", "DER", "-in", list, "-noout", "-text");

        Assert.Contains(SecureHub.CertificateOf(identity).SerialNumber, said, StringComparison.Ordinal);
    }

    private static async Task<AsyncServerStreamingCall<SubscribeResponse>> SubscribeAsync(ChannelBase channel, string name)
    {
        var call = new DeliveryService.DeliveryServiceClient(channel).Subscribe(
            new SubscribeRequest { Subscription = name, Receiver = "310118", Filter = new Filter { Kinds = { "penalty" } } });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        return call;
    }

    private static async Task<StatusCode> EndOfAsync<T>(IAsyncStreamReader<T> stream)
    {
        try
        {
            while (await stream.MoveNext(CancellationToken.None))
            {
            }

            return StatusCode.OK;
        }
        catch (RpcException ended)
        {
            return ended.StatusCode;
        }
    }
}
