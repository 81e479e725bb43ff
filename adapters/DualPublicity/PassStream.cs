using System.Security.Cryptography;
using ExchangeHub.Vocabulary;
using Microsoft.Win32.SafeHandles;

namespace ExchangeHub.DualPublicity;

/// <summary>One reading of a file from its first byte to its last, that counts and hashes what it hands out.</summary>
/// <remarks>Passes over the same handle do not disturb each other: each has its own position.</remarks>
internal sealed class PassStream(SafeFileHandle file) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Gets how many bytes were handed out.</summary>
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => BytesRead;
        set => throw new NotSupportedException();
    }

    /// <summary>Tells the digest of everything handed out, once.</summary>
    public Digest FinishDigest() => Digest.FromBytes(_hash.GetHashAndReset());

    public override int Read(Span<byte> buffer) => Took(buffer, RandomAccess.Read(file, buffer, BytesRead));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await RandomAccess.ReadAsync(file, buffer, BytesRead, cancellationToken).ConfigureAwait(false);
        return Took(buffer.Span, count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Took(ReadOnlySpan<byte> buffer, int count)
    {
        _hash.AppendData(buffer[..count]);
        BytesRead += count;
        return count;
    }
}
