using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>A proof to hand out and to keep: that an entry is in the log, with the checkpoint that covers it.</summary>
/// <param name="Index">The index of the entry, from 0.</param>
/// <param name="Path">The hashes beside its path, the lowest first.</param>
/// <param name="Checkpoint">The checkpoint, signed by the log and by witnesses.</param>
/// <remarks>
/// Text form: <c>c2sp.org/tlog-proof@v1</c>. We carry the entry itself as the extra data, so that a file is enough; it counts for
/// nothing until its hash is in the tree. Vectors: <c>tlog-tiles-cosign.json</c>.
/// </remarks>
public sealed record LogProof(long Index, ImmutableArray<Digest> Path, SignedNote Checkpoint)
{
    private const string Head = "c2sp.org/tlog-proof@v1";
    private const string ExtraName = "extra ";
    private const string IndexName = "index ";

    /// <summary>Gets the extra data; empty without.</summary>
    public ImmutableArray<byte> Extra { get; init; } = [];

    /// <summary>Returns the text form.</summary>
    /// <returns>The lines of the proof and the checkpoint.</returns>
    public override string ToString()
    {
        var text = new StringBuilder(Head).Append('\n');
        if (!Extra.IsEmpty)
        {
            _ = text.Append(ExtraName).Append(Convert.ToBase64String(Extra.AsSpan())).Append('\n');
        }

        _ = text.Append(CultureInfo.InvariantCulture, $"{IndexName}{Index}\n");
        foreach (var hash in Path)
        {
            _ = text.Append(NoteText.Write(hash)).Append('\n');
        }

        return text.Append('\n').Append(Checkpoint).ToString();
    }

    /// <summary>Reads the text form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="proof">The proof, of which nothing is verified yet, or null.</param>
    /// <returns>Whether it has the form.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out LogProof? proof)
    {
        ArgumentNullException.ThrowIfNull(text);
        proof = null;
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !SignedNote.TryParse(text[(end + 2)..], out var checkpoint))
        {
            return false;
        }

        var lines = new Queue<string>(text[..end].Split('\n'));
        if (lines.Dequeue() != Head)
        {
            return false;
        }

        byte[] extra = [];
        if (lines.TryPeek(out var line) && line.StartsWith(ExtraName, StringComparison.Ordinal))
        {
            extra = new byte[line.Length];
            if (!Convert.TryFromBase64String(lines.Dequeue()[ExtraName.Length..], extra, out var length))
            {
                return false;
            }

            extra = extra[..length];
        }

        if (!lines.TryDequeue(out line) || !line.StartsWith(IndexName, StringComparison.Ordinal)
            || !NoteText.TryReadNumber(line.AsSpan(IndexName.Length), out var index) || lines.Count > 63)
        {
            return false;
        }

        var path = ImmutableArray.CreateBuilder<Digest>(lines.Count);
        foreach (var hashLine in lines)
        {
            if (!NoteText.TryReadHash(hashLine, out var hash))
            {
                return false;
            }

            path.Add(hash);
        }

        proof = new LogProof(index, path.DrainToImmutable(), checkpoint) { Extra = [.. extra] };
        return true;
    }

    /// <summary>Checks that an entry stands where the proof says, in the tree of its checkpoint. Who signed the checkpoint is for
    /// <see cref="LogPolicy"/> to say.</summary>
    /// <param name="entry">The bytes of the entry.</param>
    /// <returns>Whether it does.</returns>
    public bool Includes(ReadOnlySpan<byte> entry) =>
        History.Checkpoint.TryParse(Checkpoint.Text, out var checkpoint)
            && MerkleProof.Includes(Index, checkpoint.Size, MerkleTree.HashLeaf(entry), Path.AsSpan(), checkpoint.Root);
}
