using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Adapters.Tests.Blobs;

/// <summary>What every store of blobs does.</summary>
public abstract class BlobStoreConformance : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("xhub-staged-");

    /// <summary>Gets the store.</summary>
    protected abstract IBlobStore Store { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(20_000_000)]
    public async Task What_is_kept_is_given_back(int bytes)
    {
        var (blob, content) = Stage(bytes, seed: bytes);

        await Store.KeepAsync([blob], CancellationToken.None);

        Assert.Equal(bytes, await Store.FindAsync(blob.Content, CancellationToken.None));
        Assert.Equal(content, await ReadAsync(blob.Content));
    }

    [Fact]
    public async Task What_was_never_kept_is_not_there()
    {
        var missing = Digest.Of("never"u8);

        Assert.Null(await Store.FindAsync(missing, CancellationToken.None));
        _ = await Assert.ThrowsAsync<FileNotFoundException>(() => Store.OpenReadAsync(missing, CancellationToken.None));
    }

    [Fact]
    public async Task Many_are_kept_at_once_and_again()
    {
        for (var round = 0; round < 2; round++)
        {
            var blobs = Enumerable.Range(0, 50).Select(index => Stage(1000 + index, index)).ToList();
            await Store.KeepAsync([.. blobs.Select(blob => blob.Blob)], CancellationToken.None);
            foreach (var (blob, content) in blobs)
            {
                Assert.Equal(content, await ReadAsync(blob.Content));
            }
        }
    }

    [Fact]
    public async Task Two_writers_of_one_blob_keep_it_once()
    {
        var (first, content) = Stage(300_000, seed: 5);
        var (second, _) = Stage(300_000, seed: 5);

        await Task.WhenAll(
            Store.KeepAsync([first], CancellationToken.None), Store.KeepAsync([second], CancellationToken.None));

        Assert.Equal(content, await ReadAsync(first.Content));
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _scratch.Delete(recursive: true);

    private (StagedBlob Blob, byte[] Content) Stage(int bytes, int seed)
    {
        var content = new byte[bytes];
        new Random(seed).NextBytes(content);
        var file = Path.Combine(_scratch.FullName, Path.GetRandomFileName());
        File.WriteAllBytes(file, content);
        return (new StagedBlob(Digest.Of(content), file, bytes), content);
    }

    private async Task<byte[]> ReadAsync(Digest content)
    {
        await using var stream = await Store.OpenReadAsync(content, CancellationToken.None);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }
}
