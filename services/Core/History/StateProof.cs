using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using ExchangeHub.Records;

namespace ExchangeHub.History;

/// <summary>
/// A proof to hand out and to keep: everything that the log says of a subject in records of one kind, or that it says nothing. It
/// counts up to the position of its root, and proves with it that nothing was left out.
/// </summary>
/// <param name="Log">That the root is in the log.</param>
/// <param name="Root">The event that holds the root, as it is stored.</param>
/// <param name="Subject">Credit code of the subject; empty when the proof is of the root alone.</param>
/// <param name="Entry">What the log says of it; null when it says nothing.</param>
/// <param name="Leaves">The leaf of the subject; or those between which it would stand.</param>
/// <remarks>
/// Text form, line by line: <c>exchangehub-state-proof/v1</c>, <c>root</c> with <see cref="EventContent"/> in base64,
/// <c>subject</c>,
/// <c>entry</c> with the text in base64, <c>dossier</c> for each that may be named, <c>leaf</c> with its index and its 64 bytes
/// in base64, after each of them the hashes of its path; an empty line; and a <c>c2sp.org/tlog-proof@v1</c> of the root.
/// </remarks>
public sealed record StateProof(
    LogProof Log, EventContent Root, string Subject, StateEntry? Entry, ImmutableArray<ProvedLeaf> Leaves)
{
    /// <summary>The first line of the text form.</summary>
    public const string Head = "exchangehub-state-proof/v1";

    private const int LinesMax = 10_000;

    /// <summary>Gets the dossiers of the entry that whoever asked may see.</summary>
    public ImmutableArray<DossierId> Dossiers { get; init; } = [];

    /// <summary>Returns the text form.</summary>
    /// <returns>The lines of the proof, and the proof of its root.</returns>
    public override string ToString()
    {
        var text = new StringBuilder($"{Head}\nroot {Convert.ToBase64String(Root.ToBytes())}\n");
        if (Subject.Length > 0)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"subject {Subject}\n");
        }

        if (Entry is not null)
        {
            _ = text.Append(
                CultureInfo.InvariantCulture, $"entry {Convert.ToBase64String(Encoding.ASCII.GetBytes(Entry.ToString()))}\n");
        }

        foreach (var dossier in Dossiers)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"dossier {dossier}\n");
        }

        foreach (var (index, leaf, path) in Leaves)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"leaf {index} {Convert.ToBase64String(leaf.ToBytes())}\n")
                .AppendJoin("", path.Select(hash => NoteText.Write(hash) + "\n"));
        }

        return text.Append('\n').Append(Log).ToString();
    }

    /// <summary>Reads the text form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="proof">The proof, of which nothing is verified yet, or null.</param>
    /// <returns>Whether it has the form.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out StateProof? proof)
    {
        ArgumentNullException.ThrowIfNull(text);
        proof = null;
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !LogProof.TryParse(text[(end + 2)..], out var log)
            || text[..end].Split('\n') is not [Head, .. var lines] || lines.Length > LinesMax)
        {
            return false;
        }

        var parts = new Parts();
        proof = Array.TrueForAll(lines, parts.Take) && parts.Root is { } root
            ? new StateProof(log, root, parts.Subject, parts.Entry, [.. parts.Leaves]) { Dossiers = [.. parts.Dossiers] }
            : null;
        return proof is not null;
    }

    /// <summary>Checks everything but who signed the checkpoint, and that the root is in its tree: <see cref="LogPolicy"/> and
    /// <see cref="LogProof.Includes"/> say that.</summary>
    /// <param name="leaf">The leaf of the log that is to hold the root.</param>
    /// <param name="root">The root; null when there is none.</param>
    /// <returns>What is wrong.</returns>
    public StateFault Judge(LogLeaf leaf, out StateRoot? root)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        root = null;
        if (leaf.Content != Root.Digest || leaf.Type != Root.Type)
        {
            return StateFault.OtherRoot;
        }

        root = StateRoot.Of(Root);
        if (root is null || root.UpTo >= leaf.Position)
        {
            return StateFault.NoRoot;
        }

        return Subject.Length == 0 ? StateFault.None : JudgeSubject(root);
    }

    private StateFault JudgeSubject(StateRoot root)
    {
        foreach (var proved in Leaves)
        {
            if (!MerkleProof.Includes(proved.Index, root.Count, proved.Leaf.Hash, proved.Path.AsSpan(), root.Root))
            {
                return StateFault.LeafAltered;
            }
        }

        var key = root.KeyOf(Subject);
        return Entry is null ? JudgeAbsence(root, key)
            : Leaves is not [var only] ? StateFault.NotProved
            : only.Leaf.Key != key ? StateFault.OtherSubject
            : Entry.Kind != root.Kind || Entry.LeafOf(key) != only.Leaf ? StateFault.EntryAltered
            : Dossiers.Any(dossier => Entry.Lines.All(line => line.Dossier != root.NameOf(dossier))) ? StateFault.OtherDossier
            : StateFault.None;
    }

    // Neighbours are next to each other, or at an edge, so that nothing can stand between them.
    private StateFault JudgeAbsence(StateRoot root, Vocabulary.Digest key) => Leaves switch
    {
        [] => root.Count == 0 && root.Root == MerkleTree.EmptyRoot ? StateFault.None : StateFault.NotProved,
        [var first] when first.Index == 0 && key.CompareTo(first.Leaf.Key) < 0 => StateFault.None,
        [var last] when last.Index == root.Count - 1 && key.CompareTo(last.Leaf.Key) > 0 => StateFault.None,
        [_] => StateFault.NotAdjacent,
        [var left, var right] when left.Index + 1 != right.Index => StateFault.NotAdjacent,
        [var left, var right] when key.CompareTo(left.Leaf.Key) > 0 && key.CompareTo(right.Leaf.Key) < 0 => StateFault.None,
        [_, _] => StateFault.NotBetween,
        _ => StateFault.NotProved,
    };

    private sealed class Parts
    {
        private readonly List<(long Index, StateLeaf Leaf, List<Vocabulary.Digest> Path)> _leaves = [];

        public EventContent? Root { get; private set; }

        public string Subject { get; private set; } = "";

        public StateEntry? Entry { get; private set; }

        public List<DossierId> Dossiers { get; } = [];

        public IEnumerable<ProvedLeaf> Leaves =>
            _leaves.Select(leaf => new ProvedLeaf(leaf.Index, leaf.Leaf, [.. leaf.Path]));

        public bool Take(string line) => line.Split(' ', 3) switch
        {
            ["root", var base64] => Bytes(base64) is { } bytes && EventContent.TryParse(bytes, out var root)
                && Once(Root is null, () => Root = root),
            ["subject", { Length: > 0 } code] => Once(Subject.Length == 0, () => Subject = code),
            ["entry", var base64] => Bytes(base64) is { } bytes
                && StateEntry.TryParse(Encoding.ASCII.GetString(bytes), out var entry)
                && Once(Entry is null, () => Entry = entry),
            ["dossier", _, ..] => DossierId.TryParse(line["dossier ".Length..], out var dossier)
                && Once(true, () => Dossiers.Add(dossier)),
            ["leaf", var number, var base64] => NoteText.TryReadNumber(number, out var index)
                && Bytes(base64) is { Length: StateLeaf.Bytes } bytes
                && Once(true, () => _leaves.Add((index, StateLeaf.FromBytes(bytes), []))),
            [var text] => NoteText.TryReadHash(text, out var hash) && _leaves.Count > 0
                && Once(true, () => _leaves[^1].Path.Add(hash)),
            _ => false,
        };

        private static bool Once(bool isFirst, Action take)
        {
            if (isFirst)
            {
                take();
            }

            return isFirst;
        }

        private static byte[]? Bytes(string base64)
        {
            var bytes = new byte[base64.Length];
            return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
        }
    }
}

/// <summary>What is wrong with a proof of what the log says of a subject.</summary>
public enum StateFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The root is not the one that stands at its position in the log.</summary>
    OtherRoot,

    /// <summary>What stands there is no root, or one that speaks of positions after its own.</summary>
    NoRoot,

    /// <summary>A leaf is not in the tree of the root.</summary>
    LeafAltered,

    /// <summary>The leaf is that of another subject.</summary>
    OtherSubject,

    /// <summary>The entry is not that of the leaf.</summary>
    EntryAltered,

    /// <summary>A dossier is named that the entry does not have.</summary>
    OtherDossier,

    /// <summary>The leaves are not next to each other, nor at an edge: one could stand between them.</summary>
    NotAdjacent,

    /// <summary>The subject would not stand between the leaves.</summary>
    NotBetween,

    /// <summary>Leaves are missing, or there are too many.</summary>
    NotProved,
}
