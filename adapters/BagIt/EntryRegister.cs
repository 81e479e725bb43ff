using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>Takes the entries of an archive or folder, and judges their names, number and size before any is read.</summary>
/// <param name="limits">The limits.</param>
/// <param name="findings">Takes what is wrong.</param>
/// <param name="unportable">How much a name weighs that not every file system keeps.</param>
internal sealed class EntryRegister(ArchiveLimits limits, Findings findings, BagSeverity unportable)
{
    private readonly Dictionary<string, (string Path, bool IsFolder)> _folded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly List<StoredFile> _files = [];
    private long _bytes;
    private int _entries;

    /// <summary>Gets the files, in the order of the archive.</summary>
    public IReadOnlyList<StoredFile> Files => _files;

    /// <summary>Gets the folders, those included that only follow from the paths of files.</summary>
    public IReadOnlySet<string> Folders => _folders;

    /// <summary>Counts an entry, whatever it is.</summary>
    /// <returns>Whether more entries may follow.</returns>
    public bool Count()
    {
        if (++_entries <= limits.EntriesMax)
        {
            return true;
        }

        findings.Add(BagFault.LimitExceeded, null, new Wording(
            $"超过 {limits.EntriesMax} 个条目", $"more than {limits.EntriesMax} entries"));
        return false;
    }

    /// <summary>Takes a file.</summary>
    public void AddFile(StoredFile file)
    {
        if (!IsGood(file.Path))
        {
            return;
        }

        if (file.Length > limits.BytesMax - _bytes)
        {
            findings.Add(BagFault.LimitExceeded, file.Path, new Wording(
                $"解包后合计超过 {limits.BytesMax} 字节", $"more than {limits.BytesMax} bytes unpacked in all"));
        }
        else
        {
            _bytes += file.Length;
        }

        if (file.IsDeflated && file.Length > 1 << 20 && file.Length / limits.RatioMax > file.StoredLength)
        {
            findings.Add(BagFault.LimitExceeded, file.Path, new Wording(
                $"{file.StoredLength} 字节解压为 {file.Length} 字节，超过 {limits.RatioMax} 倍",
                $"{file.StoredLength} bytes that become {file.Length}, more than {limits.RatioMax} times"));
        }

        if (IsFree(file.Path, isFolder: false))
        {
            _files.Add(file);
        }
    }

    /// <summary>Takes a folder.</summary>
    /// <param name="path">Its path, without a slash at the end.</param>
    public void AddFolder(string path)
    {
        if (IsGood(path))
        {
            _ = IsFree(path, isFolder: true);
        }
    }

    /// <summary>Takes the folder off that holds everything.</summary>
    /// <returns>Its name; null when there is not exactly one.</returns>
    public string? TakeBaseOff()
    {
        var tops = _files.Select(file => file.Path).Concat(_folders).Select(path => path.Split('/')[0])
            .Distinct(StringComparer.Ordinal).Take(2).ToList();
        if (tops is not [var top] || _files.Any(file => !file.Path.Contains('/', StringComparison.Ordinal)))
        {
            // Entries that were refused are not here to be judged.
            if (!findings.HasFaultUpTo(2))
            {
                findings.Add(BagFault.BaseFolderMissing, null, tops.Count == 0
                    ? new Wording("没有条目", "no entries")
                    : new Wording($"顶层有“{string.Join("”“", tops)}”", $"'{string.Join("', '", tops)}' at the top"));
            }

            return null;
        }

        foreach (var file in _files)
        {
            file.Path = file.Path[(top.Length + 1)..];
        }

        var inner = _folders.Where(folder => folder.Length > top.Length).Select(folder => folder[(top.Length + 1)..]).ToList();
        _folders.Clear();
        _folders.UnionWith(inner);
        return top;
    }

    private bool IsGood(string path)
    {
        if (BagPath.Danger(path) is { } danger)
        {
            findings.Add(BagFault.PathUnsafe, path, danger);
            return false;
        }

        var bytes = Encoding.UTF8.GetByteCount(path);
        var depth = path.AsSpan().Count('/') + 1;
        if (bytes > limits.PathBytesMax || depth > limits.DepthMax)
        {
            findings.Add(BagFault.LimitExceeded, path, bytes > limits.PathBytesMax
                ? new Wording(
                    $"{bytes} 字节的路径，至多 {limits.PathBytesMax} 字节", $"a path of {bytes} bytes, {limits.PathBytesMax} at most")
                : new Wording($"{depth} 层的路径，至多 {limits.DepthMax} 层", $"a path of {depth} parts, {limits.DepthMax} at most"));
            return false;
        }

        if (BagPath.Obstacle(path) is { } obstacle)
        {
            findings.Add(BagFault.PathUnportable, path, obstacle, unportable);
        }

        return true;
    }

    // The folders on the way take part: a file "A" and a folder "a" collide as well.
    private bool IsFree(string path, bool isFolder)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (!_folders.Contains(path[..slash]) && !IsFreeAlone(path[..slash], isFolder: true))
            {
                return false;
            }
        }

        return (isFolder && _folders.Contains(path)) || IsFreeAlone(path, isFolder);
    }

    private bool IsFreeAlone(string path, bool isFolder)
    {
        if (_folded.TryAdd(SamePath.Fold(path), (path, isFolder)))
        {
            if (isFolder)
            {
                _ = _folders.Add(path);
            }

            return true;
        }

        var other = _folded[SamePath.Fold(path)];
        if (other.Path == path)
        {
            findings.Add(BagFault.EntryRepeated, path, other.IsFolder == isFolder
                ? new Wording("重复的条目", "the entry again")
                : new Wording("同名的文件和文件夹", "a file and a folder of the same name"));
            return false;
        }

        findings.Add(BagFault.PathCollides, path, other.Path, unportable);
        if (unportable == BagSeverity.Remark && isFolder)
        {
            _ = _folders.Add(path);
        }

        return unportable == BagSeverity.Remark;
    }
}
