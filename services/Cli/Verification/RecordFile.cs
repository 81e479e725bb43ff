using System.Text.Json.Nodes;
using ExchangeHub.History;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Records;
using Google.Protobuf;
using WireEnvelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.Cli.Verification;

/// <summary>
/// A record to keep and to hand to a court: everything that nodes said of it as they signed it, each with the proof that it is in
/// the history of the hub. JSON, format <c>exchangehub-record/v1</c>.
/// </summary>
internal static class RecordFile
{
    public const string Format = "exchangehub-record/v1";

    /// <summary>Writes the file.</summary>
    public static JsonObject Write(string network, GetRecordResponse record, IEnumerable<(HeldStatement Held, string Proof)> said) =>
        new()
        {
            ["format"] = Format,
            ["network"] = network,
            ["dossier"] = record.Dossier,
            ["statements"] = new JsonArray([.. said.Select(statement => new JsonObject
            {
                ["envelope"] = JsonNode.Parse(JsonFormatter.Default.Format(statement.Held.Envelope)),
                ["proof"] = statement.Proof,
            })]),
        };

    /// <summary>Checks every statement of a file.</summary>
    public static IEnumerable<Verdict> Check(JsonNode file, Trust trust)
    {
        if (file["network"]?.GetValue<string>() is var network && network != trust.Network.Id)
        {
            yield return Verdict.Wrong(
                $"文件属于网络“{network}”，核验所依据的是“{trust.Network.Id}”。",
                $"The file is of network '{network}', what it is checked by is of '{trust.Network.Id}'.");
        }

        if (file["statements"] is not JsonArray { Count: > 0 } statements)
        {
            yield return Verdict.Wrong("文件没有任何报送。", "The file holds no statement.");
            yield break;
        }

        foreach (var statement in statements)
        {
            yield return CheckStatement(statement, trust);
        }
    }

    /// <summary>Checks a statement against the leaf of the history that is to hold it.</summary>
    /// <returns>Null when it is that statement, signed by its node.</returns>
    public static Verdict? Doubt(WireEnvelope wire, LogLeaf leaf, Trust trust)
    {
        var envelope = new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory);
        return leaf.Statement is not { } said || said.Digest != Dsse.DigestOf(envelope)
            ? Verdict.Wrong(
                $"报送与历史中位置 {leaf.Position} 所载的不是同一份：内容已被改动或者替换。",
                $"The statement is not the one that stands at position {leaf.Position} of the history: it was altered or exchanged.")
            : trust.Doubt(envelope, said.Node);
    }

    private static Verdict CheckStatement(JsonNode? statement, Trust trust)
    {
        WireEnvelope envelope;
        LogProof? proof;
        try
        {
            envelope = WireEnvelope.Parser.ParseJson(statement!["envelope"]!.ToJsonString());
            _ = LogProof.TryParse(statement["proof"]!.GetValue<string>(), out proof);
        }
        catch (Exception wrong) when (wrong is InvalidProtocolBufferException or InvalidJsonException or NullReferenceException
            or InvalidOperationException)
        {
            return Verdict.Wrong("报送格式不对。", "A statement is misshapen.");
        }

        return ProofFile.Read(proof, trust, out var leaf) is { IsSound: false } wrongProof ? wrongProof
            : Doubt(envelope, leaf!, trust) ?? Verdict.Sound(
                $"{leaf!.Statement!.Node}/{leaf.Statement.Sequence} 由其节点签名，在枢纽历史的位置 {leaf.Position}（{ProofFile.At(leaf)}）。",
                $"{leaf.Statement.Node}/{leaf.Statement.Sequence} is signed by its node and stands at position {leaf.Position} "
                + $"of the hub's history ({ProofFile.At(leaf)}).");
    }
}
