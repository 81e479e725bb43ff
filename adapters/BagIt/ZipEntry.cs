using System.Buffers.Binary;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>What the central directory of a zip file says of an entry (APPNOTE.TXT, 4.3.12).</summary>
internal sealed class ZipEntry
{
    public const int FixedBytes = 46;
    private const ushort Zip64 = 0x0001;
    private const ushort UnicodePath = 0x7075;

    // The flags whose meaning is known: level of deflation, lengths after the content, UTF-8.
    private const int KnownFlags = 0x0006 | HasDescriptorFlag | Utf8Flag;
    private const int HasDescriptorFlag = 0x0008;
    private const int Utf8Flag = 0x0800;

    private readonly byte[] _header;
    private readonly byte[] _name;

    private ZipEntry(byte[] header, byte[] name) => (_header, _name) = (header, name);

    /// <summary>Gets the name as bytes.</summary>
    public ReadOnlySpan<byte> Name => _name;

    /// <summary>Gets the name; null when it is not surely UTF-8.</summary>
    public string? Text { get; private set; }

    public long StoredLength { get; private set; }

    public long Length { get; private set; }

    /// <summary>Gets where the local header is.</summary>
    public long Offset { get; private set; }

    public uint Crc => BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(16));

    public bool IsDeflated => Words(10) == 8;

    public bool HasDescriptor => (Words(8) & HasDescriptorFlag) != 0;

    public bool IsFolder => _name is [.., (byte)'/'];

    /// <summary>Gets the fields that the local header repeats: version needed, flags, method, time, date.</summary>
    public ReadOnlySpan<byte> Repeated => _header.AsSpan(6, 10);

    /// <summary>Says which feature of the entry is not read; null when all are.</summary>
    public Wording? Unread =>
        (Words(8) & 0x2041) != 0 ? new Wording("加密的条目", "an encrypted entry")
        : (Words(8) & ~KnownFlags) != 0 ? new Wording($"标志 0x{Words(8):x4}", $"the flags 0x{Words(8):x4}")
        : Words(10) is not (0 or 8) ? new Wording($"压缩方法 {Words(10)}", $"the compression method {Words(10)}")
        : Words(34) != 0 ? new Wording("位于其他分卷的条目", "an entry in another part")
        : null;

    /// <summary>Says which kind of file it is, when it is neither file nor folder.</summary>
    public Wording? Kind => (BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(38)) >> 28) switch
    {
        0 or 4 or 8 => null,
        0xA => new Wording("符号链接", "a symbolic link"),
        2 => new Wording("字符设备", "a character device"),
        6 => new Wording("块设备", "a block device"),
        1 => new Wording("命名管道", "a named pipe"),
        var kind => new Wording($"类型 {kind:x}000 的条目", $"an entry of type {kind:x}000"),
    };

    /// <summary>Reads an entry of the central directory.</summary>
    /// <param name="header">Its 46 fixed bytes; kept.</param>
    /// <param name="name">Its name; kept.</param>
    /// <param name="extra">Its extra fields.</param>
    /// <returns>The entry; null when its extra fields are malformed.</returns>
    public static ZipEntry? Read(byte[] header, byte[] name, ReadOnlySpan<byte> extra)
    {
        var entry = new ZipEntry(header, name)
        {
            StoredLength = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(20)),
            Length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(24)),
            Offset = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(42)),
        };
        var text = BagPath.Read(name);
        var isUtf8 = (entry.Words(8) & Utf8Flag) != 0 || !name.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)0x7F);
        var sees64 = false;
        while (TryTake(ref extra, out var id, out var content))
        {
            if (id == Zip64 && (sees64 || !entry.Take64(content)))
            {
                return null;
            }

            sees64 |= id == Zip64;
            if (id == UnicodePath && content.Length >= 5)
            {
                // Info-ZIP says by it that the bytes of the name are UTF-8; another name there would be another file to others.
                if (!content[5..].SequenceEqual(name))
                {
                    return null;
                }

                isUtf8 = true;
            }
        }

        entry.Text = isUtf8 ? text : null;
        return extra.IsEmpty && entry.Length >= 0 && entry.StoredLength >= 0 && entry.Offset >= 0
            && (sees64 || (entry.Length != uint.MaxValue && entry.StoredLength != uint.MaxValue && entry.Offset != uint.MaxValue))
            ? entry
            : null;
    }

    /// <summary>Takes one extra field off.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> extra, out ushort id, out ReadOnlySpan<byte> content)
    {
        id = 0;
        content = default;
        if (extra.Length < 4)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
        if (length > extra.Length - 4)
        {
            return false;
        }

        id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
        content = extra.Slice(4, length);
        extra = extra[(4 + length)..];
        return true;
    }

    private bool Take64(ReadOnlySpan<byte> content)
    {
        Span<long> values = [Length, StoredLength, Offset];
        foreach (ref var value in values)
        {
            if (value != uint.MaxValue)
            {
                continue;
            }

            if (content.Length < 8)
            {
                return false;
            }

            value = BinaryPrimitives.ReadInt64LittleEndian(content);
            content = content[8..];
        }

        (Length, StoredLength, Offset) = (values[0], values[1], values[2]);
        return true;
    }

    private int Words(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(at));
}
