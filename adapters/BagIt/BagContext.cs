using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>What the readers of a bag share.</summary>
/// <param name="Store">Where its files are.</param>
/// <param name="Findings">Takes what is wrong.</param>
/// <param name="Limits">The limits.</param>
/// <param name="IsStrict">Whether a profile is asked for, so that what the standard only advises is binding.</param>
internal sealed record BagContext(BagStore Store, Findings Findings, ArchiveLimits Limits, bool IsStrict)
{
    private readonly Dictionary<string, StoredFile> _files = Index(Store);
    private Dictionary<string, string?>? _composed;

    /// <summary>Gets how much weighs what the standard advises against, and a profile forbids.</summary>
    public BagSeverity Advised => IsStrict ? BagSeverity.Fault : BagSeverity.Remark;

    /// <summary>Gets the files by their paths.</summary>
    public IReadOnlyDictionary<string, StoredFile> Files => _files;

    /// <summary>Gets the paths that are not ASCII, by their composed forms (NFC); null where two have the same.</summary>
    public IReadOnlyDictionary<string, string?> Composed => _composed ??= Compose();

    /// <summary>Opens a tag file that must be read; when it is too large, says so.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The file; null when it is not there or too large.</returns>
    public StoredFile? TagFile(string path)
    {
        if (!_files.TryGetValue(path, out var file) || file.Length <= Limits.TagFileBytesMax)
        {
            return file;
        }

        Findings.Add(BagFault.LimitExceeded, path, new Wording(
            $"{file.Length} 字节，至多 {Limits.TagFileBytesMax} 字节", $"{file.Length} bytes, {Limits.TagFileBytesMax} at most"));
        return null;
    }

    private Dictionary<string, string?> Compose()
    {
        var composed = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var path in _files.Keys.Where(path => !Ascii.IsValid(path)))
        {
            var form = path.Normalize();
            composed[form] = composed.ContainsKey(form) ? null : path;
        }

        return composed;
    }

    private static Dictionary<string, StoredFile> Index(BagStore store)
    {
        var files = new Dictionary<string, StoredFile>(StringComparer.Ordinal);
        foreach (var file in store.Files)
        {
            _ = files.TryAdd(file.Path, file);
        }

        return files;
    }
}
