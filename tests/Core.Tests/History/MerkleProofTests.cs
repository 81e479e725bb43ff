using System.Text.Json;
using ExchangeHub.History;
using ExchangeHub.Tests.Vocabulary;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.History;

/// <summary>Source: transparency-dev/merkle at 417fb0c, test data; see tests/vectors.</summary>
public sealed class MerkleProofTests
{
    [Fact]
    public void The_published_roots_come_out()
    {
        using var vectors = Vectors.Read("rfc6962-roots.json");
        var leaves = vectors.RootElement.GetProperty("leaf_inputs_hex").EnumerateArray()
            .Select(leaf => MerkleTree.HashLeaf(Convert.FromHexString(leaf.GetString()!))).ToList();
        var roots = vectors.RootElement.GetProperty("root_hashes_hex_by_size").EnumerateArray()
            .Select(root => $"sha256:{root.GetString()}").ToList();

        Assert.Equal(9, roots.Count);
        var tree = new GrowingTree();
        Assert.Equal(roots[0], tree.Root().ToString());
        for (var size = 1; size <= leaves.Count; size++)
        {
            tree.Add(leaves[size - 1]);
            Assert.Equal(roots[size], tree.Root().ToString());
        }
    }

    [Fact]
    public void Of_the_published_inclusion_proofs_the_good_verify_and_the_others_do_not()
    {
        using var vectors = Vectors.Read("rfc6962-inclusion.json");
        var (good, wrong) = (0, 0);
        foreach (var vector in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            var isGood = !vector.GetProperty("wantErr").GetBoolean();
            var verifies = Hashes(vector, "proof") is { } proof && Hash(vector, "root") is { } root
                && Hash(vector, "leafHash") is { } leaf
                && MerkleProof.Includes(Number(vector, "leafIdx"), Number(vector, "treeSize"), leaf, proof, root);

            Assert.True(isGood == verifies, vector.GetProperty("case").GetString());
            _ = isGood ? good++ : wrong++;
        }

        Assert.Equal((6, 92), (good, wrong));
    }

    [Fact]
    public void Of_the_published_consistency_proofs_the_good_verify_and_the_others_do_not()
    {
        using var vectors = Vectors.Read("rfc6962-consistency.json");
        var (good, wrong) = (0, 0);
        foreach (var vector in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            var isGood = !vector.GetProperty("wantErr").GetBoolean();
            var verifies = Hashes(vector, "proof") is { } proof && MerkleProof.Extends(
                Number(vector, "size1"), Number(vector, "size2"), Root(vector, "root1"), Root(vector, "root2"), proof);

            Assert.True(isGood == verifies, vector.GetProperty("case").GetString());
            _ = isGood ? good++ : wrong++;
        }

        Assert.Equal((6, 92), (good, wrong));
    }

    private static long Number(JsonElement vector, string name) => unchecked((long)vector.GetProperty(name).GetUInt64());

    // Where nothing is hashed the vectors write any text for a root.
    private static Digest Root(JsonElement vector, string name) =>
        Hash(vector, name) ?? Digest.Of(vector.GetProperty(name).GetBytesFromBase64());

    private static Digest? Hash(JsonElement vector, string name) => Hash(vector.GetProperty(name));

    private static Digest? Hash(JsonElement text) =>
        text.ValueKind == JsonValueKind.String && Convert.FromBase64String(text.GetString()!) is { Length: 32 } bytes
            ? Digest.FromBytes(bytes)
            : null;

    private static Digest[]? Hashes(JsonElement vector, string name)
    {
        var proof = vector.GetProperty(name);
        var hashes = proof.ValueKind == JsonValueKind.Array ? proof.EnumerateArray().Select(Hash).ToList() : [];
        return hashes.TrueForAll(hash => hash is not null) ? [.. hashes.Select(hash => hash!.Value)] : null;
    }
}
