using System.Security.Cryptography;
using ExchangeHub.BagIt;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.SystemTests.Node;
using ExchangeHub.SystemTests.Zone;
using Grpc.Core;

namespace ExchangeHub.SystemTests.Transfers;

/// <summary>
/// Evidence counts in another district only if it arrives as it was sealed: every byte, or nothing that could be taken for it.
/// </summary>
[Collection(CarryingHubCollection.Name)]
public sealed class When_a_package_is_carried(CarryingHub hub)
{
    [Fact]
    public async Task One_file_arrives_as_it_was_sealed()
    {
        using var parcel = await PublishAsync(await Parcel.SealAsync(
            hub.Next(), BagContent.FromBytes("data/05-record/现场笔录.pdf", Parcel.Noise(700_001, 7))));

        Assert.DoesNotContain("[exit", await hub.PushAsync(parcel), StringComparison.Ordinal);

        var to = parcel.Beside("pulled");
        Assert.DoesNotContain("[exit", await hub.PullAsync(parcel, to), StringComparison.Ordinal);
        Assert.True(parcel.IsIn(to));
    }

    [Fact]
    public async Task A_package_is_fetched_by_the_word_of_its_district_and_not_of_the_hub()
    {
        using var parcel = await PublishAsync(await Parcel.SealManyAsync(hub.Next(), 2));
        Assert.DoesNotContain("[exit", await hub.PushAsync(parcel), StringComparison.Ordinal);
        using var stranger = new NodeVoice("330421");
        await using var elsewhere = new HubProcess([stranger]);

        var refused = await hub.PullAsync(parcel, parcel.Beside("refused"), "--network", elsewhere.NetworkFile);
        Assert.Contains("[exit 8]", refused, StringComparison.Ordinal);
        Assert.Contains("node:330421", refused, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(parcel.Beside("refused"), parcel.Number)));

