using System.Numerics;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>The hashes of a Merkle tree over a log: SHA-256, leaves and inner nodes told apart by their first byte.</summary>
/// <remarks>Source: RFC 6962 and RFC 9162, section 2.1. Vectors: <c>rfc6962-roots.json</c>.</remarks>
public static class MerkleTree
{
    private const int HashBytes = 32;

    /// <summary>Gets the root of a tree without leaves.</summary>
    public static Digest EmptyRoot { get; } = Digest.Of([]);

    /// <summary>Hashes a leaf.</summary>
    /// <param name="leaf">The bytes of the leaf, at most 65 535.</param>
    /// <returns><c>SHA-256(0x00 || leaf)</c>.</returns>
    public static Digest HashLeaf(ReadOnlySpan<byte> leaf)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leaf.Length, ushort.MaxValue);
        Span<byte> message = leaf.Length < 1024 ? stackalloc byte[leaf.Length + 1] : new byte[leaf.Length + 1];
        message[0] = 0;
        leaf.CopyTo(message[1..]);
        return Digest.Of(message);
    }

    /// <summary>Hashes two neighbours.</summary>
    /// <param name="left">The hash of the left subtree.</param>
    /// <param name="right">The hash of the right subtree.</param>
    /// <returns><c>SHA-256(0x01 || left || right)</c>.</returns>
    public static Digest HashNode(Digest left, Digest right)
    {
        Span<byte> message = stackalloc byte[1 + (2 * HashBytes)];
        message[0] = 1;
        left.CopyTo(message[1..]);
        right.CopyTo(message[(1 + HashBytes)..]);
        return Digest.Of(message);
    }

    /// <summary>Computes the hash of a complete subtree.</summary>
    /// <param name="hashes">The hashes of its 1, 2, 4, … nodes of one level, 32 bytes each, from the left.</param>
    /// <returns>The hash of its top.</returns>
    internal static Digest HashComplete(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length == HashBytes)
        {
            return Digest.FromBytes(hashes);
        }

        var half = hashes.Length / 2;
        return HashNode(HashComplete(hashes[..half]), HashComplete(hashes[half..]));
    }

    /// <summary>Where a tree of <paramref name="count"/> leaves, at least 2, is split: the largest power of two below
    /// it.</summary>
    internal static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));
}
