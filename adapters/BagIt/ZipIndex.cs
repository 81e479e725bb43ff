using System.Buffers.Binary;
using ExchangeHub.Vocabulary;
using Microsoft.Win32.SafeHandles;

namespace ExchangeHub.BagIt;

/// <summary>Lists the entries of a zip file, and compares its two directories byte by byte.</summary>
/// <remarks>Every byte of the file belongs to exactly one entry or to the central directory.</remarks>
internal sealed class ZipIndex(SafeFileHandle handle, EntryRegister entries, Findings findings)
{
    public void Read(CancellationToken cancellationToken)
    {
        if (ZipEnd.Find(handle, findings) is not { } end || ReadDirectory(end, cancellationToken) is not { } listed)
        {
            return;
        }

        listed.Sort((one, other) => one.Offset.CompareTo(other.Offset));
        var offset = 0L;
        for (var index = 0; index < listed.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = listed[index];
            var next = index + 1 < listed.Count ? listed[index + 1].Offset : end.Start;
            if (entry.Offset != offset)
            {
                findings.Add(BagFault.ArchiveOverlap, entry.Text, entry.Offset < offset
                    ? new Wording("与前一条目重叠", "an entry that overlaps the one before")
                    : new Wording("条目之前另有字节", "bytes before the entry"));
            }

            var start = ZipLocal.Find(handle, entry, next, out var fault);
            if (fault is not null)
            {
                findings.Add(
                    entry.StoredLength > next - entry.Offset ? BagFault.ArchiveOverlap : BagFault.ArchiveInconsistent,
                    entry.Text, fault);
            }

            Take(entry, start);
            offset = next;
        }

        if (listed.Count == 0 && end.Start > 0)
        {
            findings.Add(BagFault.ArchiveOverlap, null, new Wording("不属于任何条目的字节", "bytes that belong to no entry"));
        }
    }

    private List<ZipEntry>? ReadDirectory(ZipEnd end, CancellationToken cancellationToken)
    {
        var listed = new List<ZipEntry>();
        var offset = end.Start;
        for (var number = 0L; number < end.Entries; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!entries.Count())
            {
                return null;
            }

            var header = new byte[ZipEntry.FixedBytes];
            if (end.End - offset < header.Length || RandomAccess.Read(handle, header, offset) < header.Length
                || !header.AsSpan().StartsWith("PK\x01\x02"u8))
            {
                findings.Add(BagFault.ArchiveInconsistent, null, new Wording(
                    $"目录中第 {number + 1} 条无法读取", $"entry {number + 1} of the central directory that cannot be read"));
                return null;
            }

            var (name, extra, comment) = (Words(header, 28), Words(header, 30), Words(header, 32));
            offset += header.Length;
            if (ReadEntry(header, offset, name, extra) is not { } entry || end.End - offset < name + extra + comment)
            {
                findings.Add(BagFault.ArchiveInconsistent, null, new Wording(
                    $"目录中第 {number + 1} 条的附加字段无法读取或相互矛盾",
                    $"extra fields of entry {number + 1} of the central directory that cannot be read or disagree"));
                return null;
            }

            offset += name + extra + comment;
            listed.Add(entry);
        }

        if (offset == end.End)
        {
            return listed;
        }

        findings.Add(BagFault.ArchiveInconsistent, null, new Wording(
            "目录条目数与所记载的不同", "a central directory with more entries than its end says"));
        return null;
    }

    private ZipEntry? ReadEntry(byte[] header, long offset, int name, int extra)
    {
        var variable = new byte[name + extra];
        return RandomAccess.Read(handle, variable, offset) == variable.Length
            ? ZipEntry.Read(header, variable[..name], variable.AsSpan(name))
            : null;
    }

    private void Take(ZipEntry entry, long start)
    {
        var path = entry.Text;
        if (path is null)
        {
            findings.Add(BagFault.EntryNameUnreadable, $"@{entry.Offset}", new Wording(
                "其他或未标明的编码", "another encoding, or none stated"));
            return;
        }

        if (entry.Unread is { } unread)
        {
            findings.Add(BagFault.ArchiveFeatureRefused, path, unread);
        }
        else if (entry.Kind is { } kind)
        {
            findings.Add(BagFault.EntryKindRefused, path, kind);
        }
        else if (entry.IsFolder)
        {
            if (entry.Length > 0)
            {
                findings.Add(BagFault.ArchiveInconsistent, path, new Wording("有内容的文件夹", "a folder with content"));
            }

            entries.AddFolder(path[..^1]);
        }
        else if (!entry.IsDeflated && entry.Length != entry.StoredLength)
        {
            findings.Add(BagFault.ArchiveInconsistent, path, new Wording(
                "未压缩却有两个长度", "two lengths of an entry that is not compressed"));
        }
        else
        {
            entries.AddFile(new StoredFile(path, entry.Length)
            {
                Offset = start,
                StoredLength = entry.StoredLength,
                IsDeflated = entry.IsDeflated,
                Crc = entry.Crc,
            });
        }
    }

    private static int Words(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);
}
