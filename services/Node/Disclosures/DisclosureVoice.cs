using ExchangeHub.Agreements;
using ExchangeHub.Disclosures;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Node.Inbox;
using ExchangeHub.Protos.Disclosure.V1;
using ExchangeHub.Records;
using Google.Protobuf;
using Grpc.Core;
using DisclosureAct = ExchangeHub.Disclosures.DisclosureAct;
using WireEnvelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.Node.Disclosures;

/// <summary>Says to the hub what this node has to say about personal values, signed.</summary>
internal sealed class DisclosureVoice(
    DisclosureService.DisclosureServiceClient hub, Network network, ISigningKey key, Subscriber self, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Signs an act and sends it.</summary>
    /// <exception cref="RpcException">The hub turned it down, or is away.</exception>
    public async Task SayAsync(string id, string officer, DisclosureDeed deed, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var act = new DisclosureAct(self.Node, now, id, officer, deed);
        var signed = Dsse.Sign(DisclosureAct.PayloadType, DisclosureActs.Write(network.Id, act), key);
        _ = await hub.TakeActAsync(
            new TakeActRequest
            {
                Envelope = new WireEnvelope
                {
                    PayloadType = signed.PayloadType,
                    Payload = UnsafeByteOperations.UnsafeWrap(signed.Payload),
                    KeyId = signed.KeyId,
                    Signature = UnsafeByteOperations.UnsafeWrap(signed.Signature),
                },
            },
            deadline: (now + Patience).UtcDateTime,
            cancellationToken: cancellation);
    }
}
