using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Publication.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Hub.Publications;

/// <summary>Receipts on the wire.</summary>
internal static class Receipts
{
    public static Receipt From(Filed filed)
    {
        var receipt = new Receipt
        {
            Node = filed.Statement.Node.ToString(),
            Sequence = filed.Statement.Sequence,
            StatementDigest = ByteString.CopyFrom(filed.Digest.ToBytes().AsSpan()),
            Position = filed.Position,
            LastPosition = filed.LastPosition,
            ReceivedAt = Timestamp.FromDateTimeOffset(filed.ReceivedAt),
            Disposition = WireDispositions.From(filed.Disposition),
            Dossier = filed.Statement.FiledUnder,
        };
        if (WireDispositions.Reason(filed.Disposition) is { } reason)
        {
            receipt.ReasonCodes.Add(reason);
        }

        return receipt;
    }
}
