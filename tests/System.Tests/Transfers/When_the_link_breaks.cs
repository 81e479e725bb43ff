using System.Globalization;
using ExchangeHub.BagIt;
using ExchangeHub.SystemTests.Zone;
using Xunit.Abstractions;

namespace ExchangeHub.SystemTests.Transfers;

/// <summary>
/// A district's line breaks in the middle of hours of video, and the hub may be killed. What has arrived must count, what has not
/// must not be taken for it, and nobody may have to begin again.
/// </summary>
[Collection(CarryingHubCollection.Name)]
public sealed class When_the_link_breaks(CarryingHub hub, ITestOutputHelper output)
{
    private const int FileBytes = 24_000_000;

    [Fact]
    public async Task An_upload_goes_on_where_the_hub_s_part_ends()
    {
        var random = Seeded();
        using var parcel = await PublishAsync();
        await using var link = new CuttingRelay(hub.Hub.Address, Cuts(random, 25));

        var said = await RunningZone.RunAtAsync(link.Address, "evidence", "push", parcel.Folder, "--resume");

        Assert.DoesNotContain("[exit", said, StringComparison.Ordinal);
        Assert.True(link.Cuts > 5, $"{link.Cuts} cuts");
        var again = Moved(said) - FileBytes;
        output.WriteLine($"{link.Cuts} cuts, {again} bytes sent again");
        Assert.InRange(again, 0, (link.Cuts + 1) * (1L << 20));
        var to = parcel.Beside("pulled");
        Assert.DoesNotContain("[exit", await hub.PullAsync(parcel, to), StringComparison.Ordinal);
        Assert.True(parcel.IsIn(to));
    }

    [Fact]
    public async Task A_download_goes_on_where_the_receiver_s_part_ends()
    {
        var random = Seeded();
        using var parcel = await PublishAsync();
        _ = await hub.PushAsync(parcel);
        await using var link = new CuttingRelay(hub.Hub.Address, Cuts(random, 25));
        var to = parcel.Beside("pulled");

        var said = await RunningZone.RunAtAsync(
            link.Address, "evidence", "pull", parcel.Number, "--to", to, "--receiver", "330421", "--resume");

        Assert.DoesNotContain("[exit", said, StringComparison.Ordinal);
        Assert.True(link.Cuts > 5, $"{link.Cuts} cuts");
        Assert.True(parcel.IsIn(to));
        Assert.InRange(Moved(said), FileBytes, FileBytes + 100_000);
    }

    [Fact]
    public async Task A_hub_that_is_killed_goes_on_from_its_disk()
    {
        using var jiashan = new NodeVoice("330421");
        await using var killed = new HubProcess([jiashan]) { More = ["--Hub:Evidence:ReserveBytes", "1048576"] };
        await killed.StartAsync();
        using var parcel = await Parcel.SealAsync(
            1, BagContent.FromBytes("data/04-inspection/video.mp4", Parcel.Noise(FileBytes, 5)));
        using (var channel = killed.Connect())
        {
            await parcel.PublishAsync(channel, jiashan);
        }

        var scratch = Path.Combine(killed.Folder, "evidence", "scratch");
        var pushing = RunningZone.RunAtAsync(
            killed.Address, "evidence", "push", parcel.Folder, "--resume", "--bwlimit", "6M");
        await Node.Eventually.HoldsAsync(() => Held(scratch) > FileBytes / 3);
        killed.Kill();
        var held = Held(scratch);
        await killed.StartAsync();

        var said = await pushing;

        Assert.DoesNotContain("[exit", said, StringComparison.Ordinal);
        Assert.InRange(Moved(said), FileBytes, FileBytes + (2L << 20));
        Assert.InRange(held, FileBytes / 3, FileBytes);
        var to = parcel.Beside("pulled");
        said = await RunningZone.RunAtAsync(
            killed.Address, "evidence", "pull", parcel.Number, "--to", to, "--receiver", "330421");
        Assert.DoesNotContain("[exit", said, StringComparison.Ordinal);
        Assert.True(parcel.IsIn(to));
    }

    private static long Held(string scratch) => !Directory.Exists(scratch) ? 0
        : new DirectoryInfo(scratch).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static long Moved(string said) =>
        long.Parse(said.Split("\"bytesMoved\":")[1].Split(',')[0], CultureInfo.InvariantCulture);

    // The first connections break early, within the handshake and the questions.
    private static IEnumerable<long> Cuts(Random random, int count) => Enumerable.Range(0, count)
        .Select(index => index < 5 ? random.NextInt64(1, 4000) : random.NextInt64(1, 2_500_000));

    private Random Seeded()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private async Task<Parcel> PublishAsync()
    {
        var number = hub.Next();
        var parcel = await Parcel.SealAsync(
            number, BagContent.FromBytes("data/04-inspection/video.mp4", Parcel.Noise(FileBytes, number)));
        await parcel.PublishAsync(hub.Channel, hub.Jiashan);
        return parcel;
    }
}
