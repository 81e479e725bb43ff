using System.IO.Compression;
using ExchangeHub.Vocabulary;
using Microsoft.Win32.SafeHandles;

namespace ExchangeHub.BagIt;

/// <summary>A part of a file, without a position that others could move.</summary>
/// <param name="handle">The file.</param>
/// <param name="start">Where the part begins.</param>
/// <param name="length">How long it is; the end of the file ends it too.</param>
/// <param name="isOwner">Whether the file is closed with the stream.</param>
/// <param name="hasLastApart">Whether the last byte is given only to a reading of its own.</param>
internal sealed class SectionStream(SafeFileHandle handle, long start, long length, bool isOwner, bool hasLastApart = false)
    : ReadStream
{
    private long _position;

    public override bool CanSeek => true;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override int Read(Span<byte> buffer) =>
        Advance(RandomAccess.Read(handle, buffer[..Wanted(buffer.Length)], start + _position));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = buffer[..Wanted(buffer.Length)];
        return Advance(await RandomAccess.ReadAsync(handle, wanted, start + _position, cancellationToken).ConfigureAwait(false));
    }

    public override long Seek(long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing && isOwner)
        {
            handle.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Wanted(int most) =>
        (int)Math.Min(most, length - _position - (hasLastApart && _position < length - 1 ? 1 : 0));

    private int Advance(int read)
    {
        _position += read;
        return read;
    }
}

/// <summary>The deflated content of a section, which must be used up by it.</summary>
/// <remarks>The section gives its last byte apart: content that ends earlier never asks for it.</remarks>
internal sealed class InflatedStream(SectionStream section) : ReadStream
{
    private readonly DeflateStream _inflated = new(section, CompressionMode.Decompress, leaveOpen: true);

    public override int Read(Span<byte> buffer) => Judge(_inflated.Read(buffer), buffer.Length);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Judge(await _inflated.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inflated.Dispose();
            section.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Judge(int read, int wanted) => read == 0 && wanted > 0 && section.Position < section.Length
        ? throw new FalseContentException(new Wording("压缩数据之后另有字节", "bytes after the end of the compressed content"))
        : read;
}
