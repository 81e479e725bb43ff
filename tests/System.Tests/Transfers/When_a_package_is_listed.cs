using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ExchangeHub.BagIt;

namespace ExchangeHub.SystemTests.Transfers;

/// <summary>Who fetches a part of a large package has to know what there is, without fetching it.</summary>
[Collection(CarryingHubCollection.Name)]
public sealed class When_a_package_is_listed(CarryingHub hub)
{
    [Fact]
    public async Task Its_files_are_those_of_the_folder_and_which_stay_at_their_node_is_said()
    {
        using var parcel = await Parcel.SealAsync(
            hub.Next(),
            BagContent.FromBytes("data/04-inspection/video.mp4", Parcel.Noise(70_000, 3)),
            BagContent.FromBytes("data/05-interview/record.pdf", Parcel.Noise(900, 4)));
        await parcel.PublishAsync(hub.Channel, hub.Jiashan);
        Assert.Contains("[exit 4]", await ListAsync(parcel), StringComparison.Ordinal);
        Assert.DoesNotContain("[exit", await hub.PushAsync(parcel, "--hold", "*.mp4"), StringComparison.Ordinal);

        var files = Files(await ListAsync(parcel));

        var expected = Directory.EnumerateFiles(parcel.Folder, "*", SearchOption.AllDirectories).Select(file => (
            Path.GetRelativePath(parcel.Folder, file), new FileInfo(file).Length,
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))),
            file.EndsWith(".mp4", StringComparison.Ordinal)));
        Assert.Equal(expected.Order(), files.Order());
        Assert.Equal(
            "data/05-interview/record.pdf", Assert.Single(Files(await ListAsync(parcel, "--only", "data/05-*"))).Path);
    }

    private static List<(string Path, long Bytes, string Sha256, bool IsHeld)> Files(string said) =>
    [
        .. said.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!).Select(file => (
            (string)file["path"]!, (long)file["bytes"]!, (string)file["sha256"]!, (bool)file["heldAtNode"]!)),
    ];

    private Task<string> ListAsync(Parcel parcel, params string[] more) => RunningZone.RunAtAsync(
        hub.Hub.Address, ["evidence", "ls", parcel.Number, "--receiver", "330421", "-o", "ndjson", .. more]);
}
