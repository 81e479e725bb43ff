using ExchangeHub.Agreements;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.History.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Records;
using Google.Protobuf;

namespace ExchangeHub.Hub.History;

/// <summary>Signs what the hub promises when it takes a statement: that the statement stands at that position, and that a
/// checkpoint covers it within a minute.</summary>
internal sealed class ReceiptSigner(Network network, HubKeys keys)
{
    private const int IncludeWithinSeconds = 60;

    /// <summary>Signs a receipt.</summary>
    /// <param name="receipt">The receipt; it gets its signed form.</param>
    public void Sign(Receipt receipt)
    {
        var body = new ReceiptBody
        {
            Network = network.Id,
            Node = receipt.Node,
            Sequence = receipt.Sequence,
            StatementDigest = receipt.StatementDigest,
            Position = receipt.Position,
            ReceivedAt = receipt.ReceivedAt,
            IncludeWithinSeconds = IncludeWithinSeconds,
        };
        receipt.Signed = WireRecords.From(Dsse.Sign(Envelope.ReceiptType, body.ToByteArray(), keys.Receipts));
    }
}
