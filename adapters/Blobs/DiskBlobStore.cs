using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Blobs;

/// <summary>Blobs as files on a local disk: <c>ab/cd/abcd…</c>, by the digits of their SHA-256.</summary>
/// <param name="folder">Where; made when it is missing. Files to be kept must be on the same file system.</param>
/// <remarks>
/// A file is flushed, then renamed, then its folder is flushed: after a power cut a name either is not there or has its content.
/// Many files at once are flushed together, by one call for the whole file system.
/// </remarks>
public sealed class DiskBlobStore(string folder) : IBlobStore
{
    // From here on flushing everything once is cheaper than every file and folder by itself.
    private const int FlushedOneByOne = 8;

    /// <inheritdoc/>
    public Task<long?> FindAsync(Digest content, CancellationToken cancellation)
    {
        var file = new FileInfo(PathOf(content));
        return Task.FromResult(file.Exists ? file.Length : (long?)null);
    }

    /// <inheritdoc/>
    public Task KeepAsync(IReadOnlyCollection<StagedBlob> blobs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        if (blobs.Count == 0)
        {
            return Task.CompletedTask;
        }

        return Task.Run(() => Keep(blobs, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(Digest content, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream>(new BlobFile(PathOf(content)));
        }
        catch (DirectoryNotFoundException missing)
        {
            throw new FileNotFoundException(missing.Message, missing);
        }
    }

    private void Keep(IReadOnlyCollection<StagedBlob> blobs, CancellationToken cancellation)
    {
        try
        {
            _ = Directory.CreateDirectory(folder);
            FlushContents(blobs, cancellation);
            var folders = new HashSet<string>(StringComparer.Ordinal) { folder };
            foreach (var blob in blobs)
            {
                var path = PathOf(blob.Content);
                var parent = Path.GetDirectoryName(path)!;
                if (folders.Add(parent))
                {
                    _ = Directory.CreateDirectory(parent);
                    _ = folders.Add(Path.GetDirectoryName(parent)!);
                }

                File.Move(blob.File, path, overwrite: true);
            }

            FlushNames(folders, blobs.Count);
        }
        catch (IOException full) when (Durable.IsFull(full))
        {
            throw new BlobStoreFullException($"The disk of '{folder}' is full.", full);
        }
    }

    private static void FlushContents(IReadOnlyCollection<StagedBlob> blobs, CancellationToken cancellation)
    {
        if (blobs.Count > FlushedOneByOne)
        {
            Durable.FlushFileSystem(Path.GetDirectoryName(blobs.First().File)!);
            return;
        }

        foreach (var blob in blobs)
        {
            cancellation.ThrowIfCancellationRequested();
            using var file = File.OpenHandle(blob.File, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.FlushToDisk(file);
        }
    }

    private void FlushNames(HashSet<string> folders, int count)
    {
        if (count > FlushedOneByOne)
        {
            Durable.FlushFileSystem(folder);
            return;
        }

        foreach (var changed in folders)
        {
            Durable.FlushFolder(changed);
        }
    }

    private string PathOf(Digest content)
    {
        var digits = Convert.ToHexStringLower(content.ToBytes().AsSpan());
        return Path.Combine(folder, digits[..2], digits[2..4], digits);
    }
}
