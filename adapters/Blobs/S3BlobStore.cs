using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Blobs;

/// <summary>Blobs as objects of a bucket in an S3-compatible store: <c>ab/cd/abcd…</c>, by the digits of their SHA-256.</summary>
/// <remarks>
/// An object appears when all of it has come. Large ones go in parts; parts that a crash left behind are removed by a rule of the
/// bucket (AbortIncompleteMultipartUpload). Nothing but the one bucket is ever named.
/// </remarks>
public sealed class S3BlobStore : IBlobStore, IDisposable
{
    private const int KeptAtOnce = 8;

    private readonly AmazonS3Client _client;
    private readonly string _bucket;

    /// <summary>Opens a bucket that exists.</summary>
    /// <param name="bucket">Its address with the name as the path, such as <c>https://s3.example/evidence</c>.</param>
    /// <param name="keyId">Id of the access key.</param>
    /// <param name="secret">Its secret.</param>
    /// <exception cref="FormatException">The address is not of that shape.</exception>
    public S3BlobStore(string bucket, string keyId, string secret)
    {
        if (!Uri.TryCreate(bucket, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            || address.AbsolutePath.Trim('/') is not { Length: > 0 } name || name.Contains('/', StringComparison.Ordinal))
        {
            throw new FormatException(
                $"The bucket must be an address such as https://s3.example/evidence; found '{bucket}'.");
        }

        _bucket = name;
        _client = new AmazonS3Client(new BasicAWSCredentials(keyId, secret), new AmazonS3Config
        {
            ServiceURL = address.GetLeftPart(UriPartial.Authority),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            UseHttp = address.Scheme == "http",
        });
    }

    /// <inheritdoc/>
    public Task<long?> FindAsync(Digest content, CancellationToken cancellation) => AskAsync<long?>(async () =>
    {
        try
        {
            return (await _client.GetObjectMetadataAsync(_bucket, KeyOf(content), cancellation).ConfigureAwait(false))
                .ContentLength;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    /// <inheritdoc/>
    public Task KeepAsync(IReadOnlyCollection<StagedBlob> blobs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = KeptAtOnce, CancellationToken = cancellation };
        return AskAsync(async () =>
        {
            await Parallel.ForEachAsync(blobs, limits, async (blob, ending) =>
                await (blob.Bytes > S3Parts.Bytes
                    ? S3Parts.PutAsync(_client, (_bucket, KeyOf(blob.Content)), blob, ending)
                    : PutAsync(blob, ending)).ConfigureAwait(false))
                .ConfigureAwait(false);
            return true;
        });
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(Digest content, CancellationToken cancellation) => AskAsync(async () =>
    {
        try
        {
            var request = new GetObjectRequest { BucketName = _bucket, Key = KeyOf(content) };
            return (await _client.GetObjectAsync(request, cancellation).ConfigureAwait(false)).ResponseStream;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            throw new FileNotFoundException($"There is no blob {content} in the bucket.", missing);
        }
    });

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _client.Dispose();
    }

    private Task<PutObjectResponse> PutAsync(StagedBlob blob, CancellationToken cancellation) => _client.PutObjectAsync(
        new PutObjectRequest
        {
            BucketName = _bucket, Key = KeyOf(blob.Content), FilePath = blob.File, UseChunkEncoding = false,
        },
        cancellation);

    private static string KeyOf(Digest content)
    {
        var digits = Convert.ToHexStringLower(content.ToBytes().AsSpan());
        return $"{digits[..2]}/{digits[2..4]}/{digits}";
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (AmazonS3Exception full) when (full.ErrorCode is "QuotaExceeded" or "XMinioStorageFull"
            || full.StatusCode == HttpStatusCode.InsufficientStorage)
        {
            throw new BlobStoreFullException("The bucket is full.", full);
        }
        catch (Exception failed) when (failed is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new IOException($"The bucket cannot be used: {failed.Message}", failed);
        }
    }
}
