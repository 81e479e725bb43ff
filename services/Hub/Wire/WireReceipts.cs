using ExchangeHub.Hub.Publications;
using ExchangeHub.Protos.Publication.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Disposition = ExchangeHub.Recognitions.Disposition;
using WireDisposition = ExchangeHub.Protos.Publication.V1.Disposition;

namespace ExchangeHub.Hub.Wire;

/// <summary>Receipts on the wire.</summary>
internal static class WireReceipts
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
            Disposition = From(filed.Disposition),
            Dossier = filed.Statement.Dossier.ToString(),
        };
        if (Reason(filed.Disposition) is { } reason)
        {
            receipt.ReasonCodes.Add(reason);
        }

        return receipt;
    }

    public static WireDisposition From(Disposition disposition) => disposition switch
    {
        Disposition.Accepted => WireDisposition.Accepted,
        Disposition.Held => WireDisposition.Held,
        Disposition.Duplicate => WireDisposition.Duplicate,
        Disposition.Conflicting => WireDisposition.Conflicting,
        _ => throw new ArgumentOutOfRangeException(nameof(disposition)),
    };

    private static string? Reason(Disposition disposition) => disposition switch
    {
        Disposition.Held => "HOLD-ORDER",
        Disposition.Duplicate => "DUP-IDEMPOTENT",
        Disposition.Conflicting => "DUP-CONFLICT",
        _ => null,
    };
}
