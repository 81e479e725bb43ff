using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Transfers;

/// <summary>What the uploader says of files beside the manifests.</summary>
/// <param name="Held">Sizes of payload files that stay at the node, by content.</param>
/// <param name="Unlisted">Files that no manifest can name.</param>
internal sealed record Claims(IReadOnlyDictionary<Digest, long> Held, ImmutableArray<PackageFile> Unlisted);

/// <summary>Puts a package together: follows the digests from the record to every file, and reads two manifests and no other
/// file.</summary>
internal sealed class PackageAssembly(IBlobStore store, IPackageShelf shelf)
{
    /// <summary>Lists the files of a package of which everything is there.</summary>
    /// <returns>The files; or what is missing, or not as the record says.</returns>
    public async Task<(ImmutableArray<PackageFile> Files, HubErrors.Failure? Failure)> ReadAsync(
        RecordedPackage recorded, OpenPackage open, Claims claims, CancellationToken cancellation)
    {
        var brought = new Brought(open, store, shelf);
        var tagManifest = await brought.ReadAsync(recorded.Key.TagManifest, cancellation);
        if (tagManifest is null)
        {
            return ([], TransferErrors.Incomplete(1, PackageManifests.TagManifest));
        }

        if (PackageManifests.ReadTags(tagManifest) is not { } tags)
        {
            return ([], Unreadable(PackageManifests.TagManifest));
        }

        var manifest = await brought.ReadAsync(tags[PackageManifests.PayloadManifest], cancellation);
        if (manifest is null)
        {
            return ([], TransferErrors.Incomplete(1, PackageManifests.PayloadManifest));
        }

        if (PackageManifests.ReadPayload(manifest) is not { } payload)
        {
            return ([], Unreadable(PackageManifests.PayloadManifest));
        }

        if (claims.Unlisted.FirstOrDefault(file => !PackageManifests.MayBeUnlisted(file.Path) || tags.ContainsKey(file.Path))
            is { } stranger)
        {
            return ([], TransferErrors.NotAsRecorded(new Wording(
                $"清单未列“{stranger.Path}”", $"no manifest lists '{stranger.Path}'")));
        }

        var named = tags.Concat(payload).Append(new(PackageManifests.TagManifest, recorded.Key.TagManifest))
            .Concat(claims.Unlisted.Select(file => KeyValuePair.Create(file.Path, file.Content))).ToList();
        var (files, missing) = await brought.MeasureAsync(named, claims.Held, cancellation);
        return missing.Count > 0 ? ([], TransferErrors.Incomplete(missing.Count, missing[0]))
            : OxumOf(files) is var oxum && oxum != recorded.Oxum ? ([], TransferErrors.NotAsRecorded(new Wording(
                $"载荷为 {oxum}（字节.文件数），记录载明 {recorded.Oxum}",
                $"its payload has {oxum} octets and files, the record says {recorded.Oxum}")))
            : (files, null);
    }

    /// <summary>Gets the files that were uploaded for a package and are not in the store yet.</summary>
    public static IReadOnlyCollection<StagedBlob> Staged(OpenPackage open, ImmutableArray<PackageFile> files) =>
    [
        .. from content in files.Where(file => !file.IsHeldAtNode).Select(file => file.Content).Distinct()
           let staged = open.Find(content)
           where staged is not null && File.Exists(staged.Path)
           select new StagedBlob(content, staged.Path, staged.Bytes),
    ];

    private static string OxumOf(ImmutableArray<PackageFile> files)
    {
        var payload = files.Where(file => PackageManifests.IsPayload(file.Path)).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{payload.Sum(file => file.Bytes)}.{payload.Count}");
    }

    private static HubErrors.Failure Unreadable(string name) => TransferErrors.NotAsRecorded(new Wording(
        $"“{name}”无法读取，或者所列路径不可接受", $"'{name}' cannot be read, or names a path that is not acceptable"));
}
