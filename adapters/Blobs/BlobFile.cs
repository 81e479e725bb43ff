namespace ExchangeHub.Blobs;

/// <summary>A file that is read from its begin to its end, mostly out of the system's cache: a reading on the thread that asks is
/// cheaper than handing each to another one, which the base library does.</summary>
internal sealed class BlobFile(string path) : FileStream(path, Options)
{
    private static readonly FileStreamOptions Options = new()
    {
        Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan,
    };

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(Read(buffer.Span));
    }
}
