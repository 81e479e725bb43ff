using System.Text.Json;
using ExchangeHub.History;
using ExchangeHub.Tests.Vocabulary;

namespace ExchangeHub.Tests.History;

/// <summary>Source: tessera at 1811ae1, api/layout/paths_test.go, and the examples of C2SP tlog-tiles.</summary>
public sealed class TileAddressTests
{
    [Fact]
    public void The_published_paths_come_out()
    {
        using var vectors = Vectors.Read("tlog-tiles-paths.json");
        foreach (var vector in vectors.RootElement.GetProperty("entries_path_for_index").EnumerateArray())
        {
            var tile = TileAddress.Holding(null, Number(vector, "seq"), Number(vector, "logSize"));
            Assert.Equal(vector.GetProperty("wantPath").GetString(), tile.Path);
        }

        foreach (var vector in vectors.RootElement.GetProperty("entries_path").EnumerateArray())
        {
            Assert.Equal(
                vector.GetProperty("wantPath").GetString(), new TileAddress(null, Number(vector, "N"), Width(vector)).Path);
        }

        foreach (var vector in vectors.RootElement.GetProperty("tile_path").EnumerateArray())
        {
            var tile = new TileAddress((int)Number(vector, "level"), Number(vector, "index"), Width(vector));
            Assert.Equal(vector.GetProperty("wantPath").GetString(), tile.Path);
        }
    }

    [Fact]
    public void A_path_has_one_spelling()
    {
        using var vectors = Vectors.Read("tlog-tiles-paths.json");
        var (good, wrong) = (0, 0);
        foreach (var vector in vectors.RootElement.GetProperty("parse").EnumerateArray())
        {
            var path = $"tile/{vector.GetProperty("pathLevel").GetString()}/{vector.GetProperty("pathIndex").GetString()}";
            var isGood = !vector.TryGetProperty("wantErr", out _);
            Assert.True(isGood == TileAddress.TryParse(path, out var tile), path);
            if (isGood)
            {
                Assert.Equal(
                    (Number(vector, "wantLevel"), Number(vector, "wantIndex")), ((long)tile.Level!.Value, tile.Index));
                Assert.Equal(path, tile.Path);
            }

            _ = isGood ? good++ : wrong++;
        }

        Assert.Equal((4, 15), (good, wrong));
    }

    [Theory]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/00/001")]
    [InlineData("tile/0/001.p/0")]
    [InlineData("tile/0/001.p/08")]
    [InlineData("/tile/0/001")]
    [InlineData("tile/entries")]
    [InlineData("tile/../checkpoint")]
    [InlineData("tile/0/٠٠١")]
    [InlineData("")]
    public void Another_spelling_is_none(string path) => Assert.False(TileAddress.TryParse(path, out _));

    private static long Number(JsonElement vector, string name) => vector.GetProperty(name).GetInt64();

    private static int Width(JsonElement vector) =>
        vector.TryGetProperty("p", out var width) && width.GetInt32() is > 0 and var partial ? partial : TileAddress.FullWidth;
}
