using System.Globalization;
using ExchangeHub.Protos.History.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Records;
using Google.Protobuf;

namespace ExchangeHub.Cli.Verification;

/// <summary>A receipt of the hub, as JSON of <c>exchangehub.publication.v1.Receipt</c>.</summary>
internal static class ReceiptFile
{
    /// <summary>Checks a receipt.</summary>
    public static Verdict Check(string json, Trust trust)
    {
        ReceiptBody body;
        Receipt receipt;
        try
        {
            receipt = new JsonParser(JsonParser.Settings.Default.WithIgnoreUnknownFields(true)).Parse<Receipt>(json);
            body = ReceiptBody.Parser.ParseFrom(receipt.Signed?.Payload ?? ByteString.Empty);
        }
        catch (Exception wrong) when (wrong is InvalidProtocolBufferException or InvalidJsonException)
        {
            return Verdict.Wrong("回执格式不对。", "The receipt is misshapen.");
        }

        var envelope = receipt.Signed is { } wire
            ? new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory)
            : null;
        var key = trust.Network.ReceiptKeys.FirstOrDefault(key => key.KeyId == envelope?.KeyId);
        if (envelope?.PayloadType != Envelope.ReceiptType || key is null || !Dsse.Verify(envelope, key))
        {
            return Verdict.Wrong(
                "回执没有网络登记的枢纽密钥的有效签名。", "The receipt has no good signature of a key that the network names for the hub.");
        }

        return body.Network == trust.Network.Id && body.Node == receipt.Node && body.Sequence == receipt.Sequence
            && body.Position == receipt.Position && body.StatementDigest.Equals(receipt.StatementDigest)
                ? Verdict.Sound(
                    string.Create(CultureInfo.InvariantCulture,
                        $"枢纽承诺 {body.Node}/{body.Sequence} 位于历史的位置 {body.Position}，并在 {body.IncludeWithinSeconds} 秒内载入。"),
                    string.Create(CultureInfo.InvariantCulture,
                        $"The hub promises that {body.Node}/{body.Sequence} stands at position {body.Position} of its history, within ")
                    + string.Create(CultureInfo.InvariantCulture, $"{body.IncludeWithinSeconds} s."))
                : Verdict.Wrong(
                    "回执所写与枢纽所签不同：回执已被改动。", "What the receipt says is not what the hub signed: it was altered.");
    }
}
