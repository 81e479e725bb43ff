using ExchangeHub.BagIt;
using ExchangeHub.SystemTests.Node;

namespace ExchangeHub.SystemTests.Transfers;

/// <summary>
/// Hours of video stay where they were taken. Whoever wants them gets them by way of the hub, and can tell that they are what was
/// sealed, without trusting the node or the hub.
/// </summary>
[Collection(CarryingHubCollection.Name)]
public sealed class When_a_file_stays_at_its_node(CarryingHub hub)
{
    private const string Video = "data/04-inspection/video.mp4";

    [Fact]
    public async Task It_is_fetched_from_there_when_somebody_asks()
    {
        using var parcel = await HoldAsync();
        await using var jiashan = await new District("330421", hub.Hub.Address)
        {
            EvidenceFolder = Path.GetDirectoryName(parcel.Folder)!,
        }.StartAsync();
        var to = parcel.Beside("pulled");

        await Eventually.HoldsAsync(async () => !(await hub.PullAsync(parcel, to, "--resume")).Contains(
            "[exit", StringComparison.Ordinal));

        Assert.True(parcel.IsIn(to));
    }

    [Fact]
    public async Task It_is_said_which_node_is_away()
    {
        using var parcel = await HoldAsync();

        var said = await hub.PullAsync(parcel, parcel.Beside("pulled"));

        Assert.Contains("[exit 7]", said, StringComparison.Ordinal);
        Assert.Contains("The file stays at node:330421", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_taken_when_it_was_changed()
    {
        using var parcel = await HoldAsync();
        await using var jiashan = await new District("330421", hub.Hub.Address)
        {
            EvidenceFolder = Path.GetDirectoryName(parcel.Folder)!,
        }.StartAsync();
        await using (var file = new FileStream(Path.Combine(parcel.Folder, Video), FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = 1_000_000;
            file.WriteByte(7);
        }

        await Eventually.HoldsAsync(async () => (await hub.PullAsync(parcel, parcel.Beside("pulled"))).Contains(
            "[exit 8]", StringComparison.Ordinal));

        Assert.False(Directory.Exists(Path.Combine(parcel.Beside("pulled"), parcel.Number)));
    }

    private async Task<Parcel> HoldAsync()
    {
        var number = hub.Next();
        var parcel = await Parcel.SealAsync(
            number,
            BagContent.FromBytes(Video, Parcel.Noise(3_000_001, number)),
            BagContent.FromBytes("data/05-record/notes.txt", Parcel.Noise(1000, number)));
        await parcel.PublishAsync(hub.Channel, hub.Jiashan);
        Assert.DoesNotContain("[exit", await hub.PushAsync(parcel, "--hold", "*.mp4"), StringComparison.Ordinal);
        Assert.False(File.Exists(hub.PathOf(System.Security.Cryptography.SHA256.HashData(Parcel.Noise(3_000_001, number)))));
        return parcel;
    }
}
