using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>A bag that was opened for reading: a folder, a tar or a zip, read where it is.</summary>
/// <remarks>
/// <para>
/// Opening reads headers, names and tag files, and judges everything that can be judged without the payload; faults are findings,
/// never exceptions, and nothing is written. BagIt 1.0 (RFC 8493) and, without a profile, 0.93 to 0.97 are read.
/// </para>
/// <para>
/// Memory grows with the number of files, not with their size. Several files may be read at once; checks and unpacking one at a
/// time.
/// </para>
/// </remarks>
public sealed class Bag : IDisposable
{
    private readonly BagContext? _context;
    private readonly Findings _findings;
    private readonly IReadOnlyList<Manifest> _manifests;

    private Bag(BagContext? context, Findings findings, IReadOnlyList<Manifest> manifests, ImmutableArray<BagTag> tags)
    {
        (_context, _findings, _manifests, Tags) = (context, findings, manifests, tags);
        Files = context is null
            ? []
            : [.. context.Store.Files.OrderBy(file => file.Path, StringComparer.Ordinal)
                .Select(file => new BagFile(file.Path, file.Length))];
        Completeness = Conclude(findings, wasRead: false);
    }

    /// <summary>Gets how the bag is kept; null when that was not found out.</summary>
    public BagForm? Form => _context?.Store.Form;

    /// <summary>Gets the name of the bag's folder, for evidence the package number; empty when there is none.</summary>
    public string Name => _context?.Store.Name ?? "";

    /// <summary>Gets the tags of <c>bag-info.txt</c> in their order.</summary>
    public ImmutableArray<BagTag> Tags { get; }

    /// <summary>Gets the files, ordered by path; those of refused names are not among them.</summary>
    public ImmutableArray<BagFile> Files { get; }

    /// <summary>Gets the SHA-256 that <c>manifest-sha256.txt</c> lists, by path; empty without it. Whether the files agree, a
    /// check says.</summary>
    public ImmutableSortedDictionary<string, Digest> Digests => _manifests
        .FirstOrDefault(manifest => manifest is { IsOfTags: false, Algorithm: DigestAlgorithm.Sha256 })?.Entries
        .ToImmutableSortedDictionary(entry => entry.Key, entry => Digest.FromBytes(entry.Value), StringComparer.Ordinal)
        ?? ImmutableSortedDictionary<string, Digest>.Empty;

    /// <summary>Gets what was found without reading the payload. It never says that the bag is valid.</summary>
    public BagCheck Completeness { get; }

    /// <summary>Gets the most bytes of buffers that were held at once.</summary>
    internal long BufferBytesMax { get; private set; }

