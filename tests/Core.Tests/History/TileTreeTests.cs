using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ExchangeHub.History;
using ExchangeHub.Tests.Vocabulary;
using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Tests.History;

/// <summary>Vectors made with Go's golang.org/x/mod/sumdb/tlog: leaf i is the text "event i".</summary>
public sealed class TileTreeTests
{
    [Fact]
    public async Task Tiles_and_bundles_are_those_that_Go_makes()
    {
        using var vectors = Vectors.Read("tlog-tiles-cosign.json");
        var small = Tiles(600);
        foreach (var vector in vectors.RootElement.GetProperty("tiles_600").EnumerateArray())
        {
            await ExpectAsync(small, vector.GetProperty("path").GetString()!, vector.GetProperty("sha256").GetString()!);
        }

        var large = Tiles(70_000);
        foreach (var vector in vectors.RootElement.GetProperty("tiles_70000_partial").EnumerateArray())
        {
            await ExpectAsync(large, vector.GetProperty("path").GetString()!, vector.GetProperty("sha256").GetString()!);
        }

        foreach (var vector in vectors.RootElement.GetProperty("entry_bundles").EnumerateArray())
        {
            Assert.True(TileAddress.TryParse(vector.GetProperty("path").GetString(), out var tile));
            var bundle = EntryBundle.Write(Enumerable.Range((int)tile.Index * 256, tile.Width).Select(Leaf));
            Assert.Equal(vector.GetProperty("length").GetInt32(), bundle.Length);
            Assert.Equal(vector.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bundle)));
            Assert.True(EntryBundle.TryRead(bundle, out var entries));
            Assert.Equal(tile.Width, entries.Count);
            Assert.False(EntryBundle.TryRead(bundle.AsMemory(0, bundle.Length - 1), out _));
        }
    }

    [Fact]
    public async Task Roots_and_proofs_are_those_that_Go_makes()
    {
        using var vectors = Vectors.Read("tlog-go-sumdb.json");
        var tiles = Tiles(600);
        foreach (var root in vectors.RootElement.GetProperty("roots").EnumerateObject())
        {
            var size = long.Parse(root.Name, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(root.Value.GetString(), Base64(await new TileTree(tiles, size).RootAsync(default)));
        }

        foreach (var vector in vectors.RootElement.GetProperty("inclusion").EnumerateArray())
        {
            var proof = await new TileTree(tiles, vector.GetProperty("size").GetInt64())
                .InclusionAsync(vector.GetProperty("index").GetInt64(), default);
            Assert.Equal(Texts(vector.GetProperty("proof")), proof.Select(Base64));
        }

        foreach (var vector in vectors.RootElement.GetProperty("consistency").EnumerateArray())
        {
            var proof = await new TileTree(tiles, vector.GetProperty("size2").GetInt64())
                .ConsistencyAsync(vector.GetProperty("size1").GetInt64(), default);
            Assert.Equal(Texts(vector.GetProperty("proof")), proof.Select(Base64));
        }
    }

    [Fact]
    public void Every_proof_verifies_and_none_does_after_a_bit_is_turned()
    {
        var tiles = Tiles(1_500);
        Prop.ForAll(
            Gen.Choose(1, 1_500).Two()
                .Select(sizes => (Old: Math.Min(sizes.Item1, sizes.Item2), New: Math.Max(sizes.Item1, sizes.Item2)))
                .ToArbitrary(),
            sizes =>
            {
                var (old, now) = (new TileTree(tiles, sizes.Old), new TileTree(tiles, sizes.New));
                var (oldRoot, root) = (Ended(old.RootAsync(default)), Ended(now.RootAsync(default)));
                Digest[] extends = [.. Ended(now.ConsistencyAsync(sizes.Old, default))];
                Assert.True(MerkleProof.Extends(sizes.Old, sizes.New, oldRoot, root, extends));
                for (var place = 0; place < extends.Length; place++)
                {
                    Assert.False(MerkleProof.Extends(sizes.Old, sizes.New, oldRoot, root, Turned(extends, place)));
                }

                var index = sizes.Old - 1;
                var leaf = MerkleTree.HashLeaf(Leaf(index).Span);
                Digest[] path = [.. Ended(now.InclusionAsync(index, default))];
                Assert.Equal(leaf, Ended(now.LeafAsync(index, default)));
                Assert.True(MerkleProof.Includes(index, sizes.New, leaf, path, root));
                Assert.False(MerkleProof.Includes(index, sizes.New, MerkleTree.HashLeaf("another"u8), path, root));
                for (var place = 0; place < path.Length; place++)
                {
                    Assert.False(MerkleProof.Includes(index, sizes.New, leaf, Turned(path, place), root));
                }
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_tree_that_is_continued_grows_like_one_that_was_never_left()
    {
        var whole = new GrowingTree();
        var tiles = new TilesInMemory();
        for (var size = 0; size < 1_300; size++)
        {
            whole.Add(MerkleTree.HashLeaf(Leaf(size).Span));
            var continued = await GrowingTree.ContinueAsync(tiles, size, default);
            continued.Add(MerkleTree.HashLeaf(Leaf(size).Span));
            tiles.Take(continued.TakeChanged());
            Assert.Equal(whole.Root(), continued.Root());
        }
    }

    [Fact]
    public async Task A_missing_tile_is_named()
    {
        var tiles = Tiles(600);
        Assert.True(tiles.Forget(0, 1));
        var missing = await Assert.ThrowsAsync<TileMissingException>(() => new TileTree(tiles, 600).InclusionAsync(300, default));
        Assert.Equal("The log does not have tile/0/001.", missing.Message);
    }

    private static async Task ExpectAsync(TilesInMemory tiles, string path, string sha256)
    {
        Assert.True(TileAddress.TryParse(path, out var tile), path);
        Assert.Equal(path, tile.Path);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData((await tiles.ReadAsync(tile, default)).Span)));
    }

    private static TilesInMemory Tiles(int size)
    {
        var (tree, tiles) = (new GrowingTree(), new TilesInMemory());
        for (var index = 0; index < size; index++)
        {
            tree.Add(MerkleTree.HashLeaf(Leaf(index).Span));
            if (index % 100 == 0)
            {
                tiles.Take(tree.TakeChanged());
            }
        }

        tiles.Take(tree.TakeChanged());
        return tiles;
    }

    // Reading from memory never waits.
    private static T Ended<T>(Task<T> task) => task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException();

    private static Digest[] Turned(Digest[] proof, int place)
    {
        Digest[] turned = [.. proof];
        byte[] bytes = [.. turned[place].ToBytes()];
        bytes[place % 32] ^= (byte)(1 << (place % 8));
        turned[place] = Digest.FromBytes(bytes);
        return turned;
    }

    private static ReadOnlyMemory<byte> Leaf(int index) => Encoding.ASCII.GetBytes($"event {index}");

    private static string Base64(Digest hash) => Convert.ToBase64String(hash.ToBytes().AsSpan());

    private static List<string> Texts(JsonElement proof) =>
        proof.ValueKind == JsonValueKind.Array ? [.. proof.EnumerateArray().Select(hash => hash.GetString()!)] : [];

    private sealed class TilesInMemory : ITileSource
    {
        private readonly Dictionary<(int, long), ReadOnlyMemory<byte>> _tiles = [];

        public void Take(IEnumerable<(TileAddress Tile, ReadOnlyMemory<byte> Hashes)> changed)
        {
            foreach (var (tile, hashes) in changed)
            {
                _tiles[(tile.Level!.Value, tile.Index)] = hashes;
            }
        }

        public bool Forget(int level, long index) => _tiles.Remove((level, index));

        public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileAddress tile, CancellationToken cancellation) =>
            _tiles.TryGetValue((tile.Level!.Value, tile.Index), out var hashes)
                ? ValueTask.FromResult(hashes[..(tile.Width * 32)])
                : throw new TileMissingException(tile);
    }
}
