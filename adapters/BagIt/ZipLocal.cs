using System.Buffers.Binary;
using ExchangeHub.Vocabulary;
using Microsoft.Win32.SafeHandles;

namespace ExchangeHub.BagIt;

/// <summary>Compares the header before the content of an entry with the central directory (APPNOTE.TXT, 4.3.7 and
/// 4.3.9).</summary>
/// <remarks>Programs differ in which of the two they believe: what the two say must be one.</remarks>
internal static class ZipLocal
{
    private const int FixedBytes = 30;
    private const ushort Zip64 = 0x0001;

    private static readonly Wording Elsewhere = new(
        "条目头部与目录不一致", "a header before the content that differs from the central directory");

    /// <summary>Finds the content of an entry.</summary>
    /// <param name="handle">The archive.</param>
    /// <param name="entry">What the central directory says.</param>
    /// <param name="next">Where the next entry or the central directory begins.</param>
    /// <param name="fault">What is wrong, or null.</param>
    /// <returns>Where the content begins.</returns>
    public static long Find(SafeFileHandle handle, ZipEntry entry, long next, out Wording? fault)
    {
        Span<byte> header = stackalloc byte[FixedBytes];
        fault = Elsewhere;
        if (RandomAccess.Read(handle, header, entry.Offset) != FixedBytes || !header.StartsWith("PK\x03\x04"u8)
            || !header.Slice(4, 10).SequenceEqual(entry.Repeated))
        {
            return 0;
        }

        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);
        var rest = new byte[nameLength + BinaryPrimitives.ReadUInt16LittleEndian(header[28..])];
        if (nameLength != entry.Name.Length || RandomAccess.Read(handle, rest, entry.Offset + FixedBytes) != rest.Length
            || !entry.Name.SequenceEqual(rest.AsSpan(0, nameLength)) || !Agrees(header, rest.AsSpan(nameLength), entry))
        {
            return 0;
        }

        var start = entry.Offset + FixedBytes + rest.Length;
        if (entry.StoredLength > next - start)
        {
            fault = new Wording("与下一条目重叠的内容", "content that overlaps the next entry");
            return 0;
        }

        fault = EndsAt(handle, entry, start + entry.StoredLength, next)
            ? null
            : new Wording("条目之后另有字节", "bytes between this entry and the next");
        return start;
    }

    private static bool Agrees(ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra, ZipEntry entry)
    {
        var crc = BinaryPrimitives.ReadUInt32LittleEndian(header[14..]);
        long stored = BinaryPrimitives.ReadUInt32LittleEndian(header[18..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(header[22..]);
        while (ZipEntry.TryTake(ref extra, out var id, out var content))
        {
            if (id == Zip64 && content.Length >= 16 && stored == uint.MaxValue && length == uint.MaxValue)
            {
                length = BinaryPrimitives.ReadInt64LittleEndian(content);
                stored = BinaryPrimitives.ReadInt64LittleEndian(content[8..]);
            }
        }

        return extra.IsEmpty && ((crc == entry.Crc && stored == entry.StoredLength && length == entry.Length)
            || (entry.HasDescriptor && crc == 0 && stored == 0 && length == 0));
    }

    // With lengths after the content there are four shapes: with or without a signature, of 4 or of 8 bytes.
    private static bool EndsAt(SafeFileHandle handle, ZipEntry entry, long end, long next)
    {
        if (!entry.HasDescriptor)
        {
            return end == next;
        }

        if (next - end is not (12 or 16 or 20 or 24))
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[24];
        var descriptor = buffer[..(int)(next - end)];
        if (RandomAccess.Read(handle, descriptor, end) != descriptor.Length)
        {
            return false;
        }

        if (descriptor.Length is 16 or 24)
        {
            if (!descriptor.StartsWith("PK\x07\x08"u8))
            {
                return false;
            }

            descriptor = descriptor[4..];
        }

        var (stored, length) = descriptor.Length == 12
            ? (BinaryPrimitives.ReadUInt32LittleEndian(descriptor[4..]), BinaryPrimitives.ReadUInt32LittleEndian(descriptor[8..]))
            : (BinaryPrimitives.ReadInt64LittleEndian(descriptor[4..]), BinaryPrimitives.ReadInt64LittleEndian(descriptor[12..]));
        return BinaryPrimitives.ReadUInt32LittleEndian(descriptor) == entry.Crc && stored == entry.StoredLength
            && length == entry.Length;
    }
}
