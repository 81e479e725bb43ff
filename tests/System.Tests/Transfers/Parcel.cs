using System.Globalization;
using ExchangeHub.Adapters.Tests.BagIt;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.BagIt;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.SystemTests.Zone;
using Google.Protobuf;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests.Transfers;

/// <summary>A sealed package of Jiashan on disk, and the record that names it.</summary>
internal sealed class Parcel : IDisposable
{
    private static readonly DateTimeOffset PublishedAt = Samples.PublishedAt;
    private readonly string _scratch;

    private Parcel(string scratch, string number, SealedBag bag) => (_scratch, Number, Bag) = (scratch, number, bag);

    public string Number { get; }

    public SealedBag Bag { get; }

    public string Folder => Bag.Path;

    public string Dossier => $"evidence/330421/{Number}";

    public PackageName Name => new()
    {
        Dossier = Dossier, TagManifestSha256 = ByteString.CopyFrom(Bag.TagManifestDigest.ToBytes().AsSpan()),
    };

    /// <summary>Seals a package of the given payload.</summary>
    public static async Task<Parcel> SealAsync(int ofDay, params IEnumerable<BagContent> payload)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"EP-330421-20260603-{ofDay:000}");
        var scratch = Directory.CreateTempSubdirectory("xhub-parcel-").FullName;
        var draft = Scratch.Draft with
        {
            Name = number,
            Tags = [.. Scratch.Draft.Tags.Select(tag => tag.Label == "External-Identifier" ? tag with { Value = number } : tag)],
            Contents =
            [
                .. Scratch.Draft.Contents.Where(content => !content.Path.StartsWith("data/", StringComparison.Ordinal)),
                .. payload,
            ],
        };
        return new Parcel(scratch, number, await BagWriter.WriteAsync(draft, BagForm.Folder, Path.Combine(scratch, number)));
    }

    /// <summary>Seals a package of many small files, no two alike.</summary>
    public static Task<Parcel> SealManyAsync(int ofDay, int count, int bytes = 2048) => SealAsync(
        ofDay, Enumerable.Range(0, count).Select(index => BagContent.FromBytes(
            string.Create(CultureInfo.InvariantCulture, $"data/04-inspection/{index:00000}.jpg"),
            Noise(bytes, (ofDay * 100_000) + index))));

    /// <summary>Seals a package of one file, which is sparse: nothing but zeros, with a few bytes here and there.</summary>
    public static async Task<Parcel> SealSparseAsync(int ofDay, long bytes)
    {
        var file = Path.GetTempFileName();
        try
        {
            await using (var stream = File.OpenWrite(file))
            {
                stream.SetLength(bytes);
                for (var at = 0L; at < bytes; at += Math.Max(1, bytes / 64))
                {
                    stream.Position = at;
                    await stream.WriteAsync(BitConverter.GetBytes(at + ofDay));
                }
            }

            return await SealAsync(ofDay, BagContent.FromFile("data/04-inspection/video.mp4", file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Gets bytes that look like nothing, the same for the same seed.</summary>
    public static byte[] Noise(int bytes, int seed)
    {
        var noise = new byte[bytes];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    /// <summary>Publishes the record in the name of Jiashan.</summary>
    public async Task PublishAsync(GrpcChannel channel, NodeVoice jiashan)
    {
        var record = Samples.Evidence();
        record.Jurisdiction = "330421";
        record.Evidence.PackageNumber = Number;
        record.Evidence.Items[0].SizeBytes = 1;
        record.Evidence.Bag.TagManifestSha256 = Name.TagManifestSha256;
        record.Evidence.Bag.Oxum = string.Create(CultureInfo.InvariantCulture, $"{Bag.PayloadBytes}.{Bag.PayloadFiles}");
        record.Evidence.Bag.FileCount = Bag.PayloadFiles;
        record.Evidence.Bag.SizeBytes = Math.Max(1, Bag.PayloadBytes);
        var published = await new PublicationService.PublicationServiceClient(channel).PublishAsync(
            new PublishRequest { Envelope = jiashan.Say(record, PublishedAt) });
        Assert.True(published.Receipt.Position > 0);
    }

    /// <summary>Says whether a folder holds the package, file by file.</summary>
    public bool IsIn(string folder)
    {
        static Dictionary<string, string> Read(string root) => Directory
            .EnumerateFiles(root, "*", SearchOption.AllDirectories).ToDictionary(
                file => Path.GetRelativePath(root, file),
                file =>
                {
                    using var stream = File.OpenRead(file);
                    return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(stream));
                });
        var (mine, theirs) = (Read(Folder), Read(Path.Combine(folder, Number)));
        return mine.Count == theirs.Count && mine.All(file => theirs.GetValueOrDefault(file.Key) == file.Value);
    }

    /// <summary>Gets a folder beside the package.</summary>
    public string Beside(string name) => Directory.CreateDirectory(Path.Combine(_scratch, name)).FullName;

    public void Dispose() => Directory.Delete(_scratch, recursive: true);
}
