using System.Globalization;
using ExchangeHub.History;
using ExchangeHub.Records;
using WireEnvelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.Cli.Verification;

/// <summary>
/// The whole history in a folder: <c>checkpoint</c>, the leaves as <c>tile/entries/…</c>, in <c>statements/POSITION</c> what
/// nodes have said, as they signed it, in <c>decisions/POSITION</c> what was decided, as it is stored, and in
/// <c>states/KIND</c> the newest state roots.
/// </summary>
internal static class LogFolder
{
    private const string Statements = "statements";
    private const string Decisions = "decisions";

    /// <summary>Gets where the checkpoint is.</summary>
    public static string CheckpointIn(string folder) => Path.Combine(folder, "checkpoint");

    /// <summary>Gets where a bundle of leaves is.</summary>
    public static string BundleIn(string folder, TileAddress tile) => Path.Combine(folder, tile.Path);

    /// <summary>Gets where a statement is.</summary>
    public static string StatementIn(string folder, long position) =>
        Path.Combine(folder, Statements, position.ToString(CultureInfo.InvariantCulture));

    /// <summary>Gets where a decision is.</summary>
    public static string DecisionIn(string folder, long position) =>
        Path.Combine(folder, Decisions, position.ToString(CultureInfo.InvariantCulture));

    /// <summary>Gets where the newest state root of a kind is.</summary>
    public static string StateIn(string folder, RecordKind kind) => Path.Combine(folder, "states", kind.Code());

    /// <summary>Checks all of it; the first ten faults.</summary>
    public static IEnumerable<Verdict> Check(string folder, Trust trust)
    {
        if (!SignedNote.TryParse(File.ReadAllText(CheckpointIn(folder)), out var note)
            || !Checkpoint.TryParse(note.Text, out var checkpoint))
        {
            return [Verdict.Wrong("checkpoint 不是检查点。", "'checkpoint' is no checkpoint.")];
        }

        return trust.Doubt(note) is { } doubt ? [doubt] : Check(folder, checkpoint, trust);
    }

    private static List<Verdict> Check(string folder, Checkpoint checkpoint, Trust trust)
    {
        const int NamedMax = 10;
        var (tree, faults, states) = (new GrowingTree(), new List<Verdict>(), new StateRecount());
        var (statements, decisions, doubts) = (0, 0, new List<Verdict>());
        while (tree.Size < checkpoint.Size && faults.Count < NamedMax)
        {
            var tile = TileAddress.Holding(null, tree.Size, checkpoint.Size);
            var file = BundleIn(folder, tile);
            if (!File.Exists(file) || !EntryBundle.TryRead(File.ReadAllBytes(file), out var leaves) || leaves.Count != tile.Width)
            {
                return [.. faults, Verdict.Wrong($"缺少 {tile.Path}，或者已被截短。", $"{tile.Path} is missing or was cut short.")];
            }

            foreach (var bytes in leaves)
            {
                tree.Add(MerkleTree.HashLeaf(bytes.Span));
                if (!LogLeaf.TryParse(bytes.Span, out var leaf) || leaf.Position != tree.Size)
                {
                    faults.Add(Verdict.Wrong(
                        $"位置 {tree.Size} 的条目格式不对，或者属于其他位置。",
                        $"The leaf of position {tree.Size} is misshapen, or is of another position."));
                    continue;
                }

                states.Take(leaf);
                statements += CheckStatement(folder, leaf, trust, states, faults);
                decisions += CheckDecision(folder, leaf, states, doubts);
            }

            _ = tree.TakeChanged();
        }

        if (faults.Count == 0 && tree.Root() != checkpoint.Root)
        {
            faults.Add(Verdict.Wrong(
                $"{checkpoint.Size} 个条目的根与检查点不符：条目被改动、增删或者调换。",
                $"The {checkpoint.Size} leaves do not have the root of the checkpoint: one was altered, added or moved."));
        }

        // A decision is compared with its leaf alone: where that is not genuine, nothing is said of the decision.
        faults.AddRange(faults.Count == 0 ? doubts.Take(NamedMax) : []);
        return faults.Count > 0 ? faults :
        [
            Verdict.Sound(
                $"历史完整：{checkpoint.Size} 个事件，{statements} 份报送的签名已核验，{decisions} 项结论与历史一致。",
                $"The history is whole: {checkpoint.Size} events, {statements} statements with good signatures, {decisions} "
                    + "decisions as they were stored."),
            .. from kind in StateRoot.Kinds
               let file = StateIn(folder, kind)
               where File.Exists(file)
               select states.Check(File.ReadAllText(file), kind),
        ];
    }

    private static int CheckStatement(string folder, LogLeaf leaf, Trust trust, StateRecount states, List<Verdict> faults)
    {
        var file = StatementIn(folder, leaf.Position);
        if (leaf.Statement is null || !File.Exists(file))
        {
            return 0;
        }

        try
        {
            var envelope = WireEnvelope.Parser.ParseFrom(File.ReadAllBytes(file));
            if (RecordFile.Doubt(envelope, leaf, trust) is { } doubt)
            {
                faults.Add(doubt);
            }

            states.Take(leaf, envelope.Payload.Memory);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            faults.Add(Verdict.Wrong(
                $"{Statements}/{leaf.Position} 不是报送。", $"{Statements}/{leaf.Position} is no statement."));
        }

        return 1;
    }

    private static int CheckDecision(string folder, LogLeaf leaf, StateRecount states, List<Verdict> faults)
    {
        var file = DecisionIn(folder, leaf.Position);
        if (leaf.Type != DecidedContent.EventType || !File.Exists(file))
        {
            return 0;
        }

        var (decided, doubt) = DecidedContent.Of(File.ReadAllBytes(file), leaf);
        if (decided is null)
        {
            faults.Add(doubt!);
        }
        else
        {
            states.Take(leaf, decided);
        }

        return 1;
    }
}
