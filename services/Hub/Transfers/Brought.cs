using System.Collections.Immutable;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Transfers;

/// <summary>What an uploader has brought: now, or with earlier packages.</summary>
internal sealed class Brought(OpenPackage open, IBlobStore store, IPackageShelf shelf)
{
    private readonly Dictionary<Digest, long?> _sizes = [];

    public async Task<byte[]?> ReadAsync(Digest content, CancellationToken cancellation)
    {
        await MeasureAsync([content], cancellation);
        if (_sizes[content] is not (> 0 and <= PackageManifests.BytesMax))
        {
            return null;
        }

        var bytes = open.Find(content) is { IsWhole: true } staged && File.Exists(staged.Path)
            ? await File.ReadAllBytesAsync(staged.Path, cancellation) : await ReadStoredAsync(content, cancellation);
        return Digest.Of(bytes) == content ? bytes : null;
    }

    public async Task<(ImmutableArray<PackageFile> Files, List<string> Missing)> MeasureAsync(
        List<KeyValuePair<string, Digest>> named, IReadOnlyDictionary<Digest, long> held, CancellationToken cancellation)
    {
        await MeasureAsync(named.Select(one => one.Value), cancellation);
        var files = ImmutableArray.CreateBuilder<PackageFile>(named.Count);
        var missing = new List<string>();
        foreach (var (path, content) in named)
        {
            if (_sizes[content] is { } bytes)
            {
                files.Add(new PackageFile(path, content, bytes, false));
            }
            else if (PackageManifests.IsPayload(path) && held.TryGetValue(content, out var heldBytes))
            {
                files.Add(new PackageFile(path, content, heldBytes, true));
            }
            else
            {
                missing.Add(path);
            }
        }

        return (files.ToImmutable(), missing);
    }

    private async Task<byte[]> ReadStoredAsync(Digest content, CancellationToken cancellation)
    {
        using var memory = new MemoryStream();
        await using var stream = await store.OpenReadAsync(content, cancellation);
        await stream.CopyToAsync(memory, cancellation);
        return memory.ToArray();
    }

    private async Task MeasureAsync(IEnumerable<Digest> contents, CancellationToken cancellation)
    {
        var unknown = new List<Digest>();
        foreach (var content in contents.Where(content => !_sizes.ContainsKey(content)))
        {
            var size = open.Find(content) is { IsWhole: true } staged ? staged.Bytes : (long?)null;
            _sizes[content] = size;
            if (size is null)
            {
                unknown.Add(content);
            }
        }

        if (unknown.Count > 0)
        {
            foreach (var content in await shelf.FindBroughtAsync(open.Package.Node, unknown, cancellation))
            {
                _sizes[content] = await store.FindAsync(content, cancellation);
            }
        }
    }
}
