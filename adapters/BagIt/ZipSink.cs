using System.Buffers.Binary;
using System.Text;

namespace ExchangeHub.BagIt;

/// <summary>Writes a zip file without compression; ZIP64 records only where a length or a place asks for them.</summary>
internal sealed class ZipSink(string destination, string name, DateTimeOffset modified) : ArchiveSink(destination)
{
    private const uint Beyond = uint.MaxValue;

    private readonly uint _time = DosTime(modified);
    private readonly List<(byte[] Path, long Offset, long Length, uint Crc)> _entries = [];
    private Crc32 _crc;

    public override ValueTask BeginAsync(string path, long length, CancellationToken cancellationToken)
    {
        _entries.Add((Encoding.UTF8.GetBytes($"{name}/{path}"), Archive.Position, length, 0));
        _crc = default;
        return Archive.WriteAsync(Local(_entries[^1]), cancellationToken);
    }

    public override ValueTask AddFolderAsync(string path, CancellationToken cancellationToken) =>
        BeginAsync($"{path}/", 0, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        _crc.Append(part.Span);
        return base.WriteAsync(part, cancellationToken);
    }

    // The checksum stands before the content and is known behind it.
    public override async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        _entries[^1] = _entries[^1] with { Crc = _crc.Value };
        var end = Archive.Position;
        Archive.Position = _entries[^1].Offset;
        await Archive.WriteAsync(Local(_entries[^1]), cancellationToken).ConfigureAwait(false);
        Archive.Position = end;
    }

    protected override async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        var start = Archive.Position;
        foreach (var entry in _entries)
        {
            await Archive.WriteAsync(Central(entry), cancellationToken).ConfigureAwait(false);
        }

        await Archive.WriteAsync(End(start, Archive.Position - start), cancellationToken).ConfigureAwait(false);
    }

    private byte[] Local((byte[] Path, long Offset, long Length, uint Crc) entry)
    {
        var isLarge = entry.Length >= Beyond;
        var record = new Record(30 + entry.Path.Length + 20);
        record.Put4(0x04034b50).Put2(isLarge ? 45 : 20).Put2(0x0800).Put2(0).Put4(_time).Put4(entry.Crc)
            .Put4(isLarge ? Beyond : entry.Length).Put4(isLarge ? Beyond : entry.Length)
            .Put2(entry.Path.Length).Put2(isLarge ? 20 : 0).Put(entry.Path);
        if (isLarge)
        {
            record.Put2(1).Put2(16).Put8(entry.Length).Put8(entry.Length);
        }

        return record.ToBytes();
    }

    private byte[] Central((byte[] Path, long Offset, long Length, uint Crc) entry)
    {
        var (isLarge, isFar) = (entry.Length >= Beyond, entry.Offset >= Beyond);
        var extra = (isLarge ? 16 : 0) + (isFar ? 8 : 0);
        var record = new Record(46 + entry.Path.Length + 28);
        record.Put4(0x02014b50).Put2((3 << 8) | (isLarge || isFar ? 45 : 20)).Put2(isLarge ? 45 : 20)
            .Put2(0x0800).Put2(0).Put4(_time).Put4(entry.Crc)
            .Put4(isLarge ? Beyond : entry.Length).Put4(isLarge ? Beyond : entry.Length)
            .Put2(entry.Path.Length).Put2(extra == 0 ? 0 : extra + 4).Put2(0).Put2(0).Put2(0)
            .Put4(entry.Path[^1] == '/' ? 0x41ED0010L : 0x81A40000L).Put4(isFar ? Beyond : entry.Offset).Put(entry.Path);
        if (extra > 0)
        {
            record.Put2(1).Put2(extra);
        }

        if (isLarge)
        {
            record.Put8(entry.Length).Put8(entry.Length);
        }

        if (isFar)
        {
            record.Put8(entry.Offset);
        }

        return record.ToBytes();
    }

    private byte[] End(long start, long length)
    {
        var isLarge = start >= Beyond || length >= Beyond || _entries.Count >= ushort.MaxValue;
        var record = new Record(56 + 20 + 22);
        if (isLarge)
        {
            record.Put4(0x06064b50).Put8(44).Put2((3 << 8) | 45).Put2(45).Put4(0).Put4(0)
                .Put8(_entries.Count).Put8(_entries.Count).Put8(length).Put8(start)
                .Put4(0x07064b50).Put4(0).Put8(start + length).Put4(1);
        }

        var count = isLarge ? ushort.MaxValue : _entries.Count;
        return record.Put4(0x06054b50).Put2(0).Put2(0).Put2(count).Put2(count)
            .Put4(isLarge ? Beyond : length).Put4(isLarge ? Beyond : start).Put2(0).ToBytes();
    }

    private static uint DosTime(DateTimeOffset time)
    {
        if (time.Year is < 1980 or > 2107)
        {
            return (1 << 21) | (1 << 16);
        }

        return (uint)(((time.Year - 1980) << 25) | (time.Month << 21) | (time.Day << 16)
            | (time.Hour << 11) | (time.Minute << 5) | (time.Second / 2));
    }

    /// <summary>A record of little-endian numbers.</summary>
    private sealed class Record(int bytesMax)
    {
        private readonly byte[] _bytes = new byte[bytesMax];
        private int _count;

        public Record Put2(int value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(_count), (ushort)value);
            _count += 2;
            return this;
        }

        public Record Put4(long value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_count), (uint)value);
            _count += 4;
            return this;
        }

        public Record Put8(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_count), value);
            _count += 8;
            return this;
        }

        public void Put(byte[] bytes)
        {
            bytes.CopyTo(_bytes, _count);
            _count += bytes.Length;
        }

        public byte[] ToBytes() => _bytes[.._count];
    }
}
