using ExchangeHub.Vocabulary;
using Microsoft.Win32.SafeHandles;

namespace ExchangeHub.BagIt;

/// <summary>Lists the entries of a tar file from its headers; contents are skipped.</summary>
internal sealed class TarIndex(SafeFileHandle handle, ArchiveLimits limits, EntryRegister entries, Findings findings)
{
    private readonly long _length = RandomAccess.GetLength(handle);
    private readonly byte[] _block = new byte[TarHeader.BlockBytes];
    private PaxRecords _next = new();
    private long _offset;

    public void Read(CancellationToken cancellationToken)
    {
        while (ReadBlock())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                CheckEnd();
                return;
            }

            var header = TarHeader.Read(_block, out var fault);
            if (fault is not null)
            {
                findings.Add(BagFault.ArchiveInconsistent, At(_offset), fault);
                return;
            }

            _offset += TarHeader.BlockBytes;
            if (!Take(header))
            {
                return;
            }
        }

        findings.Add(BagFault.ArchiveTruncated, null, new Wording(
            $"在第 {_length} 字节处中断，没有结束块", $"its end at byte {_length}, without the closing blocks"));
    }

    private static string At(long offset) => $"@{offset}";

    private bool Take(TarHeader header)
    {
        switch (header.Type)
        {
            case 'x':
            case 'g':
                return ReadExtension(header, bytes => _next.Read(bytes, isGlobal: header.Type == 'g'));
            case 'L':
                return ReadExtension(header, bytes => TakeLongName(bytes));
            case '0' or '\0' or '5':
                return entries.Count() && TakeEntry(header);
            case 'S':
                findings.Add(BagFault.ArchiveFeatureRefused, header.Name, new Wording("稀疏文件", "a sparse file"));
                return entries.Count() && Skip(header.Name, header.Size);
            default:
                findings.Add(BagFault.EntryKindRefused, _next.Name ?? header.Name, KindOf(header.Type));
                _next = new PaxRecords();
                return entries.Count() && Skip(header.Name, header.Type is >= '1' and <= '6' ? 0 : header.Size);
        }
    }

    private static Wording KindOf(char type) => type switch
    {
        '1' => new Wording("硬链接", "a hard link"),
        '2' or 'K' => new Wording("符号链接", "a symbolic link"),
        '3' => new Wording("字符设备", "a character device"),
        '4' => new Wording("块设备", "a block device"),
        '6' => new Wording("命名管道", "a named pipe"),
        _ => new Wording($"类型 0x{(int)type:x2} 的条目", $"an entry of type 0x{(int)type:x2}"),
    };

    private Wording? TakeLongName(ReadOnlySpan<byte> bytes)
    {
        if (_next.Name is not null || BagPath.Read(bytes.TrimEnd((byte)0)) is not { } name)
        {
            return new Wording("无法读取或重复的长名称", "a long name that cannot be read or is given twice");
        }

        _next.Name = name;
        return null;
    }

    private bool TakeEntry(TarHeader header)
    {
        var (name, size) = (_next.Name ?? header.Name, _next.Size ?? header.Size);
        _next = new PaxRecords();
        var isFolder = header.Type == '5';
        if (name is null)
        {
            findings.Add(BagFault.EntryNameUnreadable, At(_offset - TarHeader.BlockBytes), new Wording(
                "其他编码", "another encoding"));
            return Skip(null, size);
        }

        if (isFolder != name.EndsWith('/') && !isFolder)
        {
            findings.Add(BagFault.ArchiveInconsistent, name, new Wording("以“/”结尾的文件", "a file whose name ends with '/'"));
        }
        else if (isFolder && size > 0)
        {
            findings.Add(BagFault.ArchiveInconsistent, name, new Wording("有内容的文件夹", "a folder with content"));
        }
        else if (isFolder)
        {
            entries.AddFolder(name.EndsWith('/') ? name[..^1] : name);
        }
        else
        {
            entries.AddFile(new StoredFile(name, size) { Offset = _offset });
        }

        return Skip(name, size);
    }

    private delegate Wording? Extension(ReadOnlySpan<byte> bytes);

    private bool ReadExtension(TarHeader header, Extension read)
    {
        if (header.Size > limits.HeaderBytesMax)
        {
            findings.Add(BagFault.LimitExceeded, At(_offset), new Wording(
                $"{header.Size} 字节的扩展头部，至多 {limits.HeaderBytesMax} 字节",
                $"an extended header of {header.Size} bytes, {limits.HeaderBytesMax} at most"));
            return false;
        }

        var bytes = new byte[header.Size];
        if (!entries.Count() || (RandomAccess.Read(handle, bytes, _offset) is var count && count < bytes.Length))
        {
            return entries.Count() && Skip(null, header.Size);
        }

        if (read(bytes) is { } fault)
        {
            findings.Add(BagFault.ArchiveInconsistent, At(_offset), fault);
            return false;
        }

        return Skip(null, header.Size);
    }

    // To the next header; the last block is filled with zeros.
    private bool Skip(string? name, long size)
    {
        if (size > _length - _offset)
        {
            findings.Add(BagFault.ArchiveTruncated, name, new Wording(
                $"{size} 字节的条目，仅余 {_length - _offset} 字节", $"an entry of {size} bytes, of which {_length - _offset} are left"));
            return false;
        }

        var rest = (int)(size % TarHeader.BlockBytes);
        _offset += size;
        if (rest == 0)
        {
            return true;
        }

        var padding = _block.AsSpan(0, TarHeader.BlockBytes - rest);
        if (RandomAccess.Read(handle, padding, _offset) < padding.Length)
        {
            findings.Add(BagFault.ArchiveTruncated, name, new Wording("不完整的末块", "an incomplete last block"));
            return false;
        }

        _offset += padding.Length;
        if (padding.ContainsAnyExcept((byte)0))
        {
            findings.Add(BagFault.ArchiveOverlap, name, new Wording("填充处有非零字节", "bytes other than zero in the padding"));
        }

        return true;
    }

    private bool ReadBlock() =>
        _length - _offset >= TarHeader.BlockBytes && RandomAccess.Read(handle, _block, _offset) == TarHeader.BlockBytes;

    // Two blocks of zeros, then nothing but zeros.
    private void CheckEnd()
    {
        if (_next.Name is not null || _next.Size is not null)
        {
            findings.Add(BagFault.ArchiveInconsistent, null, new Wording("无条目的扩展头部", "an extended header without an entry"));
        }

        if (_length - _offset < 2 * TarHeader.BlockBytes)
        {
            findings.Add(BagFault.ArchiveTruncated, null, new Wording("仅一个结束块", "one closing block only"));
            return;
        }

        if (_length - _offset > limits.HeaderBytesMax + (64 * TarHeader.BlockBytes))
        {
            findings.Add(BagFault.ArchiveOverlap, null, new Wording(
                $"结束块之后另有 {_length - _offset} 字节", $"{_length - _offset} bytes after the closing blocks"));
            return;
        }

        var rest = new byte[_length - _offset];
        _ = RandomAccess.Read(handle, rest, _offset);
        if (rest.AsSpan().ContainsAnyExcept((byte)0))
        {
            findings.Add(BagFault.ArchiveOverlap, null, new Wording("结束块之后另有数据", "more after the closing blocks"));
        }
    }
}
