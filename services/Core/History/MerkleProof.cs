using System.Collections.Immutable;
using System.Numerics;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>Checks what a log proves: that a leaf is in it, and that it only ever grew.</summary>
/// <remarks>Source: RFC 9162, sections 2.1.3.2 and 2.1.4.2. Vectors: <c>rfc6962-inclusion.json</c>,
/// <c>rfc6962-consistency.json</c>.</remarks>
public static class MerkleProof
{
    /// <summary>Checks that a leaf stands at an index of a tree.</summary>
    /// <param name="index">The index of the leaf, from 0.</param>
    /// <param name="size">How many leaves the tree has.</param>
    /// <param name="leaf">The hash of the leaf.</param>
    /// <param name="proof">The hashes beside the path from the leaf to the root, the lowest first.</param>
    /// <param name="root">The root of the tree.</param>
    /// <returns>Whether it does. Numbers that make no sense prove nothing.</returns>
    public static bool Includes(long index, long size, Digest leaf, ReadOnlySpan<Digest> proof, Digest root) =>
        Climb(index, size, leaf, proof) is { } steps && (steps.IsEmpty ? leaf : steps[^1].Hash) == root;

    /// <summary>Climbs from a leaf to the root, as whoever checks by hand would.</summary>
    /// <param name="index">The index of the leaf, from 0.</param>
    /// <param name="size">How many leaves the tree has.</param>
    /// <param name="leaf">The hash of the leaf.</param>
    /// <param name="proof">The hashes beside the path from the leaf to the root, the lowest first.</param>
    /// <returns>One step for each hash, the last one at the root; null for numbers that make no sense.</returns>
    public static ImmutableArray<MerkleStep>? Climb(long index, long size, Digest leaf, ReadOnlySpan<Digest> proof)
    {
        if (index < 0 || index >= size)
        {
            return null;
        }

        // Up to where the path leaves the right edge there is a neighbour on each level; then only where the path goes right.
        var inner = Length(index ^ (size - 1));
        var border = BitOperations.PopCount((ulong)index >> inner);
        if (proof.Length != inner + border)
        {
            return null;
        }

        var steps = ImmutableArray.CreateBuilder<MerkleStep>(proof.Length);
        var hash = leaf;
        for (var level = 0; level < proof.Length; level++)
        {
            var neighbourIsLeft = level >= inner || ((index >> level) & 1) == 1;
            hash = neighbourIsLeft ? MerkleTree.HashNode(proof[level], hash) : MerkleTree.HashNode(hash, proof[level]);
            steps.Add(new MerkleStep(proof[level], neighbourIsLeft, hash));
        }

        return steps.MoveToImmutable();
    }

    /// <summary>Checks that a tree is the beginning of a larger one.</summary>
    /// <param name="oldSize">How many leaves the old tree has, at least 1: of the empty tree there is nothing to prove.</param>
    /// <param name="size">How many leaves the new tree has.</param>
    /// <param name="oldRoot">The root of the old tree.</param>
    /// <param name="root">The root of the new tree.</param>
    /// <param name="proof">The hashes of the proof, as RFC 9162 orders them.</param>
    /// <returns>Whether it is. Numbers that make no sense prove nothing.</returns>
    public static bool Extends(long oldSize, long size, Digest oldRoot, Digest root, ReadOnlySpan<Digest> proof)
    {
        if (oldSize < 1 || oldSize > size)
        {
            return false;
        }

        if (oldSize == size)
        {
            return proof.IsEmpty && oldRoot == root;
        }

        // The largest complete subtree at the right edge of the old tree is where both roots begin. When it is the whole old tree
        // its hash is the old root, and the proof leaves it out.
        var complete = BitOperations.TrailingZeroCount(oldSize);
        var isWhole = oldSize == 1L << complete;
        if (!isWhole && proof.IsEmpty)
        {
            return false;
        }

        var hash = isWhole ? oldRoot : proof[0];
        var rest = isWhole ? proof : proof[1..];
        var index = (oldSize - 1) >> complete;
        var inner = Length((oldSize - 1) ^ (size - 1)) - complete;
        var border = BitOperations.PopCount((ulong)index >> inner);
        if (rest.Length != inner + border)
        {
            return false;
        }

        var (before, after) = (hash, hash);
        for (var level = 0; level < rest.Length; level++)
        {
            var neighbour = rest[level];
            if (level >= inner || ((index >> level) & 1) == 1)
            {
                before = MerkleTree.HashNode(neighbour, before);
                after = MerkleTree.HashNode(neighbour, after);
            }
            else
            {
                after = MerkleTree.HashNode(after, neighbour);
            }
        }

        return before == oldRoot && after == root;
    }

    private static int Length(long value) => 64 - BitOperations.LeadingZeroCount((ulong)value);
}

/// <summary>One step from a leaf towards the root of its tree.</summary>
/// <param name="Neighbour">The hash that the proof gives.</param>
/// <param name="NeighbourIsLeft">On which side of the path it stands.</param>
/// <param name="Hash">The hash of both.</param>
public readonly record struct MerkleStep(Digest Neighbour, bool NeighbourIsLeft, Digest Hash);
