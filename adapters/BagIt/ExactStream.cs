using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>Thrown when the content of an entry is not what its header declares.</summary>
internal sealed class FalseContentException(Wording found) : IOException(found.English)
{
    public static readonly Wording Unreadable = new("无法解压的数据", "content that cannot be inflated");

    public Wording Found { get; } = found;
}

/// <summary>Reads exactly the declared number of bytes, and compares the CRC-32.</summary>
/// <remarks>It never asks for more than one byte beyond the declared length, so that a lying header costs nothing.</remarks>
internal sealed class ExactStream(Stream inner, long length, uint? crc) : ReadStream
{
    private readonly byte[] _beyond = new byte[1];
    private Crc32 _actual;
    private long _read;
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.Length == 0)
        {
            return 0;
        }

        if (_read == length)
        {
            return End(inner.Read(_beyond));
        }

        var wanted = buffer[..(int)Math.Min(buffer.Length, length - _read)];
        return Take(inner.Read(wanted), wanted);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended || buffer.Length == 0)
        {
            return 0;
        }

        if (_read == length)
        {
            return End(await inner.ReadAsync(_beyond, cancellationToken).ConfigureAwait(false));
        }

        var wanted = buffer[..(int)Math.Min(buffer.Length, length - _read)];
        return Take(await inner.ReadAsync(wanted, cancellationToken).ConfigureAwait(false), wanted.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Take(int read, ReadOnlySpan<byte> buffer)
    {
        if (read == 0)
        {
            throw new FalseContentException(new Wording(
                $"{_read} 字节，应为 {length} 字节", $"{_read} bytes instead of {length}"));
        }

        if (crc is not null)
        {
            _actual.Append(buffer[..read]);
        }

        _read += read;
        return read;
    }

    private int End(int read)
    {
        _ended = true;
        if (read > 0)
        {
            throw new FalseContentException(new Wording(
                $"超过所记载的 {length} 字节", $"more than the {length} bytes declared"));
        }

        return crc is null || crc == _actual.Value
            ? 0
            : throw new FalseContentException(new Wording(
                $"CRC-32 为 {_actual.Value:x8}，应为 {crc:x8}", $"the CRC-32 {_actual.Value:x8} instead of {crc:x8}"));
    }
}
