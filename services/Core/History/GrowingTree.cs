using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>The right edge of a tree that grows: takes leaves, gives the root and the tiles that changed.</summary>
/// <remarks>Holds one tile of each level, so its memory grows by 8 KiB for every factor of 256. Not for several callers at
/// once.</remarks>
public sealed class GrowingTree
{
    private const int HashBytes = 32;

    // The last tile of each level while it is not full.
    private readonly List<List<byte>> _edge = [];
    private readonly Dictionary<TileAddress, byte[]> _full = [];
    private readonly HashSet<int> _touched = [];

    /// <summary>Gets how many leaves there are.</summary>
    public long Size { get; private set; }

    /// <summary>Continues a tree.</summary>
    /// <param name="source">Its tiles.</param>
    /// <param name="size">How many leaves it has.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>The tree, to which leaves can be added.</returns>
    /// <exception cref="TileMissingException">A tile at the edge is missing.</exception>
    public static async Task<GrowingTree> ContinueAsync(ITileSource source, long size, CancellationToken cancellation)
    {
        var tree = new GrowingTree { Size = size };
        for (var level = 0; size >> (8 * level) > 0; level++)
        {
            var count = size >> (8 * level);
            tree._edge.Add(count % TileAddress.FullWidth == 0 ? [] : [.. (await source
                .ReadAsync(TileAddress.Holding(level, count - 1, size), cancellation).ConfigureAwait(false)).Span]);
        }

        return tree;
    }

    /// <summary>Adds a leaf.</summary>
    /// <param name="leaf">Its hash.</param>
    public void Add(Digest leaf)
    {
        Size++;
        var hash = leaf;
        for (var level = 0; ; level++)
        {
            if (level == _edge.Count)
            {
                _edge.Add([]);
            }

            var tile = _edge[level];
            tile.AddRange(hash.ToBytes().AsSpan());
            _ = _touched.Add(level);
            if (tile.Count < TileAddress.FullWidth * HashBytes)
            {
                return;
            }

            byte[] full = [.. tile];
            _full.Add(new TileAddress(level, (Size >> (8 * (level + 1))) - 1, TileAddress.FullWidth), full);
            tile.Clear();
            hash = MerkleTree.HashComplete(full);
        }
    }

    /// <summary>Computes the root.</summary>
    /// <returns>The root over all leaves so far.</returns>
    public Digest Root()
    {
        Digest? root = null;
        foreach (var tile in _edge)
        {
            // The complete subtrees of a tile, the smallest stands last.
            var end = tile.Count / HashBytes;
            for (var rest = end; rest > 0; rest &= rest - 1)
            {
                var count = rest & -rest;
                var top = MerkleTree.HashComplete([.. tile.Slice((rest - count) * HashBytes, count * HashBytes)]);
                root = root is { } right ? MerkleTree.HashNode(top, right) : top;
            }
        }

        return root ?? MerkleTree.EmptyRoot;
    }

    /// <summary>Gives the tiles that were begun, grew or became full since the last time.</summary>
    /// <returns>Each with its hashes.</returns>
    public IReadOnlyList<(TileAddress Tile, ReadOnlyMemory<byte> Hashes)> TakeChanged()
    {
        var changed = _full.Select(tile => (tile.Key, (ReadOnlyMemory<byte>)tile.Value)).ToList();
        changed.AddRange(
            from level in _touched
            let tile = _edge[level]
            where tile.Count > 0
            let count = Size >> (8 * level)
            select (TileAddress.Holding(level, count - 1, Size), (ReadOnlyMemory<byte>)tile.ToArray()));
        _full.Clear();
        _touched.Clear();
        return changed;
    }
}
