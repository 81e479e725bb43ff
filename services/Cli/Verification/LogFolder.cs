using System.Globalization;
using ExchangeHub.History;
using ExchangeHub.Vocabulary;
using WireEnvelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.Cli.Verification;

/// <summary>
/// The whole history in a folder: <c>checkpoint</c>, the leaves as <c>tile/entries/…</c>, and in <c>statements/POSITION</c> what
/// nodes have said, as they signed it.
/// </summary>
internal static class LogFolder
{
    private const string Statements = "statements";

    /// <summary>Gets where the checkpoint is.</summary>
    public static string CheckpointIn(string folder) => Path.Combine(folder, "checkpoint");

    /// <summary>Gets where a bundle of leaves is.</summary>
    public static string BundleIn(string folder, TileAddress tile) => Path.Combine(folder, tile.Path);

    /// <summary>Gets where a statement is.</summary>
    public static string StatementIn(string folder, long position) =>
        Path.Combine(folder, Statements, position.ToString(CultureInfo.InvariantCulture));

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
        var (tree, faults, statements) = (new GrowingTree(), new List<Verdict>(), 0L);
        var last = new Dictionary<NodeId, long>();
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
                statements += Check(folder, bytes.Span, tree.Size, trust, last, faults);
            }

            _ = tree.TakeChanged();
        }

        if (faults.Count == 0 && tree.Root() != checkpoint.Root)
        {
            faults.Add(Verdict.Wrong(
                $"{checkpoint.Size} 个条目的根与检查点不符：条目被改动、增删或者调换。",
                $"The {checkpoint.Size} leaves do not have the root of the checkpoint: one was altered, added, removed or moved."));
        }

        return faults.Count > 0 ? faults :
        [
            Verdict.Sound(
                $"历史完整：{checkpoint.Size} 个事件，{statements} 份报送的签名已核验。",
                $"The history is whole: {checkpoint.Size} events, {statements} statements with good signatures."),
        ];
    }

    private static int Check(
        string folder, ReadOnlySpan<byte> bytes, long position, Trust trust, Dictionary<NodeId, long> last, List<Verdict> faults)
    {
        if (!LogLeaf.TryParse(bytes, out var leaf) || leaf.Position != position)
        {
            faults.Add(Verdict.Wrong(
                $"位置 {position} 的条目格式不对，或者属于其他位置。", $"The leaf of position {position} is misshapen, or is of another position."));
            return 0;
        }

        // A node numbers what it says without a gap; what is left out shows.
        if (leaf.Statement is { } said)
        {
            if (said.Sequence != last.GetValueOrDefault(said.Node) + 1)
            {
                faults.Add(Verdict.Wrong(
                    $"位置 {position} 为 {said.Node}/{said.Sequence}，而该节点之前的报送是第 {last.GetValueOrDefault(said.Node)} 份。",
                    $"Position {position} has {said.Node}/{said.Sequence}, but the statement of that node before it is number "
                    + $"{last.GetValueOrDefault(said.Node)}."));
            }

            last[said.Node] = said.Sequence;
        }

        var file = StatementIn(folder, position);
        if (leaf.Statement is null || !File.Exists(file))
        {
            return 0;
        }

        try
        {
            if (RecordFile.Doubt(WireEnvelope.Parser.ParseFrom(File.ReadAllBytes(file)), leaf, trust) is { } doubt)
            {
                faults.Add(doubt);
            }
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            faults.Add(Verdict.Wrong($"{Statements}/{position} 不是报送。", $"{Statements}/{position} is no statement."));
        }

        return 1;
    }
}
