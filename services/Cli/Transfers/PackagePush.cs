using System.Collections.Concurrent;
using ExchangeHub.Protos.Evidence.V1;
using Google.Protobuf;
using Grpc.Core;
using PackageFile = ExchangeHub.Transfers.PackageFile;

namespace ExchangeHub.Cli.Transfers;

/// <summary>Sends the files of a package that the hub does not have, several at once, each from where its part ends.</summary>
internal sealed class PackagePush(
    EvidenceTransferService.EvidenceTransferServiceClient hub, PackageSource source, PackageName name, TransferMeter meter,
    Throttle throttle)
{
    // Below the size from which arrays are collected late: the hub makes one for each chunk.
    private const int ChunkBytes = 64 * 1024;
    private const int AskedAtOnce = 1000;
    private const int Streams = 4;

    /// <summary>Declares the package.</summary>
    public async Task<bool> DeclareAsync(CancellationToken cancellation) => (await hub.DeclarePackageAsync(
        new DeclarePackageRequest
        {
            Package = name, FileCount = source.Files.Count, SizeBytes = source.Files.Sum(file => file.Bytes),
        },
        cancellationToken: cancellation)).IsCommitted;

    /// <summary>Sends files until the hub has them all, or a call fails.</summary>
    public async Task SendAsync(IReadOnlyList<PackageFile> files, CancellationToken cancellation)
    {
        var wanted = files.DistinctBy(file => file.Content).ToList();
        var left = new ConcurrentQueue<(PackageFile File, long Offset)>();
        var there = 0L;
        foreach (var page in wanted.Chunk(AskedAtOnce))
        {
            var request = new FindOffsetsRequest { Package = name, Blobs = { page.Select(ToBlob) } };
            var offsets = (await hub.FindOffsetsAsync(request, cancellationToken: cancellation)).Offsets;
            foreach (var (file, offset) in page.Zip(offsets))
            {
                there += offset;
                if (offset < file.Bytes || file.Bytes == 0)
                {
                    left.Enqueue((file, offset));
                }
            }
        }

        meter.Begin(wanted.Sum(file => file.Bytes), there);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var streams = Enumerable.Range(0, Math.Min(Streams, left.Count)).Select(_ => SendAsync(left, ending)).ToList();
        await Task.WhenAll(streams);
    }

    /// <summary>Makes the package visible.</summary>
    public async Task<CommitPackageResponse> CommitAsync(IEnumerable<PackageFile> held, CancellationToken cancellation)
    {
        var request = new CommitPackageRequest
        {
            Package = name,
            HeldAtNode = { held.Select(ToBlob) },
            Unlisted =
            {
                source.Files.Where(file => ExchangeHub.Transfers.PackageManifests.MayBeUnlisted(file.Path)).Select(file =>
                    new Protos.Evidence.V1.PackageFile { Path = file.Path, Blob = ToBlob(file) }),
            },
        };
        return await hub.CommitPackageAsync(request, cancellationToken: cancellation);
    }

    private static Blob ToBlob(PackageFile file) => new()
    {
        Sha256 = ByteString.CopyFrom(file.Content.ToBytes().AsSpan()), SizeBytes = file.Bytes,
    };

    // One call, for file after file. When it fails, the others need not go on.
    private async Task SendAsync(ConcurrentQueue<(PackageFile File, long Offset)> left, CancellationTokenSource ending)
    {
        using var call = hub.Upload(cancellationToken: ending.Token);
        var hearing = HearAsync(call.ResponseStream, ending.Token);
        try
        {
            var buffer = new byte[ChunkBytes];
            var isFirst = true;
            while (!hearing.IsCompleted && left.TryDequeue(out var next))
            {
                await SendAsync(call.RequestStream, next.File, next.Offset, (buffer, isFirst), ending.Token);
                isFirst = false;
            }

            await call.RequestStream.CompleteAsync();
            await hearing;
        }
        catch (Exception failed) when (failed is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // What the hub said says more than that it did not listen to the end.
            await ending.CancelAsync();
            await hearing;
            throw;
        }
    }

    private async Task SendAsync(
        IClientStreamWriter<UploadRequest> requests, PackageFile file, long offset, (byte[] Buffer, bool IsFirst) use,
        CancellationToken cancellation)
    {
        var blob = ToBlob(file);
        await using var stream = await source.OpenReadAsync(file, offset, cancellation);
        var isFirst = use.IsFirst;
        do
        {
            // Out of the system's cache mostly: handing each reading to another thread would cost more than it.
            var read = stream.ReadAtLeast(use.Buffer, use.Buffer.Length, throwOnEndOfStream: false);
            if (read == 0 && file.Bytes > offset)
            {
                throw new EndOfStreamException($"'{file.Path}' is shorter than when it was sealed.");
            }

            await throttle.PassAsync(read, cancellation);
            await requests.WriteAsync(
                new UploadRequest
                {
                    Package = isFirst ? name : null,
                    Blob = blob,
                    Offset = offset,
                    Content = UnsafeByteOperations.UnsafeWrap(use.Buffer.AsMemory(0, read)),
                },
                cancellation);
            (isFirst, offset) = (false, offset + read);
            meter.Add(read);
        }
        while (offset < file.Bytes);
    }

    private static async Task HearAsync(IAsyncStreamReader<UploadResponse> responses, CancellationToken cancellation)
    {
        while (await responses.MoveNext(cancellation))
        {
        }
    }
}
