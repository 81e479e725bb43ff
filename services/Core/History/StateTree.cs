using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>The tree over the leaves of all subjects, in the order of their keys: proves what is in it, and what is
/// not.</summary>
/// <remarks>
/// A Merkle tree after RFC 6962, all levels in memory: 128 bytes for each subject, so that 100,000 take 13 MB. Safe for any
/// number of readers.
/// </remarks>
public sealed class StateTree
{
    private readonly StateLeaf[] _leaves;
    private readonly List<Digest[]> _levels = [];

    private StateTree(StateLeaf[] leaves)
    {
        _leaves = leaves;
        var level = Array.ConvertAll(leaves, leaf => leaf.Hash);
        _levels.Add(level);
        while (level.Length > 1)
        {
            // The last node of a level with an odd number of them goes up as it is: that is how RFC 6962 splits.
            var above = new Digest[(level.Length + 1) / 2];
            for (var place = 0; place < above.Length; place++)
            {
                var left = level[2 * place];
                above[place] = (2 * place) + 1 < level.Length ? MerkleTree.HashNode(left, level[(2 * place) + 1]) : left;
            }

            _levels.Add(level = above);
        }
    }

    /// <summary>Gets the order of keys: that of their bytes.</summary>
    public static IComparer<Digest> ByBytes { get; } = Comparer<Digest>.Create((one, other) => one.CompareTo(other));

    /// <summary>Gets how many leaves there are.</summary>
    public int Count => _leaves.Length;

    /// <summary>Gets the root; that of the empty tree when there is no leaf.</summary>
    public Digest Root => _levels[^1] is [var root] ? root : MerkleTree.EmptyRoot;

    /// <summary>Builds a tree.</summary>
    /// <param name="leaves">The leaves in any order, no key twice.</param>
    /// <returns>The tree.</returns>
    public static StateTree Of(IEnumerable<StateLeaf> leaves)
    {
        var sorted = leaves.ToArray();
        Array.Sort(sorted, (one, other) => one.Key.CompareTo(other.Key));
        return new StateTree(sorted);
    }

    /// <summary>Builds the tree of a root from what the log says.</summary>
    /// <param name="root">The root; its kind and its blinding count, it need not be reckoned yet.</param>
    /// <param name="rows">The rows, those of one subject together.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The tree.</returns>
    public static async Task<StateTree> BuildAsync(
        StateRoot root, IAsyncEnumerable<StateRow> rows, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(rows);
        var (leaves, own) = (new List<StateLeaf>(), new List<StateRow>());
        await foreach (var row in rows.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (own.Count > 0 && own[0].Subject != row.Subject)
            {
                leaves.Add(StateEntry.Of(root, own).LeafOf(root.KeyOf(own[0].Subject)));
                own.Clear();
            }

            own.Add(row);
        }

        return Of(own.Count == 0 ? leaves : leaves.Append(StateEntry.Of(root, own).LeafOf(root.KeyOf(own[0].Subject))));
    }

    /// <summary>Proves that a key has a leaf, or that it has none.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its leaf; or, when it has none, the two leaves between which it would stand, or the one at the edge, or none of
    /// an empty tree.</returns>
    public ImmutableArray<ProvedLeaf> Prove(Digest key)
    {
        var (from, to) = (0, _leaves.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = _leaves[middle].Key.CompareTo(key) < 0 ? (middle + 1, to) : (from, middle);
        }

        return from < _leaves.Length && _leaves[from].Key == key ? [At(from)]
            : [.. new[] { from - 1, from }.Where(index => index >= 0 && index < _leaves.Length).Select(At)];
    }

    private ProvedLeaf At(int index)
    {
        var path = ImmutableArray.CreateBuilder<Digest>();
        var place = index;
        foreach (var level in _levels)
        {
            if ((place ^ 1) < level.Length)
            {
                path.Add(level[place ^ 1]);
            }

            place /= 2;
        }

        return new ProvedLeaf(index, _leaves[index], path.ToImmutable());
    }
}

/// <summary>A leaf with its place in a state tree.</summary>
/// <param name="Index">The index, from 0.</param>
/// <param name="Leaf">The leaf.</param>
/// <param name="Path">The hashes beside its path, the lowest first.</param>
public sealed record ProvedLeaf(long Index, StateLeaf Leaf, ImmutableArray<Digest> Path);
