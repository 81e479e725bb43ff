using System.Security.Cryptography;
using ExchangeHub.BagIt;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.SystemTests.Node;
using ExchangeHub.SystemTests.Zone;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests.Transfers;

/// <summary>
/// Whoever sends something else than was declared must hear exactly what was wrong, and must not have changed anything.
/// </summary>
[Collection(CarryingHubCollection.Name)]
public sealed class When_an_upload_is_wrong(CarryingHub hub)
{
    private const int FileBytes = 600_000;

    [Fact]
    public async Task A_package_without_a_record_is_not_taken()
    {
        using var parcel = await SealAsync();

        await RefusedAsync("1001", () => DeclareAsync(parcel));
    }

    [Fact]
    public async Task A_package_that_no_record_names_is_not_taken()
    {
        using var parcel = await PublishAsync();
        var other = parcel.Name;
        other.TagManifestSha256 = ByteString.CopyFrom(SHA256.HashData("another seal"u8));

        await RefusedAsync("1501", async () => await hub.Service.DeclarePackageAsync(
            new DeclarePackageRequest { Package = other, FileCount = 1, SizeBytes = 1 }));
    }

    [Fact]
    public async Task Nothing_is_taken_that_was_not_declared()
    {
        using var parcel = await PublishAsync();

        await RefusedAsync("1508", () => UploadAsync(parcel, Chunk(parcel, 0, 1000)));
    }

    [Fact]
    public async Task A_gap_and_an_overlap_are_refused_with_the_offset_that_is_right()
    {
        using var parcel = await PublishAsync();
        _ = await DeclareAsync(parcel);
        await UploadAsync(parcel, Chunk(parcel, 0, 1000));

        var gap = await RefusedAsync("1505", () => UploadAsync(parcel, Chunk(parcel, 1001, 10)));
        var overlap = await RefusedAsync("1505", () => UploadAsync(parcel, Chunk(parcel, 999, 10)));

        Assert.Contains("expected 1000", gap, StringComparison.Ordinal);
        Assert.Contains("expected 1000", overlap, StringComparison.Ordinal);
        Assert.Equal(1000, await OffsetAsync(parcel));
    }

    [Fact]
    public async Task A_chunk_that_is_too_large_or_reaches_beyond_the_file_is_refused()
    {
        using var parcel = await PublishAsync();
        _ = await DeclareAsync(parcel);

        _ = await RefusedAsync("1506", () => UploadAsync(parcel, Chunk(parcel, 0, (256 * 1024) + 1)));
        _ = await RefusedAsync("1506", () => UploadAsync(parcel, Chunk(parcel, 0, 0)));
        var beyond = Chunk(parcel, 0, 1000);
        beyond.Blob.SizeBytes = 999;
        _ = await RefusedAsync("1506", () => UploadAsync(parcel, beyond));
    }

    [Fact]
    public async Task Other_content_than_declared_is_thrown_away()
    {
        using var parcel = await PublishAsync();
        _ = await DeclareAsync(parcel);
        var chunk = Chunk(parcel, 0, 1000);
        chunk.Blob.SizeBytes = 1000;

        _ = await RefusedAsync("1507", () => UploadAsync(parcel, chunk));

        var found = await hub.Service.FindOffsetsAsync(new FindOffsetsRequest { Package = parcel.Name, Blobs = { chunk.Blob } });
        Assert.Equal([0], found.Offsets);
    }

    [Fact]
    public async Task More_than_was_declared_is_refused()
    {
        using var parcel = await PublishAsync();
        _ = await hub.Service.DeclarePackageAsync(
            new DeclarePackageRequest { Package = parcel.Name, FileCount = 100, SizeBytes = 1024 });

        _ = await RefusedAsync("1509", () => UploadAsync(parcel, Chunk(parcel, 0, 1000)));
    }

