using System.Collections.Immutable;
using System.Text;
using ExchangeHub.BagIt;
using ExchangeHub.EvidencePackages;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Bag = ExchangeHub.BagIt.Bag;

namespace ExchangeHub.Cli.Commands;

/// <summary>What stands in a package, and what the eight-step method makes of it.</summary>
/// <param name="Record">The record with steps and items; null when its documents cannot be read.</param>
/// <param name="Report">What the examination found; null without a record.</param>
/// <param name="Faults">Why documents or signature cannot be read.</param>
/// <param name="Signer">Who signed the tag manifest, as the signature says; null when nobody did.</param>
internal sealed record PackageContents(Record? Record, PackageReport? Report, ImmutableArray<Wording> Faults, Wording? Signer)
{
    private const string TagManifest = "tagmanifest-sha256.txt";
    private const string Signature = "signature/tagmanifest.p7s";
    private const long DocumentBytesMax = 64L << 20;

    private static readonly ImmutableArray<string> Documents =
        [PackageDocuments.PackageFile, PackageDocuments.StepsFile, PackageDocuments.ItemsFile];

    /// <summary>Looks into a bag that was checked.</summary>
    public static async Task<PackageContents> ReadAsync(
        Bag bag, BagCheck check, DateOnly? decidedOn, SignerTrust trust, CancellationToken cancellation)
    {
        var faults = ImmutableArray.CreateBuilder<Wording>();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Documents)
        {
            if (await BytesAsync(bag, path, cancellation) is { } bytes)
            {
                texts[path] = Encoding.UTF8.GetString(bytes);
            }
            else
            {
                faults.Add(new Wording($"没有可读取的 {path}。", $"There is no {path} that can be read."));
            }
        }

        var (isSigned, signer, wrong) = await JudgeSignatureAsync(bag, trust, cancellation);
        if (wrong is not null)
        {
            faults.Add(new Wording($"{Signature}：{wrong.Chinese}。", $"{Signature}: {wrong.English}."));
        }

        if (faults.Count > (wrong is null ? 0 : 1))
        {
            return new PackageContents(null, null, faults.ToImmutable(), signer);
        }

        if (!PackageDocuments.TryRead(texts, out var record, out var fault))
        {
            faults.Add(fault);
            return new PackageContents(null, null, faults.ToImmutable(), signer);
        }

        var seen = new BagSeen(check.IsComplete, check.IsValid, isSigned, bag.Digests);
        return new PackageContents(
            record, PackageExamination.Run(SheetTranslation.Of(record), seen, decidedOn), faults.ToImmutable(), signer);
    }

    private static async Task<(bool? IsSigned, Wording? Signer, Wording? Fault)> JudgeSignatureAsync(
        Bag bag, SignerTrust trust, CancellationToken cancellation)
    {
        if (await BytesAsync(bag, Signature, cancellation) is not { } signature
            || await BytesAsync(bag, TagManifest, cancellation) is not { } signed)
        {
            return (null, null, null);
        }

        _ = TagManifestSignature.TryVerify(signature, signed, out var signer, out var fault);
        if (signer is null)
        {
            return (false, null, fault);
        }

        var origin = bag.Tags.FirstOrDefault(tag => tag.Label == "EEH-Origin-Node")?.Value ?? "";
        var (told, doubt) = trust.Judge(signer, origin);
        return (fault is null && doubt is null, told, fault ?? doubt);
    }

    private static async Task<byte[]?> BytesAsync(Bag bag, string path, CancellationToken cancellation)
    {
        if (bag.Files.FirstOrDefault(file => file.Path == path) is not { Bytes: <= DocumentBytesMax })
        {
            return null;
        }

        try
        {
            using var bytes = new MemoryStream();
            await using var stream = bag.OpenRead(path);
            await stream.CopyToAsync(bytes, cancellation);
            return bytes.ToArray();
        }
        catch (InvalidDataException)
        {
            return null; // not what the manifest says; the check of the bag has said so
        }
    }
}
