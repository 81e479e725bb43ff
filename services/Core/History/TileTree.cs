using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>A tree of a given size over tiles: its root and its proofs.</summary>
/// <remarks>
/// Reads each tile once, so one of these costs at most the tiles of one path for a proof: four for ten million leaves. What it
/// answers is only as good as its source; verify it against a root that somebody signed. Not for several callers at once.
/// </remarks>
/// <param name="source">Where the tiles are.</param>
/// <param name="size">How many leaves the tree has.</param>
public sealed class TileTree(ITileSource source, long size)
{
    private const int HashBytes = 32;
    private const int LevelsOfTile = 8;

    private readonly Dictionary<TileAddress, ReadOnlyMemory<byte>> _tiles = [];

    /// <summary>Computes the root.</summary>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>The root of the tree with that many leaves.</returns>
    public async Task<Digest> RootAsync(CancellationToken cancellation) =>
        size == 0 ? MerkleTree.EmptyRoot : await RangeAsync(0, size, cancellation).ConfigureAwait(false);

    /// <summary>Proves that a leaf is in the tree.</summary>
    /// <param name="index">The index of the leaf, below the size.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>The hashes beside its path, the lowest first; see <see cref="MerkleProof.Includes"/>.</returns>
    public async Task<ImmutableArray<Digest>> InclusionAsync(long index, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<Digest>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var middle = from + MerkleTree.Split(to - from);
            var isRight = index >= middle;
            proof.Add(isRight
                ? await RangeAsync(from, middle, cancellation).ConfigureAwait(false)
                : await RangeAsync(middle, to, cancellation).ConfigureAwait(false));
            (from, to) = isRight ? (middle, to) : (from, middle);
        }

        proof.Reverse();
        return [.. proof];
    }

    /// <summary>Proves that a smaller tree is the beginning of this one.</summary>
    /// <param name="oldSize">The size of the smaller tree, from 1 to the size of this one.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>The proof; see <see cref="MerkleProof.Extends"/>. Empty for the tree itself.</returns>
    public async Task<ImmutableArray<Digest>> ConsistencyAsync(long oldSize, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oldSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, size);
        var proof = new List<Digest>();
        var (from, to, isKnown) = (0L, size, true);
        while (oldSize != to)
        {
            var middle = from + MerkleTree.Split(to - from);
            if (oldSize <= middle)
            {
                proof.Add(await RangeAsync(middle, to, cancellation).ConfigureAwait(false));
                to = middle;
            }
            else
            {
                proof.Add(await RangeAsync(from, middle, cancellation).ConfigureAwait(false));
                (from, isKnown) = (middle, false);
            }
        }

        // The subtree at which the old tree ends: left out when it is the old tree itself, whose root the verifier has.
        if (!isKnown)
        {
            proof.Add(await RangeAsync(from, to, cancellation).ConfigureAwait(false));
        }

        proof.Reverse();
        return [.. proof];
    }

    /// <summary>Reads the hash of one leaf.</summary>
    /// <param name="index">The index of the leaf, below the size.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>What the tile of the lowest level says.</returns>
    public Task<Digest> LeafAsync(long index, CancellationToken cancellation) => NodeAsync(0, index, cancellation);

    private async Task<Digest> RangeAsync(long from, long to, CancellationToken cancellation)
    {
        var count = to - from;
        if (long.IsPow2(count))
        {
            var level = (int)long.Log2(count);
            return await NodeAsync(level, from >> level, cancellation).ConfigureAwait(false);
        }

        var middle = from + MerkleTree.Split(count);
        return MerkleTree.HashNode(
            await RangeAsync(from, middle, cancellation).ConfigureAwait(false),
            await RangeAsync(middle, to, cancellation).ConfigureAwait(false));
    }

    // The top of a complete subtree, from the tile that holds the hashes below it.
    private async Task<Digest> NodeAsync(int level, long index, CancellationToken cancellation)
    {
        var height = level % LevelsOfTile;
        var first = index << height;
        var tile = TileAddress.Holding(level / LevelsOfTile, first, size);
        if (!_tiles.TryGetValue(tile, out var hashes))
        {
            hashes = await source.ReadAsync(tile, cancellation).ConfigureAwait(false);
            if (hashes.Length != tile.Width * HashBytes)
            {
                throw new TileMissingException(tile);
            }

            _tiles.Add(tile, hashes);
        }

        var start = (int)(first % TileAddress.FullWidth) * HashBytes;
        return MerkleTree.HashComplete(hashes.Span.Slice(start, HashBytes << height));
    }
}
