using System.Text.Json.Nodes;
using ExchangeHub.History;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using WireEnvelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.Cli.Verification;

/// <summary>A record to keep and to hand to a court, see <see cref="Grpc.Wire.ProvedRecord"/>.</summary>
internal static class RecordFile
{
    /// <summary>Checks every statement and decision of a file.</summary>
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

        foreach (var decision in file["decisions"] as JsonArray ?? [])
        {
            yield return CheckDecision(decision, file["dossier"]?.ToString(), statements, trust);
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
                $"The statement is not the one that stands at position {leaf.Position} of the history: it was altered.")
            : trust.Doubt(envelope, said.Node);
    }

    private static Verdict CheckDecision(JsonNode? decision, string? dossier, JsonArray statements, Trust trust)
    {
        byte[] content;
        LogProof? proof;
        try
        {
            content = Convert.FromBase64String(decision!["content"]!.GetValue<string>());
            _ = LogProof.TryParse(decision["proof"]!.GetValue<string>(), out proof);
        }
        catch (Exception wrong) when (wrong is FormatException or NullReferenceException or InvalidOperationException)
        {
            return Verdict.Wrong("结论格式不对。", "A decision is misshapen.");
        }

        if (ProofFile.Read(proof, trust, out var leaf) is { IsSound: false } wrongProof)
        {
            return wrongProof;
        }

        var (decided, doubt) = DecidedContent.Of(content, leaf!);
        return decided is null ? doubt!
            : decided.Dossier.ToString() != dossier ? Verdict.Wrong(
                $"位置 {leaf!.Position} 的结论属于 {decided.Dossier}，不属于文件的卷宗。",
                $"The decision at position {leaf.Position} is on {decided.Dossier} and not on the dossier of the file.")
            : new Verdict(true, decided.Say(leaf!, About(decided, statements)));
    }

    // The statement that was decided on, where the file holds it; whether it is genuine is said of itself.
    private static string About(DecidedContent decided, JsonArray statements)
    {
        foreach (var statement in statements)
        {
            if (ReadStatement(statement) is ({ } envelope, { } proof) && decided.IsAbout(envelope.Payload.Memory)
                && LogLeaf.TryParse(proof.Extra.AsSpan(), out var leaf) && leaf.Statement is { } said)
            {
                return $"{said.Node}/{said.Sequence}";
            }
        }

        return "";
    }

    private static (WireEnvelope? Envelope, LogProof? Proof) ReadStatement(JsonNode? statement)
    {
        try
        {
            var envelope = WireEnvelope.Parser.ParseJson(statement!["envelope"]!.ToJsonString());
            _ = LogProof.TryParse(statement["proof"]!.GetValue<string>(), out var proof);
            return (envelope, proof);
        }
        catch (Exception wrong) when (wrong is InvalidProtocolBufferException or InvalidJsonException or NullReferenceException
            or InvalidOperationException)
        {
            return (null, null);
        }
    }

    private static Verdict CheckStatement(JsonNode? statement, Trust trust)
    {
        var (envelope, proof) = ReadStatement(statement);
        return envelope is null ? Verdict.Wrong("报送格式不对。", "A statement is misshapen.")
            : ProofFile.Read(proof, trust, out var leaf) is { IsSound: false } wrongProof ? wrongProof
            : Doubt(envelope, leaf!, trust) ?? Sound(leaf!, trust.StampOf(proof!.Checkpoint, out _));
    }

    private static Verdict Sound(LogLeaf leaf, Wording stamp) => Verdict.Sound(
        $"{leaf.Statement!.Node}/{leaf.Statement.Sequence} 由其节点签名，在枢纽历史的位置 {leaf.Position}（{ProofFile.At(leaf)}）{stamp.Chinese}。",
        $"{leaf.Statement.Node}/{leaf.Statement.Sequence} is signed by its node and stands at position {leaf.Position} of the "
            + $"hub's history ({ProofFile.At(leaf)}){stamp.English}.");
}