        var to = parcel.Beside("pulled");
        var pulled = await hub.PullAsync(parcel, to, "--network", hub.Hub.NetworkFile);
        Assert.DoesNotContain("[exit", pulled, StringComparison.Ordinal);
        Assert.True(parcel.IsIn(to));
    }

    [Fact]
    public async Task A_thousand_files_arrive_as_they_were_sealed()
    {
        using var parcel = await PublishAsync(await Parcel.SealManyAsync(hub.Next(), 1000));

        Assert.DoesNotContain("[exit", await hub.PushAsync(parcel), StringComparison.Ordinal);

        var to = parcel.Beside("pulled");
        Assert.DoesNotContain("[exit", await hub.PullAsync(parcel, to), StringComparison.Ordinal);
        Assert.True(parcel.IsIn(to));
    }

    [Fact]
    public async Task A_large_sparse_file_arrives_and_costs_no_memory()
    {
        using var parcel = await PublishAsync(await Parcel.SealSparseAsync(hub.Next(), 300_000_007));

        Assert.DoesNotContain("[exit", await hub.PushAsync(parcel), StringComparison.Ordinal);

        var to = parcel.Beside("pulled");
        Assert.DoesNotContain("[exit", await hub.PullAsync(parcel, to), StringComparison.Ordinal);
        Assert.True(parcel.IsIn(to));
    }

    [Fact]
    public async Task An_archive_is_sent_as_the_folder_would_be()
    {
        using var parcel = await PublishAsync(await Parcel.SealManyAsync(hub.Next(), 3));
        var tar = Path.Combine(parcel.Beside("tar"), $"{parcel.Number}.tar");
        Assert.Equal(0, await RunTarAsync(tar, parcel));

        var said = await RunningZone.RunAtAsync(hub.Hub.Address, "evidence", "push", tar);
        Assert.DoesNotContain("[exit", said, StringComparison.Ordinal);

        var to = parcel.Beside("pulled");
        Assert.DoesNotContain("[exit", await hub.PullAsync(parcel, to), StringComparison.Ordinal);
        Assert.True(parcel.IsIn(to));
    }

    [Fact]
    public async Task The_same_package_twice_moves_nothing_the_second_time()
    {
        using var parcel = await PublishAsync(await Parcel.SealManyAsync(hub.Next(), 20));
        _ = await hub.PushAsync(parcel);

        Assert.Contains("\"bytesMoved\":0", await hub.PushAsync(parcel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_the_node_brought_before_is_not_sent_again()
    {
        var shared = BagContent.FromBytes("data/04-inspection/shared.jpg", Parcel.Noise(500_000, 99));
        using var first = await PublishAsync(await Parcel.SealAsync(hub.Next(), shared));
        using var second = await PublishAsync(await Parcel.SealAsync(
            hub.Next(), shared, BagContent.FromBytes("data/04-inspection/own.jpg", Parcel.Noise(1000, 98))));
        _ = await hub.PushAsync(first);

        var said = await hub.PushAsync(second);

        var moved = long.Parse(said.Split("\"bytesMoved\":")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(moved, 1, 100_000);
        var to = second.Beside("pulled");
        Assert.DoesNotContain("[exit", await hub.PullAsync(second, to), StringComparison.Ordinal);
        Assert.True(second.IsIn(to));
    }

    [Fact]
    public async Task Only_some_files_are_fetched_when_only_they_are_wanted()
    {
        using var parcel = await PublishAsync(await Parcel.SealManyAsync(hub.Next(), 5));
        _ = await hub.PushAsync(parcel);
        var to = parcel.Beside("pulled");

        Assert.DoesNotContain("[exit", await hub.PullAsync(parcel, to, "--only", "*00003.jpg"), StringComparison.Ordinal);

        Assert.Equal(
            ["00003.jpg"],
            Directory.EnumerateFiles(Path.Combine(to, parcel.Number, "data"), "*", SearchOption.AllDirectories)
                .Select(Path.GetFileName));
    }

    [Fact]
    public async Task Nothing_is_visible_before_the_package_is_committed()
    {
        using var parcel = await PublishAsync(await Parcel.SealManyAsync(hub.Next(), 3));
        Assert.Contains("[exit 3]", await hub.PushAsync(parcel, "--only", "*00001.jpg"), StringComparison.Ordinal);

        Assert.Contains("[exit 4]", await hub.PullAsync(parcel, parcel.Beside("pulled")), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await hub.Service.CommitPackageAsync(new CommitPackageRequest { Package = parcel.Name }));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains("2 files are missing", refused.Status.Detail, StringComparison.Ordinal);

        Assert.DoesNotContain("[exit", await hub.PushAsync(parcel), StringComparison.Ordinal);
        Assert.DoesNotContain("[exit", await hub.PullAsync(parcel, parcel.Beside("pulled")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_party_that_may_not_see_the_record_gets_no_file()
    {
        using var parcel = await PublishAsync(await Parcel.SealManyAsync(hub.Next(), 1));
        _ = await hub.PushAsync(parcel);

        var said = await hub.PullAsync(parcel, parcel.Beside("pulled"), "--receiver", "310118");

        Assert.Contains("[exit", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_that_changed_on_disk_refuses_the_download()
    {
        using var parcel = await PublishAsync(await Parcel.SealAsync(
            hub.Next(), BagContent.FromBytes("data/04-inspection/photo.jpg", Parcel.Noise(300_000, 41))));
        _ = await hub.PushAsync(parcel);
        var stored = hub.PathOf(SHA256.HashData(Parcel.Noise(300_000, 41)));
        await using (var file = new FileStream(stored, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = 150_000;
            var flipped = (byte)(file.ReadByte() ^ 1);
            file.Position = 150_000;
            file.WriteByte(flipped);
        }

        var said = await hub.PullAsync(parcel, parcel.Beside("pulled"));

        Assert.Contains("[exit 8]", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(parcel.Beside("pulled"), parcel.Number)));
        await Eventually.HoldsAsync(() => hub.Hub.Log().Contains("is damaged", StringComparison.Ordinal));
    }

    private static async Task<int> RunTarAsync(string tar, Parcel parcel)
    {
        using var process = System.Diagnostics.Process.Start(
            "tar", ["-cf", tar, "-C", Path.GetDirectoryName(parcel.Folder)!, parcel.Number]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private async Task<Parcel> PublishAsync(Parcel parcel)
    {
        await parcel.PublishAsync(hub.Channel, hub.Jiashan);
        return parcel;
    }
}