    /// <summary>Opens a bag.</summary>
    /// <param name="path">The folder of the bag, or a tar or zip file; told apart by content, not by name.</param>
    /// <param name="profile">What is asked beyond the standard, such as <see cref="BagProfile.Evidence"/>; null for
    /// nothing.</param>
    /// <param name="limits">How much the bag may make the reader do; null for <see cref="ArchiveLimits.Standard"/>.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>The bag, whatever is wrong with it.</returns>
    /// <exception cref="IOException">There is nothing at <paramref name="path"/>, or the system does not let it be
    /// read.</exception>
    /// <exception cref="UnauthorizedAccessException">The system does not let it be read.</exception>
    public static async Task<Bag> OpenAsync(
        string path, BagProfile? profile = null, ArchiveLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        limits ??= ArchiveLimits.Standard;
        var findings = new Findings(limits.FindingsMax);
        var store = new StoreReader(limits, findings, profile is not null, cancellationToken).Open(path);
        if (store is null)
        {
            return new Bag(null, findings, [], []);
        }

        try
        {
            var context = new BagContext(store, findings, limits, profile is not null);

            // What a hostile archive says of itself is not read further.
            return findings.HasFaultUpTo(1)
                ? new Bag(context, findings, [], [])
                : await ReadAsync(context, profile, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Reads every file once and compares it with every manifest.</summary>
    /// <param name="progress">Told after each file and each few megabytes.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <returns>Everything that was found, with what opening found. A bag with faults of its archive is not read.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async Task<BagCheck> CheckAsync(
        IProgress<BagProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var findings = _findings.Copy();
        if (_context is null || findings.HasFaultUpTo(1))
        {
            return Conclude(findings, wasRead: false);
        }

        var examination = new Examination(_context with { Findings = findings }, _manifests, progress);
        await examination.ReadAsync(new NoSink(), cancellationToken).ConfigureAwait(false);
        BufferBytesMax = examination.BufferBytesMax;
        return Conclude(findings, wasRead: true);
    }

    /// <summary>Unpacks, or copies, an acceptable bag, and checks it on the way.</summary>
    /// <param name="scratchFolder">An existing folder. Nothing is written outside it; the bag appears in it under its own name,
    /// whole and checked, or not at all.</param>
    /// <param name="progress">Told after each file and each few megabytes.</param>
    /// <param name="cancellationToken">Stops the unpacking; what was written is taken away.</param>
    /// <returns>What was found, and the folder.</returns>
    /// <exception cref="IOException">A file cannot be read or written, or the folder is there already.</exception>
    public async Task<UnpackedBag> UnpackAsync(
        string scratchFolder, IProgress<BagProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(scratchFolder);
        var findings = _findings.Copy();
        if (_context is null || findings.Faults > 0)
        {
            return new UnpackedBag(Conclude(findings, wasRead: false), null);
        }

        var folder = Path.Combine(Path.GetFullPath(scratchFolder), Name);
        var sink = new FolderSink(folder, modified: null);
        await using (sink.ConfigureAwait(false))
        {
            var examination = new Examination(_context with { Findings = findings }, _manifests, progress);
            await examination.ReadAsync(sink, cancellationToken).ConfigureAwait(false);
            BufferBytesMax = examination.BufferBytesMax;
            if (findings.Faults > 0)
            {
                return new UnpackedBag(Conclude(findings, wasRead: true), null);
            }

            await sink.FinishAsync(cancellationToken).ConfigureAwait(false);
        }

        return new UnpackedBag(Conclude(findings, wasRead: true), folder);
    }

    /// <summary>Opens one file, which is verified while it is read.</summary>
    /// <param name="path">Its path, such as <c>metadata/steps.json</c>.</param>
    /// <returns>
    /// The content from its begin. The reading that would reach the end throws <see cref="InvalidDataException"/> when a manifest
    /// has another digest: what was read before is then not to be used. A file that no manifest lists is not verified.
    /// </returns>
    /// <exception cref="FileNotFoundException">The bag has no such file.</exception>
    public Stream OpenRead(string path)
    {
        if (_context is null || !_context.Files.TryGetValue(path, out var file))
        {
            throw new FileNotFoundException($"The bag '{Name}' has no file '{path}'.", path);
        }

        return new VerifiedStream(_context.Store.OpenRead(file), path, _manifests);
    }

    /// <summary>Closes the archive.</summary>
    public void Dispose() => _context?.Store.Dispose();

    private static async Task<Bag> ReadAsync(BagContext context, BagProfile? profile, CancellationToken cancellationToken)
    {
        IReadOnlyList<Manifest> manifests = [.. context.Store.Files.Select(file => Manifest.Of(file.Path)).OfType<Manifest>()
            .OrderBy(manifest => manifest.FileName, StringComparer.Ordinal)];
        IReadOnlyList<string> algorithms =
            [DigestAlgorithm.Sha256, .. manifests.Where(manifest => manifest.IsOfTags).Select(manifest => manifest.Algorithm)];
        var declaration = await Declaration.ReadAsync(context, algorithms, cancellationToken).ConfigureAwait(false);
        var lines = new TagLines(context, declaration.Encoding, algorithms);
        var tags = await TagReader.ReadAsync(context, declaration, lines, cancellationToken).ConfigureAwait(false);
        foreach (var manifest in manifests)
        {
            await manifest.ReadAsync(context, declaration, lines, cancellationToken).ConfigureAwait(false);
        }

        Manifest[] payload = [.. manifests.Where(manifest => !manifest.IsOfTags)];
        await FetchReader.CheckAsync(context, profile, payload, lines, cancellationToken).ConfigureAwait(false);
        ExchangeHub.BagIt.Completeness.Check(context, declaration, manifests);
        TagReader.CheckOxum(context, tags);
        profile?.CheckTags(context.Findings, tags);
        profile?.CheckForm(context, declaration, manifests);
        return new Bag(context, context.Findings, manifests, tags);
    }

    private BagCheck Conclude(Findings findings, bool wasRead)
    {
        Digest? binding = _context?.Files.GetValueOrDefault("tagmanifest-sha256.txt")?.Digests is { } digests
            ? Digest.FromBytes(digests[DigestAlgorithm.Sha256])
            : null;
        return new BagCheck(
            findings.Kept,
            findings.LeftOut,
            IsComplete: !findings.HasFaultUpTo(4),
            IsValid: wasRead && !findings.HasFaultUpTo(5),
            IsAcceptable: wasRead && findings.Faults == 0,
            binding);
    }
}
