using ExchangeHub.Adapters.Tests.LibCrypto;
using ExchangeHub.LibCrypto;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.SystemTests.Zone;
using Google.Protobuf;
using Grpc.Core;

namespace ExchangeHub.SystemTests.Node;

/// <summary>
/// One district signs by SM2 and the other by ES256, and neither envelope says so: the registry does. What would go wrong
/// quietly is a key that is tried by the suite that the sender likes.
/// </summary>
public sealed class When_a_district_signs_by_SM2 : IAsyncLifetime, IAsyncDisposable
{
    private readonly NodeVoice _jiashanVoice = new("330421");
    private NodeVoice _qingpuVoice = null!;
    private HubProcess _hub = null!;
    private District _qingpu = null!;
    private District _jiashan = null!;

    public async Task InitializeAsync()
    {
        using var openssl = new OpenSsl();
        await openssl.RunAsync("genpkey -algorithm SM2 -out key.pem");
        _qingpuVoice = new NodeVoice(
            "310118", Assert.Single(Sm2WithSm3.Find()), await File.ReadAllTextAsync(openssl.At("key.pem")));
        _hub = new HubProcess([_qingpuVoice, _jiashanVoice]);
        await _hub.StartAsync();
        _qingpu = await new District("310118", _hub.Address, _qingpuVoice, _jiashanVoice).StartAsync();
        _jiashan = await new District("330421", _hub.Address, _qingpuVoice, _jiashanVoice).StartAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _qingpu.DisposeAsync();
        await _jiashan.DisposeAsync();
        await _hub.DisposeAsync();
        _qingpuVoice.Dispose();
        _jiashanVoice.Dispose();
    }

    [Fact]
    public async Task Its_penalty_counts_next_door_and_its_signature_is_judged_by_SM2_alone()
    {
        // 1. The node signs, the hub takes, and the other node verifies what it gets.
        _ = await _qingpu.SubmitAsync(Papers.Submit("fine", Papers.Penalty()));
        await Eventually.HoldsAsync(async () =>
            (await _jiashan.Node.RelyAsync(new RelyRequest { Dossier = Papers.Dossier() })).Reliances
                is [{ Decision.Outcome: Outcome.RecognisedWithFlag }]);
        Assert.Equal(0, (await _jiashan.StatusAsync()).Quarantined);

        // 2. The registry says the suite.
        using var channel = _hub.Connect();
        var network = await new RegistryService.RegistryServiceClient(channel).GetNetworkAsync(new GetNetworkRequest());
        Assert.Equal(2, Assert.Single(network.Nodes.Single(node => node.Node_ == "node:310118").Keys).Suite);
        Assert.Equal(1, Assert.Single(network.Nodes.Single(node => node.Node_ == "node:330421").Keys).Suite);

        // 3. A signature by ES256 under the name of the SM2 key, and a changed one by SM2, are none.
        var own = _qingpuVoice.Say(Papers.Permit(1), TestClock.Evening);
        var others = _jiashanVoice.Sign(own.Payload.Memory);
        others.KeyId = own.KeyId;
        var changed = own.Clone();
        changed.Signature = ByteString.CopyFrom([.. own.Signature.Span[..63], (byte)(own.Signature[63] ^ 1)]);
        var publications = new PublicationService.PublicationServiceClient(channel);
        foreach (var forged in new[] { others, changed })
        {
            var refused = await Assert.ThrowsAsync<RpcException>(
                async () => await publications.PublishAsync(new PublishRequest { Envelope = forged }));
            Assert.Contains("not a signature by SM2-SM3", refused.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_node_whose_key_is_of_another_suite_than_the_registered_one_does_not_start()
    {
        File.WriteAllText(_jiashan.KeyFile, _qingpuVoice.PrivateKeyPem);

        var refused = Assert.ThrowsAny<Exception>(() =>
        {
            using var app = (IDisposable)ExchangeHub.Node.Program.Build(_jiashan.Arguments, TimeProvider.System);
        });
        Assert.Contains("private key for ES256", refused.Message, StringComparison.Ordinal);
    }
}
