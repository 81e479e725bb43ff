using ExchangeHub.BagIt;
using ExchangeHub.Cli.Output;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Transfers;

/// <summary>The files of a package on this machine: a folder, a tar or a zip.</summary>
internal sealed class PackageSource : IDisposable
{
    private readonly Bag _bag;
    private readonly string? _folder;

    private PackageSource(Bag bag, string? folder, Digest tagManifest, IReadOnlyList<PackageFile> files) =>
        (_bag, _folder, TagManifest, Files) = (bag, folder, tagManifest, files);

    public Digest TagManifest { get; }

    public IReadOnlyList<PackageFile> Files { get; }

    /// <summary>Gets the dossier that the package names itself.</summary>
    public string Dossier => $"evidence/{Tag("EEH-Jurisdiction")}/{Tag("External-Identifier")}";

    /// <summary>Opens a package without reading its payload.</summary>
    /// <exception cref="CommandException">It is not complete, or cannot be read.</exception>
    public static async Task<PackageSource> OpenAsync(string path, CancellationToken cancellation)
    {
        Bag? bag = null;
        try
        {
            bag = await Bag.OpenAsync(path, BagProfile.Evidence, ArchiveLimits.Standard, cancellation);
            if (bag.Completeness is { IsComplete: true, TagManifestDigest: { } tagManifest }
                && await ReadAsync(bag, tagManifest, cancellation) is { } files)
            {
                var source = new PackageSource(
                    bag, bag.Form == BagForm.Folder ? Path.GetFullPath(path) : null, tagManifest, files);
                bag = null;
                return source;
            }

            throw new CommandException(
                ExitCode.Refused,
                $"“{path}”不是完整的证据包，未上传。请用 xhub evidence verify 查看原因。",
                $"'{path}' is no complete evidence package; nothing was sent. See xhub evidence verify.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandException(
                ExitCode.Usage, $"无法读取“{path}”：{unreadable.Message}", $"Cannot read '{path}': {unreadable.Message}");
        }
        finally
        {
            bag?.Dispose();
        }
    }

    /// <summary>Opens a file at an offset. Several may be open at once.</summary>
    public async Task<Stream> OpenReadAsync(PackageFile file, long offset, CancellationToken cancellation)
    {
        if (_folder is not null)
        {
            return new FileStream(Path.Combine(_folder, file.Path), new FileStreamOptions
            {
                BufferSize = 0, Options = FileOptions.SequentialScan,
            })
            {
                Position = offset,
            };
        }

        var stream = _bag.OpenRead(file.Path);
        var skipped = new byte[64 * 1024];
        while (offset > 0)
        {
            var read = await stream.ReadAsync(skipped.AsMemory(0, (int)Math.Min(offset, skipped.Length)), cancellation);
            offset = read > 0 ? offset - read : throw new EndOfStreamException(file.Path);
        }

        return stream;
    }

    public void Dispose() => _bag.Dispose();

    private string Tag(string label) => _bag.Tags.FirstOrDefault(tag => tag.Label == label)?.Value ?? "";

    private static async Task<List<PackageFile>?> ReadAsync(Bag bag, Digest tagManifest, CancellationToken cancellation)
    {
        var sizes = bag.Files.ToDictionary(file => file.Path, file => file.Bytes, StringComparer.Ordinal);
        if (PackageManifests.ReadTags(await ReadAsync(bag, PackageManifests.TagManifest, cancellation)) is not { } tags
            || PackageManifests.ReadPayload(await ReadAsync(bag, PackageManifests.PayloadManifest, cancellation))
                is not { } payload)
        {
            return null;
        }

        var named = tags.Concat(payload).Append(new(PackageManifests.TagManifest, tagManifest)).ToList();
        foreach (var path in sizes.Keys.Where(path => PackageManifests.MayBeUnlisted(path) && !tags.ContainsKey(path)))
        {
            named.Add(new(path, Digest.Of(await ReadAsync(bag, path, cancellation))));
        }

        return [.. named.Select(one => new PackageFile(one.Key, one.Value, sizes[one.Key], false))];
    }

    private static async Task<byte[]> ReadAsync(Bag bag, string path, CancellationToken cancellation)
    {
        using var memory = new MemoryStream();
        await using var stream = bag.OpenRead(path);
        await stream.CopyToAsync(memory, cancellation);
        return memory.ToArray();
    }
}
