using Amazon.S3;
using Amazon.S3.Model;
using ExchangeHub.Transfers;

namespace ExchangeHub.Blobs;

/// <summary>Puts a large file into a bucket, part by part.</summary>
internal static class S3Parts
{
    /// <summary>The size of a part, and from which on there are parts. S3 takes 10 000 of them: 156 GiB.</summary>
    public const int Bytes = 16 * 1024 * 1024;

    /// <summary>Puts a file; it appears when all of it has come.</summary>
    public static async Task PutAsync(
        AmazonS3Client client, (string Bucket, string Key) place, StagedBlob blob, CancellationToken cancellation)
    {
        var (bucket, key) = place;
        var id = (await client.InitiateMultipartUploadAsync(bucket, key, cancellation).ConfigureAwait(false)).UploadId;
        try
        {
            var parts = new List<PartETag>();
            for (var position = 0L; position < blob.Bytes; position += Bytes)
            {
                var sent = await client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = bucket,
                        Key = key,
                        UploadId = id,
                        PartNumber = parts.Count + 1,
                        FilePath = blob.File,
                        FilePosition = position,
                        PartSize = Math.Min(Bytes, blob.Bytes - position),
                        UseChunkEncoding = false,
                    },
                    cancellation).ConfigureAwait(false);
                parts.Add(new PartETag(parts.Count + 1, sent.ETag));
            }

            _ = await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = id, PartETags = parts },
                cancellation).ConfigureAwait(false);
        }
        catch
        {
            _ = await client.AbortMultipartUploadAsync(bucket, key, id, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
