using System.Security.Cryptography;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Transfers;

/// <summary>Sends one chunk.</summary>
internal delegate Task SendChunk(long offset, ReadOnlyMemory<byte> content);

/// <summary>Reads blobs for those who download them, and compares all of each with its digest.</summary>
internal sealed class BlobReader(IBlobStore store, HubMetrics metrics, ILogger<BlobReader> logger)
{
    // Below the size from which arrays are collected late: whoever receives it makes one for each chunk.
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Sends a file from an offset; its last chunk only once the digest of the whole is right.</summary>
    /// <returns>Why it was not sent to the end; null when it was.</returns>
    public async Task<HubErrors.Failure?> SendAsync(
        PackageFile file, long offset, SendChunk send, CancellationToken cancellation)
    {
        Stream stream;
        try
        {
            stream = await store.OpenReadAsync(file.Content, cancellation);
        }
        catch (FileNotFoundException)
        {
            return Damaged(file.Content);
        }

        await using var closing = stream;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkBytes];
        for (var position = 0L; ;)
        {
            // Up to the offset it is only compared.
            var wanted = position < offset ? (int)Math.Min(buffer.Length, offset - position) : buffer.Length;
            var read = await stream.ReadAtLeastAsync(
                buffer.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellation);
            hash.AppendData(buffer, 0, read);
            var isLast = position + read >= file.Bytes || read < wanted;
            if (isLast && (position + read != file.Bytes || await stream.ReadAsync(new byte[1], cancellation) > 0
                || Digest.FromBytes(hash.GetHashAndReset()) != file.Content))
            {
                return Damaged(file.Content);
            }

            if (position >= offset && read > 0)
            {
                await send(position, buffer.AsMemory(0, read));
                metrics.EvidenceWent(read);
            }

            position += read;
            if (isLast)
            {
                return null;
            }
        }
    }

    private HubErrors.Failure Damaged(Digest content)
    {
        metrics.BlobDamaged();
        metrics.Alarmed();
        TransferLog.Damaged(logger, content.ToString());
        return TransferErrors.Damaged(content);
    }
}
