using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ExchangeHub.BagIt;
using ExchangeHub.Cli.Output;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Bag = ExchangeHub.BagIt.Bag;

namespace ExchangeHub.Cli.Commands;

/// <summary>What is to be sealed, where and when.</summary>
internal sealed record PackOrder(
    string Folder, string Output, BagForm Form, string Agreement, string? Node, DateTimeOffset SealedAt);

/// <summary>Seals a package.</summary>
internal static class PackageSealing
{
    /// <summary>Reads the documents, completes them with what the files are, seals, and makes the record.</summary>
    public static async Task<(SealedBag Made, Protos.Record.V1.Record Record)> RunAsync(
        PackOrder order, BagSigner? signer, Screen screen, CancellationToken cancellation)
    {
        var record = await ReadAsync(order.Folder, cancellation);
        var payload = BagContent.FromFolder("data", Path.Combine(order.Folder, "data"));
        await CompleteAsync(record, payload, order, cancellation);
        var documents = PackageDocuments.Write(record);
        var others = BagContent.FromFolder("metadata", Path.Combine(order.Folder, "metadata"))
            .Where(content => !documents.ContainsKey(content.Path));
        var draft = new BagDraft
        {
            Name = record.Evidence.PackageNumber,
            ModifiedAt = order.SealedAt,
            Tags = PackageTags.Of(record, order),
            Contents =
            [
                .. payload, .. others,
                .. documents.Select(one => BagContent.FromBytes(one.Key, Encoding.UTF8.GetBytes(one.Value))),
            ],
            Signer = signer,
        };
        if (draft.Check(BagProfile.Evidence) is [var fault, ..])
        {
            throw new InvalidOperationException(screen.Say(fault.Sentence));
        }

        var progress = new PackageProgress(screen, new Wording("已写入", "written"));
        var made = await BagWriter.WriteAsync(draft, order.Form, order.Output, progress, cancellation);
        using var bag = await Bag.OpenAsync(made.Path, null, null, cancellation);
        Seal(record, made, bag.Files.Sum(file => file.Bytes), order);
        return (made, record);
    }

    private static async Task<Protos.Record.V1.Record> ReadAsync(string folder, CancellationToken cancellation)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in new[] { PackageDocuments.PackageFile, PackageDocuments.StepsFile, PackageDocuments.ItemsFile })
        {
            texts[path] = await File.ReadAllTextAsync(Path.Combine(folder, path), cancellation);
        }

        return PackageDocuments.TryRead(texts, out var record, out var fault)
            ? record
            : throw new CommandException(ExitCode.Usage, fault.Chinese, fault.English);
    }

    // What the officer's device did not write down and the files themselves say.
    private static async Task CompleteAsync(
        Protos.Record.V1.Record record, ImmutableArray<BagContent> payload, PackOrder order, CancellationToken cancellation)
    {
        var files = payload.ToDictionary(content => content.Path, StringComparer.Ordinal);
        foreach (var item in record.Evidence.Items.Where(item => item.Path.Length > 0))
        {
            if (!files.TryGetValue(item.Path, out var file))
            {
                throw new CommandException(
                    ExitCode.Usage,
                    $"证据 {item.ItemNumber} 的文件“{item.Path}”不在文件夹中。",
                    $"The file '{item.Path}' of item {item.ItemNumber} is not in the folder.");
            }

            item.SizeBytes = file.Bytes;
            if (item.Sha256.IsEmpty)
            {
                await using var stream = file.Open();
                item.Sha256 = ByteString.CopyFrom(await SHA256.HashDataAsync(stream, cancellation));
            }
        }

        record.Evidence.Bag = null;
        if (record.Evidence.Steps.FirstOrDefault(step => step.Archive is not null)?.Archive is { } archive)
        {
            archive.SealedAt = order.SealedAt.ToTimestamp();
        }
    }

    // The record follows the bag: what it says of the bag cannot stand inside it.
    private static void Seal(Protos.Record.V1.Record record, SealedBag made, long bytes, PackOrder order)
    {
        var evidence = record.Evidence;
        var digest = ByteString.CopyFrom(made.TagManifestDigest.ToBytes().AsSpan());
        evidence.Bag = new Protos.Record.V1.Bag
        {
            Format = "BagIt/1.0",
            SizeBytes = bytes,
            FileCount = made.PayloadFiles,
            Oxum = string.Create(CultureInfo.InvariantCulture, $"{made.PayloadBytes}.{made.PayloadFiles}"),
            ManifestAlgorithm = Protos.Record.V1.Bag.Types.ManifestAlgorithm.Sha256,
            TagManifestSha256 = digest,
            SealedAt = order.SealedAt.ToTimestamp(),
        };
        var before = evidence.Custody.LastOrDefault();
        evidence.Custody.Add(new CustodyEvent
        {
            Sequence = evidence.Custody.Count + 1,
            Act = CustodyEvent.Types.Act.Sealed,
            At = evidence.Bag.SealedAt,
            From = before?.To,
            To = before?.To ?? new Custodian { Unit = evidence.OriginatingUnit },
            HashAfter = digest,
            PreviousEventHash = before is null ? ByteString.Empty : ByteString.CopyFrom(SHA256.HashData(before.ToByteArray())),
        });
    }
}
