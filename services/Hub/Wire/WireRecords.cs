using ExchangeHub.Records;
using Google.Protobuf;

namespace ExchangeHub.Hub.Wire;

/// <summary>Envelopes between the wire and the core, byte for byte.</summary>
internal static class WireRecords
{
    public static Envelope? From(Protos.Record.V1.Envelope? envelope) => envelope is null
        ? null
        : new Envelope(envelope.PayloadType, envelope.Payload.Memory, envelope.KeyId, envelope.Signature.Memory)
        {
            TimestampToken = envelope.TimestampToken.Memory,
        };

    public static Protos.Record.V1.Envelope From(Envelope envelope) => new()
    {
        PayloadType = envelope.PayloadType,
        Payload = UnsafeByteOperations.UnsafeWrap(envelope.Payload),
        KeyId = envelope.KeyId,
        Signature = UnsafeByteOperations.UnsafeWrap(envelope.Signature),
        TimestampToken = UnsafeByteOperations.UnsafeWrap(envelope.TimestampToken),
    };
}
