using System.Collections.Frozen;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Node.Holding;

/// <summary>The payload files of the packages in a folder, by their content.</summary>
/// <param name="folder">Holds packages, each a folder.</param>
/// <param name="clock">The clock.</param>
internal sealed class HeldFiles(string folder, TimeProvider clock)
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private FrozenDictionary<Digest, string> _paths = FrozenDictionary<Digest, string>.Empty;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>Finds a file.</summary>
    /// <returns>Its path; null when no package here names that content. Nothing else can be asked for.</returns>
    public string? Find(Digest content)
    {
        lock (_gate)
        {
            if (!_paths.ContainsKey(content) && clock.GetUtcNow() - _readAt > ReadEvery)
            {
                _paths = Read();
                _readAt = clock.GetUtcNow();
            }

            return _paths.GetValueOrDefault(content);
        }
    }

    private FrozenDictionary<Digest, string> Read()
    {
        var paths = new Dictionary<Digest, string>();
        foreach (var package in Directory.EnumerateDirectories(folder))
        {
            var manifest = new FileInfo(Path.Combine(package, PackageManifests.PayloadManifest));
            if (!manifest.Exists || manifest.Length > PackageManifests.BytesMax
                || PackageManifests.ReadPayload(File.ReadAllBytes(manifest.FullName)) is not { } files)
            {
                continue;
            }

            foreach (var (path, content) in files)
            {
                var file = new FileInfo(Path.Combine(package, path));
                if (file is { Exists: true, LinkTarget: null })
                {
                    paths[content] = file.FullName;
                }
            }
        }

        return paths.ToFrozenDictionary();
    }
}
