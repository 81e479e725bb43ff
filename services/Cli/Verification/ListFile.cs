using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Records;
using Google.Protobuf;
using Wire = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.Cli.Verification;

/// <summary>A list, or its changes, as NDJSON of REST or of <c>xhub lists</c>: lines, and after each part of them a line with
/// what the hub signed of it.</summary>
internal static class ListFile
{
    private const string End = "{\"_end\":true,";

    /// <summary>Says whether a text looks like one.</summary>
    public static bool IsOne(string text) => text.Split('\n').Any(line => line.StartsWith(End, StringComparison.Ordinal));

    /// <summary>Checks each part.</summary>
    public static IEnumerable<Verdict> Check(string text, Trust trust)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (count, ended) = (0L, -1L);
        ListStatement? before = null;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith(End, StringComparison.Ordinal))
            {
                digest.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
                (count, ended) = (count + 1, -1);
                continue;
            }

            if (Statement(line, trust) is not { } said)
            {
                yield return Verdict.Wrong(
                    "名单没有网络登记的枢纽密钥的有效签名。", "The list has no good signature of a key that the network names for the hub.");
                yield break;
            }

            yield return Judge(said, before, count, digest.GetHashAndReset());
            (before, count, ended) = (said, 0, 0);
        }

        if (ended < 0)
        {
            yield return Verdict.Wrong(
                "名单没有结束行：已被截断。", "The list has no line that ends it: it was cut off.");
        }
    }

    private static Verdict Judge(ListStatement said, ListStatement? before, long count, byte[] digest)
    {
        if (count != said.Count || !digest.AsSpan().SequenceEqual(said.LinesDigest.Span))
        {
            return Verdict.Wrong(
                $"名单内容与枢纽所签不同：所签为 {said.Count} 行，此处为 {count} 行，或者内容已被改动。",
                $"The list is not what the hub signed: it signed {said.Count} lines, here are {count}, or they were altered.");
        }

        if (said.AsOf.Length == 0 && before is not null && before.Position != said.AfterPosition)
        {
            return Verdict.Wrong(
                $"变更不连续：前一页至位置 {before.Position}，本页自位置 {said.AfterPosition} 之后。",
                $"Changes are missing: the page before ends at position {before.Position}, this one begins after "
                    + $"{said.AfterPosition}.");
        }

        var given = said.GivenAt.ToDateTimeOffset().ToOffset(TimeSpan.FromHours(8))
            .ToString("yyyy-MM-ddTHH:mm:ssK", System.Globalization.CultureInfo.InvariantCulture);
        return said.AsOf.Length > 0
            ? Verdict.Sound(
                $"枢纽于 {given} 声明：{said.AsOf} 名单 {said.List}（{said.Receiver}）共 {said.Count} 条，截至日志位置 {said.Position}。",
                $"The hub said at {given} that list {said.List} for {said.Receiver} as of {said.AsOf} has these {said.Count} "
                    + $"entries, by its log up to position {said.Position}.")
            : Verdict.Sound(
                $"枢纽于 {given} 声明：名单 {said.List}（{said.Receiver}）"
                    + $"位置 {said.AfterPosition} 至 {said.Position} 之间共 {said.Count} 项变更。",
                $"The hub said at {given} that list {said.List} for {said.Receiver} has these {said.Count} changes between the "
                    + $"positions {said.AfterPosition} and {said.Position}.");
    }

    private static ListStatement? Statement(string line, Trust trust)
    {
        try
        {
            var wire = JsonNode.Parse(line)?["signed"] is JsonObject signed
                ? new JsonParser(JsonParser.Settings.Default.WithIgnoreUnknownFields(true)).Parse<Wire>(signed.ToJsonString())
                : new Wire();
            var envelope = new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory);
            var key = trust.Network.ReceiptKeys.FirstOrDefault(key => key.KeyId == envelope.KeyId);
            if (envelope.PayloadType != Envelope.ListType || key is null || !Dsse.Verify(envelope, key))
            {
                return null;
            }

            var statement = ListStatement.Parser.ParseFrom(wire.Payload);
            return statement.Network == trust.Network.Id ? statement : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidProtocolBufferException or InvalidJsonException)
        {
            return null;
        }
    }
}
