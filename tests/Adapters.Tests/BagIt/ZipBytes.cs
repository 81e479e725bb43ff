using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>An entry of a zip file in which every field can be wrong.</summary>
internal sealed record ZipPart(byte[] Name, byte[] Content)
{
    public byte[] LocalName { get; init; } = Name;

    public int Flags { get; init; } = 0x0800;

    public int Method { get; init; }

    public int? LocalMethod { get; init; }

    public byte[] Stored { get; init; } = Content;

    public uint Crc { get; init; } = CrcOf(Content);

    public long Length { get; init; } = Content.Length;

    public long? LocalLength { get; init; }

    public uint Attributes { get; init; } = 0x81A40000;

    public byte[] Extra { get; init; } = [];

    public byte[] LocalExtra { get; init; } = [];

    public int Disk { get; init; }

    public byte[] Behind { get; init; } = [];

    public long? Offset { get; init; }

    public static ZipPart Of(string name, byte[]? content = null) => new(Encoding.UTF8.GetBytes(name), content ?? []);

    public ZipPart Deflated()
    {
        using var stored = new MemoryStream();
        using (var deflate = new DeflateStream(stored, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(Content);
        }

        return this with { Method = 8, Stored = stored.ToArray() };
    }

    public static uint CrcOf(byte[] content)
    {
        var crc = ~0u;
        foreach (var value in content)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}

/// <summary>Puts a zip file together byte by byte.</summary>
internal static class ZipBytes
{
    public static IEnumerable<ZipPart> Of(IEnumerable<KeyValuePair<string, byte[]>> files) =>
        files.Select(file => ZipPart.Of($"bag/{file.Key}", file.Value));

    public static byte[] Of(IEnumerable<ZipPart> parts, Action<byte[]>? alterEnd = null, byte[]? before = null)
    {
        using var bytes = new MemoryStream();
        bytes.Write(before ?? []);
        var central = new List<byte[]>();
        foreach (var part in parts)
        {
            central.Add(Central(part, part.Offset ?? bytes.Position));
            bytes.Write(Local(part));
            bytes.Write(part.Stored);
            bytes.Write(part.Behind);
        }

        var start = bytes.Position;
        central.ForEach(entry => bytes.Write(entry));
        var end = new byte[22];
        Put(end, 0, 0x06054b50, 4);
        Put(end, 8, central.Count, 2);
        Put(end, 10, central.Count, 2);
        Put(end, 12, bytes.Position - start, 4);
        Put(end, 16, start, 4);
        alterEnd?.Invoke(end);
        bytes.Write(end);
        return bytes.ToArray();
    }

    public static void Put(byte[] record, int at, long value, int bytes)
    {
        var all = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        all.AsSpan(0, bytes).CopyTo(record.AsSpan(at));
    }

    public static byte[] Numbers(params (long Value, int Bytes)[] numbers)
    {
        var record = new byte[numbers.Sum(number => number.Bytes)];
        var at = 0;
        foreach (var (value, bytes) in numbers)
        {
            Put(record, at, value, bytes);
            at += bytes;
        }

        return record;
    }

    private static byte[] Local(ZipPart part)
    {
        var late = (part.Flags & 8) != 0;
        return
        [
            .. Numbers((0x04034b50, 4), (20, 2), (part.Flags, 2), (part.LocalMethod ?? part.Method, 2), (0x2100, 4),
                (late ? 0 : part.Crc, 4),
                (late ? 0 : part.Stored.Length, 4), (part.LocalLength ?? (late ? 0 : part.Length), 4), (part.LocalName.Length, 2),
                (part.LocalExtra.Length, 2)),
            .. part.LocalName, .. part.LocalExtra,
        ];
    }

    private static byte[] Central(ZipPart part, long offset) =>
    [
        .. Numbers((0x02014b50, 4), (0x0314, 2), (20, 2), (part.Flags, 2), (part.Method, 2), (0x2100, 4), (part.Crc, 4),
            (part.Stored.Length, 4), (part.Length, 4), (part.Name.Length, 2), (part.Extra.Length, 2), (0, 2),
            (part.Disk, 2), (0, 2), (part.Attributes, 4), (offset, 4)),
        .. part.Name, .. part.Extra,
    ];
}
