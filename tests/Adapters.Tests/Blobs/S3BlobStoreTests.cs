using ExchangeHub.Blobs;
using ExchangeHub.Transfers;

namespace ExchangeHub.Adapters.Tests.Blobs;

/// <summary>The store against an S3 server that we did not write.</summary>
public sealed class S3BlobStoreTests(S3Server server) : BlobStoreConformance, IClassFixture<S3Server>
{
    private readonly S3BlobStore _store = new(server.Bucket, S3Server.KeyId, S3Server.Secret);

    protected override IBlobStore Store => _store;

    [Fact]
    public async Task An_unknown_key_is_a_failure_and_not_a_missing_blob()
    {
        using var stranger = new S3BlobStore(server.Bucket, "STRANGER", "whatever");

        _ = await Assert.ThrowsAsync<IOException>(() =>
            stranger.FindAsync(Vocabulary.Digest.Of("anything"u8), CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("evidence")]
    [InlineData("http://127.0.0.1:9000")]
    [InlineData("http://127.0.0.1:9000/a/b")]
    public void An_address_without_a_bucket_is_refused(string bucket) =>
        Assert.Throws<FormatException>(() => new S3BlobStore(bucket, S3Server.KeyId, S3Server.Secret));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _store.Dispose();
    }
}
