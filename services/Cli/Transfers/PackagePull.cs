using System.Collections.Concurrent;
using System.Security.Cryptography;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Grpc.Core;
using PackageFile = ExchangeHub.Transfers.PackageFile;

namespace ExchangeHub.Cli.Transfers;

/// <summary>Fetches files of a package into a folder, several at once, and verifies each before it gets its name.</summary>
internal sealed class PackagePull(
    EvidenceTransferService.EvidenceTransferServiceClient hub, PackageName name, string receiver, TransferMeter meter,
    Throttle throttle)
{
    private const int Streams = 4;
    private const string PartSuffix = ".part";

    /// <summary>Lists the files of a package.</summary>
    public static async Task<List<PackageFile>> ListAsync(
        EvidenceTransferService.EvidenceTransferServiceClient hub, PackageName name, string receiver, CancellationToken ending)
    {
        var files = new List<PackageFile>();
        using var call = hub.ListFiles(
            new ListFilesRequest { Package = name, Receiver = receiver }, cancellationToken: ending);
        await foreach (var page in call.ResponseStream.ReadAllAsync(ending))
        {
            files.AddRange(page.Files.Select(file => new PackageFile(
                file.Path, Digest.FromBytes(file.Blob.Sha256.Span), file.Blob.SizeBytes, file.IsHeldAtNode)));
        }

        return files.Find(file => !PackageManifests.IsInside(file.Path)) is { } escaping
            ? throw NotVerified($"path '{escaping.Path}'", $"路径“{escaping.Path}”") : files;
    }

    /// <summary>Fetches files that are not in the folder yet.</summary>
    public async Task FetchAsync(string folder, IReadOnlyList<PackageFile> files, CancellationToken cancellation)
    {
        var left = new ConcurrentQueue<PackageFile>(files.Where(file => !File.Exists(Path.Combine(folder, file.Path))));
        meter.Begin(files.Sum(file => file.Bytes), files.Sum(file => file.Bytes) - left.Sum(file => file.Bytes));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Streams, left.Count)).Select(_ => Task.Run(
            async () =>
            {
                try
                {
                    while (left.TryDequeue(out var file))
                    {
                        await FetchAsync(folder, file, ending.Token);
                    }
                }
                catch
                {
                    await ending.CancelAsync(); // the first failure is told; the others need not go on
                    throw;
                }
            },
            CancellationToken.None)));
    }

    /// <summary>Checks that the files are those which the record names, by way of the two manifests.</summary>
    public void Verify(string folder, IEnumerable<PackageFile> files)
    {
        var tagManifest = Digest.FromBytes(name.TagManifestSha256.Span);
        byte[] Read(string path) => File.ReadAllBytes(Path.Combine(folder, path));
        var first = Read(PackageManifests.TagManifest);
        if (Digest.Of(first) != tagManifest || PackageManifests.ReadTags(first) is not { } tags
            || PackageManifests.ReadPayload(Read(PackageManifests.PayloadManifest)) is not { } payload)
        {
            throw NotVerified(PackageManifests.TagManifest, PackageManifests.TagManifest);
        }

        var named = tags.Concat(payload).Append(new(PackageManifests.TagManifest, tagManifest))
            .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
        var stranger = files.FirstOrDefault(file =>
            named.TryGetValue(file.Path, out var digest) ? digest != file.Content : !PackageManifests.MayBeUnlisted(file.Path));
        if (stranger is not null)
        {
            throw NotVerified(stranger.Path, stranger.Path);
        }
    }

    private static CommandException NotVerified(string what, string chinese) => new(
        ExitCode.NotVerified,
        $"枢纽所给内容与封存时不符：{chinese}。已收内容未采用。",
        $"What the hub gave is not what was sealed: {what}. It was not kept.");

    private async Task FetchAsync(string folder, PackageFile file, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, file.Path);
        var part = path + PartSuffix;
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var output = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0))
        {
            var position = await RecallAsync(output, file, hash, cancellation);
            using var call = hub.Download(
                new DownloadRequest
                {
                    Package = name,
                    Receiver = receiver,
                    Sha256 = ByteString.CopyFrom(file.Content.ToBytes().AsSpan()),
                    Offset = position,
                },
                cancellationToken: cancellation);
            while (await call.ResponseStream.MoveNext(cancellation))
            {
                var chunk = call.ResponseStream.Current;
                if (chunk.Offset != position || chunk.Content.Length > file.Bytes - position)
                {
                    throw NotVerified(file.Path, file.Path);
                }

                RandomAccess.Write(output.SafeFileHandle, chunk.Content.Span, position);
                hash.AppendData(chunk.Content.Span);
                position += chunk.Content.Length;
                meter.Add(chunk.Content.Length);
                await throttle.PassAsync(chunk.Content.Length, cancellation);
            }
        }

        if (Digest.FromBytes(hash.GetHashAndReset()) != file.Content)
        {
            File.Delete(part);
            throw NotVerified(file.Path, file.Path);
        }

        File.Move(part, path, overwrite: true);
    }

    // What came before a break counts, if it is no longer than the file; whether it is right shows at the end.
    private async Task<long> RecallAsync(FileStream part, PackageFile file, IncrementalHash hash, CancellationToken cancellation)
    {
        if (part.Length > file.Bytes)
        {
            part.SetLength(0);
        }

        var buffer = new byte[64 * 1024];
        for (int read; (read = await part.ReadAsync(buffer, cancellation)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
        }

        meter.Found(part.Length);
        return part.Length;
    }
}
