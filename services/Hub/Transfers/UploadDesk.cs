using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Transfers;

/// <summary>Takes packages: what is declared, what comes of it, and what may be seen in the end.</summary>
internal sealed class UploadDesk(
    EvidenceOptions options, IPackageShelf shelf, IBlobStore store, PackageAssembly assembly, TimeProvider clock,
    HubMetrics metrics, ILogger<UploadDesk> logger)
    : IDisposable
{
    private const long FreeAskedEvery = 16 * 1024 * 1024;
    private readonly ConcurrentDictionary<PackageKey, OpenPackage> _open = new();
    private readonly Allowance _allowance = new(options.OpenPackagesMax, options.BytesPerDayMax, options.BytesMax);
    private long _unasked = FreeAskedEvery;

    private string Scratch => Path.Combine(options.Folder, "scratch");

    /// <summary>Declares a package.</summary>
    public async Task<(Package? Package, HubErrors.Failure? Failure)> DeclareAsync(
        RecordedPackage recorded, int files, long bytes, CancellationToken cancellation)
    {
        if (await shelf.FindAsync(recorded.Key, cancellation) is { CommittedAt: not null } before)
        {
            return (before, null);
        }

        if (FreeBytes() - options.ReserveBytes < bytes - HeldBytes(recorded.Key))
        {
            TransferLog.Full(logger, options.Folder);
            return (null, TransferErrors.NoRoom());
        }

        var now = clock.GetUtcNow();
        var declared = new Package(recorded.Key, recorded.Node, files, bytes, now.AddHours(options.OpenHours), null);
        var (package, exceeded) = await shelf.DeclareAsync(declared, _allowance, now, cancellation);
        if (package is null)
        {
            return (null, TransferErrors.OverQuota(recorded.Node.ToString(), exceeded!.Value, _allowance));
        }

        if (package.CommittedAt is null)
        {
            Open(package).Redeclare(package);
        }

        return (package, null);
    }

    /// <summary>Finds a package that takes files.</summary>
    public async Task<(OpenPackage? Package, HubErrors.Failure? Failure)> FindAsync(
        PackageKey key, CancellationToken cancellation)
    {
        if (_open.TryGetValue(key, out var known) && known.Package.OpenUntil > clock.GetUtcNow())
        {
            return (known, null);
        }

        return await shelf.FindAsync(key, cancellation) is { CommittedAt: null } package
            && package.OpenUntil > clock.GetUtcNow()
            ? (Open(package), null) : (null, TransferErrors.NotOpen(key.Dossier.ToString()));
    }

    /// <summary>Says from where each file is to be sent.</summary>
    public async Task<long[]> FindOffsetsAsync(
        OpenPackage package, IReadOnlyList<(Digest Content, long Bytes)> files, CancellationToken cancellation)
    {
        var offsets = new long[files.Count];
        var unknown = new List<int>();
        for (var index = 0; index < files.Count; index++)
        {
            if (package.Find(files[index].Content) is { } begun && begun.Bytes == files[index].Bytes)
            {
                offsets[index] = begun.Find().Held;
            }
            else
            {
                unknown.Add(index);
            }
        }

        if (unknown.Count > 0)
        {
            var brought = await shelf.FindBroughtAsync(
                package.Package.Node, [.. unknown.Select(index => files[index].Content)], cancellation);
            foreach (var index in unknown.Where(index => brought.Contains(files[index].Content)))
            {
                var (content, bytes) = files[index];
                offsets[index] = await store.FindAsync(content, cancellation) == bytes ? bytes : 0;
            }
        }

        return offsets;
    }

    /// <summary>Finds the file that a chunk belongs to.</summary>
    public (UploadedFile? File, HubErrors.Failure? Failure) FindFile(OpenPackage package, Digest content, long bytes) =>
        bytes > options.FileBytesMax ? (null, TransferErrors.TooLarge("size_bytes", options.FileBytesMax))
            : package.FindOrBegin(content, bytes);

    /// <summary>Adds a chunk.</summary>
    public (UploadProgress Progress, HubErrors.Failure? Failure) Append(
        UploadedFile file, long offset, ReadOnlyMemory<byte> chunk)
    {
        if (Interlocked.Add(ref _unasked, chunk.Length) >= FreeAskedEvery)
        {
            if (FreeBytes() < options.ReserveBytes)
            {
                return (default, Full());
            }

            _ = Interlocked.Exchange(ref _unasked, 0);
        }

        try
        {
            var result = file.Append(offset, chunk);
            metrics.EvidenceCame(chunk.Length);
            return result;
        }
        catch (IOException) when (FreeBytes() < Math.Max(options.ReserveBytes, 4 * UploadedFile.ChunkBytesMax))
        {
            return (default, Full());
        }
    }

    /// <summary>Makes a package visible.</summary>
    public async Task<(Package? Package, HubErrors.Failure? Failure)> CommitAsync(
        RecordedPackage recorded, Claims claims, CancellationToken cancellation)
    {
        if (await shelf.FindAsync(recorded.Key, cancellation) is { CommittedAt: not null } before)
        {
            return (before, null);
        }

        var (open, failure) = await FindAsync(recorded.Key, cancellation);
        if (open is null)
        {
            return (null, failure);
        }

        await open.Committing.WaitAsync(cancellation);
        try
        {
            // Whoever was committing it meanwhile may be done.
            if (await shelf.FindAsync(recorded.Key, cancellation) is { CommittedAt: not null } meanwhile)
            {
                return (meanwhile, null);
            }

            var (files, fault) = await assembly.ReadAsync(recorded, open, claims, cancellation);
            if (fault is not null)
            {
                return (null, fault);
            }

            await store.KeepAsync(PackageAssembly.Staged(open, files), cancellation);
            var committed = await shelf.CommitAsync(recorded.Key, files, clock.GetUtcNow(), cancellation);
            if (committed is null)
            {
                return (null, TransferErrors.NotOpen(recorded.Key.Dossier.ToString()));
            }

            TransferLog.Committed(
                logger, recorded.Key.TagManifest.ToString(), recorded.Key.Dossier.ToString(), committed.Files, committed.Bytes);
            metrics.PackageCommitted();
            _ = _open.TryRemove(recorded.Key, out _);
            open.Close();
            return (committed, null);
        }
        catch (BlobStoreFullException)
        {
            return (null, Full());
        }
        finally
        {
            _ = open.Committing.Release();
        }
    }

    /// <summary>Throws away what was not completed in time.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var open = await shelf.RemoveOverdueAsync(clock.GetUtcNow(), cancellation);
        var kept = open.Select(FolderOf).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, package) in _open.Where(one => !kept.Contains(FolderOf(one.Key))))
        {
            _ = _open.TryRemove(key, out _);
            package.Close();
        }

        if (!Directory.Exists(Scratch))
        {
            return;
        }

        // What is younger may just have been declared, after the list was read.
        var before = clock.GetUtcNow().AddHours(-1).UtcDateTime;
        var dead = Directory.EnumerateDirectories(Scratch)
            .Where(folder => !kept.Contains(folder) && Directory.GetLastWriteTimeUtc(folder) < before).ToList();
        dead.ForEach(folder => Directory.Delete(folder, recursive: true));
        if (dead.Count > 0)
        {
            TransferLog.Swept(logger, dead.Count);
        }
    }

    public void Dispose()
    {
        foreach (var package in _open.Values)
        {
            package.Dispose();
        }
    }

    private OpenPackage Open(Package package) =>
        _open.GetOrAdd(package.Key, static (key, own) => new OpenPackage(own.Folder, own.Package), (
            Folder: FolderOf(package.Key), Package: package));

    private HubErrors.Failure Full()
    {
        TransferLog.Full(logger, options.Folder);
        return TransferErrors.NoRoom();
    }

    private string FolderOf(PackageKey key) => Path.Combine(
        Scratch, Digest.Of(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{key.Dossier} {key.TagManifest}"))).ToString()[7..]);

    private long HeldBytes(PackageKey key) =>
        Directory.Exists(FolderOf(key)) ? new DirectoryInfo(FolderOf(key)).EnumerateFiles().Sum(file => file.Length) : 0;

    private long FreeBytes() => new DriveInfo(Directory.CreateDirectory(Scratch).FullName).AvailableFreeSpace;
}
