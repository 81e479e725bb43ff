using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Transfers;

/// <summary>Which packages there are, and of which files; the bytes are in the <see cref="IBlobStore"/>.</summary>
public interface IPackageShelf
{
    /// <summary>Finds a package.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The package, committed or not; null when it was not declared, or its time is over.</returns>
    Task<Package?> FindAsync(PackageKey key, CancellationToken cancellation);

    /// <summary>Declares a package, durably, unless it is there already or its node has used up its allowance.</summary>
    /// <param name="package">The package, not committed.</param>
    /// <param name="allowance">How much its node may have.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The package as it is now, or what keeps it from being declared.</returns>
    Task<(Package? Package, AllowanceExceeded? Exceeded)> DeclareAsync(
        Package package, Allowance allowance, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Makes a package visible, all of it or nothing.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="files">All its files; their bytes are stored.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The package, whoever committed it first; null when its time was over.</returns>
    Task<Package?> CommitAsync(
        PackageKey key, IReadOnlyList<PackageFile> files, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Lists files of a committed package.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="afterPath">The path behind which to begin; empty for the first.</param>
    /// <param name="count">Most files to list.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The files, by the bytes of their paths.</returns>
    Task<ImmutableArray<PackageFile>> ListAsync(
        PackageKey key, string afterPath, int count, CancellationToken cancellation);

    /// <summary>Finds a file of a committed package by its content.</summary>
    /// <param name="key">The name of the package.</param>
    /// <param name="content">SHA-256 of the file.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The file; null when the package has none of that content.</returns>
    Task<PackageFile?> FindFileAsync(PackageKey key, Digest content, CancellationToken cancellation);

    /// <summary>Finds blobs that a node has brought before. What others brought does not count: naming a digest must not be
    /// enough to get at bytes that one never had.</summary>
    /// <param name="node">The node.</param>
    /// <param name="contents">SHA-256 of each.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Those that are there.</returns>
    Task<ImmutableHashSet<Digest>> FindBroughtAsync(
        NodeId node, IReadOnlyCollection<Digest> contents, CancellationToken cancellation);

    /// <summary>Forgets packages that were not committed in time.</summary>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Those that are still open.</returns>
    Task<ImmutableArray<PackageKey>> RemoveOverdueAsync(DateTimeOffset at, CancellationToken cancellation);
}
