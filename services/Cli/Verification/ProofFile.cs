using System.Globalization;
using ExchangeHub.History;

namespace ExchangeHub.Cli.Verification;

/// <summary>A proof that an event is in the history, <c>c2sp.org/tlog-proof@v1</c>.</summary>
internal static class ProofFile
{
    public const string Head = "c2sp.org/tlog-proof@v1\n";

    /// <summary>Checks a proof.</summary>
    public static Verdict Check(string text, Trust trust)
    {
        _ = LogProof.TryParse(text, out var proof);
        return Read(proof, trust, out _);
    }

    /// <summary>Checks a proof, and gives the leaf that it proves.</summary>
    public static Verdict Read(LogProof? proof, Trust trust, out LogLeaf? leaf)
    {
        leaf = null;
        if (proof is null)
        {
            return Verdict.Wrong("证明格式不对，应为 c2sp.org/tlog-proof@v1。", "The proof is misshapen; expected c2sp.org/tlog-proof@v1.");
        }

        if (trust.Doubt(proof.Checkpoint) is { } doubt)
        {
            return doubt;
        }

        if (!LogLeaf.TryParse(proof.Extra.AsSpan(), out leaf) || leaf.Index != proof.Index)
        {
            return Verdict.Wrong(
                "证明没有附带历史条目，或者所附条目的位置与证明不符。", "The proof comes without its leaf, or with the leaf of another position.");
        }

        if (!proof.Includes(proof.Extra.AsSpan()))
        {
            return Verdict.Wrong(
                $"位置 {leaf.Position} 的条目不在检查点所签的历史中：条目或者证明已被改动。",
                $"The leaf of position {leaf.Position} is not in the history of the checkpoint: leaf or proof was altered.");
        }

        var stamp = trust.StampOf(proof.Checkpoint, out var wrongStamp);
        return wrongStamp ?? Verdict.Sound(
            $"位置 {leaf.Position} 的 {leaf.Type}（{At(leaf)}）在枢纽签署、经足数见证的历史中{stamp.Chinese}。",
            $"{leaf.Type} at position {leaf.Position} ({At(leaf)}) is in the history that hub and witnesses signed"
                + $"{stamp.English}.");
    }

    /// <summary>Says when the hub took an event.</summary>
    public static string At(LogLeaf leaf) => DateTimeOffset.FromUnixTimeMilliseconds(leaf.AtMilliseconds)
        .ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture);
}
