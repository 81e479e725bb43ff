using ExchangeHub.Vocabulary;
using Microsoft.Win32.SafeHandles;

namespace ExchangeHub.BagIt;

/// <summary>Finds out what a bag is kept in, and lists what is there.</summary>
internal sealed class StoreReader(ArchiveLimits limits, Findings findings, bool isStrict, CancellationToken cancellationToken)
{
    /// <summary>Lists a folder or an archive.</summary>
    /// <returns>The store; null when it is none of them.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public BagStore? Open(string path)
    {
        if (Directory.Exists(path))
        {
            var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            var entries = new EntryRegister(limits, findings, isStrict ? BagSeverity.Fault : BagSeverity.Remark);
            _ = List(new DirectoryInfo(root), "", entries);
            return new FolderStore(root, entries);
        }

        var handle = File.OpenHandle(path);
        try
        {
            var store = OpenArchive(handle);
            if (store is null)
            {
                handle.Dispose();
            }

            return store;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private ArchiveStore? OpenArchive(SafeFileHandle handle)
    {
        Span<byte> head = stackalloc byte[TarHeader.BlockBytes];
        head = head[..RandomAccess.Read(handle, head, 0)];
        var entries = new EntryRegister(limits, findings, BagSeverity.Fault);
        BagForm form;
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
        {
            form = BagForm.Zip;
            new ZipIndex(handle, entries, findings).Read(cancellationToken);
        }
        else if (head.Length == TarHeader.BlockBytes && head[257..].StartsWith("ustar"u8))
        {
            form = BagForm.Tar;
            new TarIndex(handle, limits, entries, findings).Read(cancellationToken);
        }
        else
        {
            findings.Add(BagFault.FormUnknown, null, Kind(head));
            return null;
        }

        var name = entries.TakeBaseOff();
        return name is null ? null : new ArchiveStore(form, name, entries, handle);
    }

    // What was compressed as a whole would have to be unpacked before anything of it can be judged.
    private static Wording Kind(ReadOnlySpan<byte> head) =>
        head is [0x1F, 0x8B, ..] ? new Wording("gzip 压缩文件", "a gzip file")
        : head.StartsWith("BZh"u8) ? new Wording("bzip2 压缩文件", "a bzip2 file")
        : head.StartsWith("7z"u8) ? new Wording("7z 压缩文件", "a 7z file")
        : head.StartsWith("Rar!"u8) ? new Wording("RAR 压缩文件", "a RAR file")
        : new Wording("其他文件", "another file");

    private bool List(DirectoryInfo folder, string prefix, EntryRegister entries)
    {
        var all = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false };
        foreach (var found in folder.EnumerateFileSystemInfos("*", all))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!entries.Count())
            {
                return false;
            }

            var path = prefix + found.Name;
            if (path.Contains('\uFFFD', StringComparison.Ordinal))
            {
                findings.Add(BagFault.EntryNameUnreadable, path, new Wording("其他编码", "another encoding"));
            }
            else if (FileKind.Of(found) is { } kind)
            {
                findings.Add(BagFault.EntryKindRefused, path, kind);
            }
            else if (found is FileInfo file)
            {
                entries.AddFile(new StoredFile(path, file.Length));
            }
            else
            {
                entries.AddFolder(path);
                if (path.AsSpan().Count('/') < limits.DepthMax && !List((DirectoryInfo)found, path + "/", entries))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