    [Fact]
    public async Task Two_writers_of_one_file_end_with_one_file()
    {
        using var parcel = await PublishAsync();
        var said = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => hub.PushAsync(parcel, "--resume", "--bwlimit", "1M")));

        Assert.All(said, one => Assert.DoesNotContain("[exit", one, StringComparison.Ordinal));
        var to = parcel.Beside("pulled");
        Assert.DoesNotContain("[exit", await hub.PullAsync(parcel, to), StringComparison.Ordinal);
        Assert.True(parcel.IsIn(to));
    }

    [Fact]
    public async Task A_node_beyond_its_quota_is_told_which()
    {
        using var jiashan = new NodeVoice("330421");
        await using var small = new HubProcess([jiashan])
        {
            More =
            [
                "--Hub:Evidence:OpenPackagesMax", "1", "--Hub:Evidence:BytesMax", "1000000", "--Hub:Evidence:ReserveBytes", "1",
            ],
        };
        await small.StartAsync();
        using var channel = small.Connect();
        var service = new EvidenceTransferService.EvidenceTransferServiceClient(channel);
        using var first = await Parcel.SealManyAsync(1, 2);
        using var second = await Parcel.SealManyAsync(2, 3);
        await first.PublishAsync(channel, jiashan);
        await second.PublishAsync(channel, jiashan);

        _ = await RefusedAsync("1503", async () => await service.DeclarePackageAsync(
            new DeclarePackageRequest { Package = first.Name, FileCount = 10, SizeBytes = 1_000_001 }));
        _ = await service.DeclarePackageAsync(
            new DeclarePackageRequest { Package = first.Name, FileCount = 10, SizeBytes = 10_000 });
        var said = await RefusedAsync("1503", async () => await service.DeclarePackageAsync(
            new DeclarePackageRequest { Package = second.Name, FileCount = 10, SizeBytes = 10_000 }));
        Assert.Contains("uploads under way", said, StringComparison.Ordinal);
    }

    [TmpfsFact]
    public async Task A_full_disk_refuses_cleanly_and_takes_the_rest_when_there_is_room()
    {
        using var jiashan = new NodeVoice("330421");
        using var disk = new SmallDisk(Path.Combine(Directory.CreateTempSubdirectory("xhub-full-").FullName, "disk"));
        await using var full = new HubProcess([jiashan])
        {
            More = ["--Hub:Evidence:Folder", disk.Folder, "--Hub:Evidence:ReserveBytes", "65536"],
        };
        await full.StartAsync();
        using var channel = full.Connect();
        using var parcel = await Parcel.SealAsync(
            1, BagContent.FromBytes("data/04-inspection/photo.jpg", Parcel.Noise(FileBytes, 1)));
        await parcel.PublishAsync(channel, jiashan);
        disk.Fill();

        var said = await RunningZone.RunAtAsync(full.Address, "evidence", "push", parcel.Folder);
        Assert.Contains("[exit 1]", said, StringComparison.Ordinal);
        Assert.Contains("full", said, StringComparison.Ordinal);

        // Declared while there was room, it meets the wall in the middle.
        disk.MakeRoom();
        _ = await new EvidenceTransferService.EvidenceTransferServiceClient(channel).DeclarePackageAsync(
            new DeclarePackageRequest { Package = parcel.Name, FileCount = 20, SizeBytes = 700_000 });
        disk.Fill();
        said = await RefusedAsync("1504", async () =>
        {
            for (var offset = 0; offset < FileBytes; offset += 100_000)
            {
                await UploadAsync(parcel, Chunk(parcel, offset, 100_000, 1), channel);
            }
        });
        said = await RunningZone.RunAtAsync(
            full.Address, "evidence", "pull", parcel.Number, "--to", parcel.Beside("pulled"), "--receiver", "330421");
        Assert.Contains("[exit 4]", said, StringComparison.Ordinal);

        disk.MakeRoom();
        said = await RunningZone.RunAtAsync(full.Address, "evidence", "push", parcel.Folder);
        Assert.DoesNotContain("[exit", said, StringComparison.Ordinal);
        said = await RunningZone.RunAtAsync(
            full.Address, "evidence", "pull", parcel.Number, "--to", parcel.Beside("pulled"), "--receiver", "330421");
        Assert.DoesNotContain("[exit", said, StringComparison.Ordinal);
        Assert.True(parcel.IsIn(parcel.Beside("pulled")));
    }

    private static async Task<string> RefusedAsync(string reason, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        var details = Google.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));
        var info = details.Details.First(detail => detail.Is(Google.Rpc.ErrorInfo.Descriptor)).Unpack<Google.Rpc.ErrorInfo>();
        Assert.True(reason == info.Reason, $"{info.Reason}: {refused.Status.Detail}");
        return refused.Status.Detail;
    }

    private Task<Parcel> SealAsync()
    {
        var number = hub.Next();
        return Parcel.SealAsync(
            number, BagContent.FromBytes("data/04-inspection/photo.jpg", Parcel.Noise(FileBytes, number)));
    }

    private async Task<Parcel> PublishAsync()
    {
        var parcel = await SealAsync();
        await parcel.PublishAsync(hub.Channel, hub.Jiashan);
        return parcel;
    }

    private async Task<DeclarePackageResponse> DeclareAsync(Parcel parcel) => await hub.Service.DeclarePackageAsync(
        new DeclarePackageRequest { Package = parcel.Name, FileCount = 100, SizeBytes = 2_000_000 });

    private async Task<long> OffsetAsync(Parcel parcel) => (await hub.Service.FindOffsetsAsync(new FindOffsetsRequest
    {
        Package = parcel.Name, Blobs = { Chunk(parcel, 0, 0).Blob },
    })).Offsets.Single();

    private static UploadRequest Chunk(Parcel parcel, int offset, int length, int? seed = null)
    {
        var number = int.Parse(parcel.Number[^3..], System.Globalization.CultureInfo.InvariantCulture);
        var content = Parcel.Noise(FileBytes, seed ?? number);
        return new UploadRequest
        {
            Package = parcel.Name,
            Blob = new Blob { Sha256 = ByteString.CopyFrom(SHA256.HashData(content)), SizeBytes = FileBytes },
            Offset = offset,
            Content = ByteString.CopyFrom(content, offset, length),
        };
    }

    private Task UploadAsync(Parcel parcel, UploadRequest chunk) => UploadAsync(parcel, chunk, hub.Channel);

    private static async Task UploadAsync(Parcel parcel, UploadRequest chunk, GrpcChannel channel)
    {
        Assert.Equal(parcel.Name, chunk.Package);
        using var call = new EvidenceTransferService.EvidenceTransferServiceClient(channel).Upload();
        await call.RequestStream.WriteAsync(chunk);
        await call.RequestStream.CompleteAsync();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
    }
}
