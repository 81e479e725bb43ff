using System.Buffers.Binary;
using ExchangeHub.Vocabulary;
using Microsoft.Win32.SafeHandles;

namespace ExchangeHub.BagIt;

/// <summary>Where the central directory of a zip file is (APPNOTE.TXT, 4.3.14 to 4.3.16).</summary>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct ZipEnd(long Entries, long Start, long End)
{
    private const int EndBytes = 22;
    private const int LocatorBytes = 20;
    private const int End64Bytes = 56;
    private const int CommentBytesMax = 65535;

    /// <summary>Finds the end records and compares them.</summary>
    /// <returns>Where the directory is; null when something is wrong, which the findings then say.</returns>
    public static ZipEnd? Find(SafeFileHandle handle, Findings findings)
    {
        var length = RandomAccess.GetLength(handle);
        var tail = new byte[(int)Math.Min(length, EndBytes + CommentBytesMax)];
        _ = RandomAccess.Read(handle, tail, length - tail.Length);
        var at = tail.Length - EndBytes;
        while (at >= 0 && !IsEnd(tail.AsSpan(at)))
        {
            at--;
        }

        if (at < 0)
        {
            findings.Add(BagFault.ArchiveTruncated, null, new Wording("没有目录结束记录", "no end of the central directory"));
            return null;
        }

        var record = tail.AsSpan(at, EndBytes);
        var offset = length - tail.Length + at;
        if (Words(record, 4) != 0 || Words(record, 6) != 0 || Words(record, 8) != Words(record, 10))
        {
            findings.Add(BagFault.ArchiveFeatureRefused, null, new Wording("分卷归档", "an archive in several parts"));
            return null;
        }

        var end = Read(handle, record, offset, out var fault);
        if (fault is not null)
        {
            findings.Add(BagFault.ArchiveInconsistent, null, fault);
        }

        return end;
    }

    private static ZipEnd? Read(SafeFileHandle handle, ReadOnlySpan<byte> record, long offset, out Wording? fault)
    {
        var end = new ZipEnd(
            Words(record, 10),
            BinaryPrimitives.ReadUInt32LittleEndian(record[16..]),
            offset);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        Span<byte> locator = stackalloc byte[LocatorBytes];
        if (offset >= LocatorBytes && RandomAccess.Read(handle, locator, offset - LocatorBytes) == LocatorBytes
            && locator.StartsWith("PK\x06\x07"u8))
        {
            return Read64(handle, locator, offset - LocatorBytes, (end, size), out fault);
        }

        fault = end.Start + size == end.End
            ? null
            : new Wording("目录不在所记载的位置", "a central directory that is not where its end says");
        return fault is null ? end : null;
    }

    private static ZipEnd? Read64(
        SafeFileHandle handle, ReadOnlySpan<byte> locator, long locatorAt, (ZipEnd End, long Size) old, out Wording? fault)
    {
        var at = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        Span<byte> record = stackalloc byte[End64Bytes];
        fault = new Wording("两处目录结束记录不一致", "two ends of the central directory that disagree");
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator[4..]) != 0
            || BinaryPrimitives.ReadUInt32LittleEndian(locator[16..]) != 1
            || at < 0 || at > locatorAt - End64Bytes || RandomAccess.Read(handle, record, at) != End64Bytes
            || !record.StartsWith("PK\x06\x06"u8)
            || BinaryPrimitives.ReadInt64LittleEndian(record[4..]) != locatorAt - at - 12
            || BinaryPrimitives.ReadUInt64LittleEndian(record[16..]) != 0)
        {
            return null;
        }

        var (here, all) = (
            BinaryPrimitives.ReadInt64LittleEndian(record[24..]), BinaryPrimitives.ReadInt64LittleEndian(record[32..]));
        var (size, start) = (
            BinaryPrimitives.ReadInt64LittleEndian(record[40..]), BinaryPrimitives.ReadInt64LittleEndian(record[48..]));
        if (here != all || size < 0 || start < 0 || start > at || size != at - start
            || !Agree(old.End.Entries, all, ushort.MaxValue) || !Agree(old.Size, size, uint.MaxValue)
            || !Agree(old.End.Start, start, uint.MaxValue))
        {
            return null;
        }

        fault = null;
        return new ZipEnd(all, start, at);
    }

    private static bool Agree(long old, long value, long placeholder) => old == placeholder || old == value;

    private static bool IsEnd(ReadOnlySpan<byte> record) =>
        record.StartsWith("PK\x05\x06"u8) && Words(record, 20) == record.Length - EndBytes;

    private static int Words(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);
}
