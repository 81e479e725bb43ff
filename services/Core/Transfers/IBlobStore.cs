using ExchangeHub.Vocabulary;

namespace ExchangeHub.Transfers;

/// <summary>Keeps files by their content, each once.</summary>
/// <remarks>A blob is there as a whole or not at all, and never changes. Safe for any number of threads and processes.</remarks>
public interface IBlobStore
{
    /// <summary>Finds a blob.</summary>
    /// <param name="content">SHA-256 of its content.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Its size in bytes; null when it is not there. The content is not read.</returns>
    Task<long?> FindAsync(Digest content, CancellationToken cancellation);

    /// <summary>Keeps files, durable when the task completes. A blob that is there already is replaced by the same
    /// content.</summary>
    /// <param name="blobs">The files, whole and verified. They may be gone afterwards.</param>
    /// <param name="cancellation">Ends the call; some may be kept then.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="BlobStoreFullException">There is no room; some may be kept.</exception>
    /// <exception cref="IOException">The store failed; some may be kept.</exception>
    Task KeepAsync(IReadOnlyCollection<StagedBlob> blobs, CancellationToken cancellation);

    /// <summary>Opens a blob for reading.</summary>
    /// <param name="content">SHA-256 of its content.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The bytes as they are now, unverified: whoever reads them compares their digest.</returns>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    Task<Stream> OpenReadAsync(Digest content, CancellationToken cancellation);
}

/// <summary>A file that is to be kept.</summary>
/// <param name="Content">SHA-256 of its content, verified.</param>
/// <param name="File">Where it is, on a local disk.</param>
/// <param name="Bytes">Its size.</param>
public sealed record StagedBlob(Digest Content, string File, long Bytes);

/// <summary>The store has no room left. Nothing is damaged: the same is taken once there is room.</summary>
/// <param name="message">Which store.</param>
/// <param name="cause">What the system said.</param>
public sealed class BlobStoreFullException(string message, Exception? cause = null) : IOException(message, cause);
