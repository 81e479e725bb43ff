using System.Globalization;
using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>Writes bags of BagIt 1.0 (RFC 8493).</summary>
/// <remarks>
/// <c>bagit.txt</c> comes first, then the payload and the tag files ordered by the bytes of their paths, then
/// <c>bag-info.txt</c>, manifests, tag manifests, signature. The content is read once: what was digested is what was written.
/// </remarks>
public static class BagWriter
{
    /// <summary>Writes a bag.</summary>
    /// <param name="draft">What it is to hold.</param>
    /// <param name="form">Folder, tar or zip.</param>
    /// <param name="destination">The folder or file to make. An archive appears under this name when it is whole and durable; a
    /// folder when it is whole. One writer at a time for each destination.</param>
    /// <param name="progress">Told after each file and each few megabytes of the draft's contents.</param>
    /// <param name="cancellationToken">Stops the writing; what was written is taken away.</param>
    /// <returns>The digest that binds custody, and the counts.</returns>
    /// <exception cref="InvalidOperationException">The draft has faults; <see cref="BagDraft.Check"/> lists them.</exception>
    /// <exception cref="IOException">The destination exists, something cannot be read or written, or content has another length
    /// than stated.</exception>
    public static async Task<SealedBag> WriteAsync(
        BagDraft draft,
        BagForm form,
        string destination,
        IProgress<BagProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentException.ThrowIfNullOrEmpty(destination);
        if (draft.Check() is [var fault, ..])
        {
            throw new InvalidOperationException($"The draft of the bag '{draft.Name}' has faults, the first: {fault}");
        }

        BagSink sink = form switch
        {
            BagForm.Tar => new TarSink(destination, draft.Name, draft.ModifiedAt),
            BagForm.Zip => new ZipSink(destination, draft.Name, draft.ModifiedAt),
            _ => new FolderSink(destination, draft.ModifiedAt),
        };
        await using (sink.ConfigureAwait(false))
        {
            var writing = new BagWriting(draft, sink, progress);
            return await writing.RunAsync(destination, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>The writing of one bag.</summary>
internal sealed class BagWriting(BagDraft draft, BagSink sink, IProgress<BagProgress>? progress)
{
    private readonly Pump _pump = new();
    private readonly Progress _progress = new(progress, draft.Contents.Length, draft.Contents.Sum(content => content.Bytes));
    private readonly SortedDictionary<string, IReadOnlyDictionary<string, byte[]>> _digests = new(Utf8Order.Instance);
    private long _payloadBytes;
    private int _payloadFiles;

    public async Task<SealedBag> RunAsync(string destination, CancellationToken cancellationToken)
    {
        await AddAsync(Declaration.FileName, Declaration.Text, cancellationToken).ConfigureAwait(false);
        if (!draft.Contents.Any(content => content.Path.StartsWith("data/", StringComparison.Ordinal)))
        {
            await sink.AddFolderAsync("data", cancellationToken).ConfigureAwait(false);
        }

        foreach (var content in draft.Contents.OrderBy(content => content.Path, Utf8Order.Instance))
        {
            await AddAsync(content, _progress.BytesDone, cancellationToken).ConfigureAwait(false);
            _progress.FileDone();
            if (content.Path.StartsWith("data/", StringComparison.Ordinal))
            {
                _payloadBytes += content.Bytes;
                _payloadFiles++;
            }
        }

        await AddAsync(TagReader.FileName, TagText(), cancellationToken).ConfigureAwait(false);
        foreach (var algorithm in draft.Algorithms)
        {
            var manifest = ManifestText(algorithm, path => path.StartsWith("data/", StringComparison.Ordinal));
            await AddAsync($"manifest-{algorithm}.txt", manifest, cancellationToken).ConfigureAwait(false);
        }

        var tagManifests = draft.Algorithms.ToDictionary(algorithm => algorithm, algorithm => ManifestText(
            algorithm, path => !path.StartsWith("data/", StringComparison.Ordinal)));
        foreach (var (algorithm, text) in tagManifests)
        {
            await AddAsync($"tagmanifest-{algorithm}.txt", text, cancellationToken).ConfigureAwait(false);
        }

        var signed = Encoding.UTF8.GetBytes(tagManifests[DigestAlgorithm.Sha256]);
        if (draft.Signer is { } signer)
        {
            var signature = await signer(signed, cancellationToken).ConfigureAwait(false);
            var content = BagContent.FromBytes(Completeness.SignatureFile, signature);
            await AddAsync(content, null, cancellationToken).ConfigureAwait(false);
        }

        await sink.FinishAsync(cancellationToken).ConfigureAwait(false);
        return new SealedBag(destination, Digest.Of(signed), _payloadBytes, _payloadFiles);
    }

    private Task AddAsync(string path, string text, CancellationToken cancellationToken) =>
        AddAsync(BagContent.FromBytes(path, Encoding.UTF8.GetBytes(text)), null, cancellationToken);

    private async Task AddAsync(BagContent content, Action<long>? tell, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var digests = new DigestSet(draft.Algorithms);
        var written = 0L;
        var stream = content.Open();
        await using (stream.ConfigureAwait(false))
        {
            await sink.BeginAsync(content.Path, content.Bytes, cancellationToken).ConfigureAwait(false);
            await _pump.RunAsync(
                stream,
                async part =>
                {
                    written += part.Length;
                    if (written > content.Bytes)
                    {
                        throw Changed(content, "more than");
                    }

                    digests.Append(part.Span);
                    await sink.WriteAsync(part, cancellationToken).ConfigureAwait(false);
                    tell?.Invoke(part.Length);
                },
                cancellationToken).ConfigureAwait(false);
        }

        if (written < content.Bytes)
        {
            throw Changed(content, "less than");
        }

        await sink.EndAsync(cancellationToken).ConfigureAwait(false);
        _digests.Add(content.Path, digests.Finish());
    }

    private static IOException Changed(BagContent content, string what) => new(
        $"'{content.Path}' has {what} the {content.Bytes} bytes that were announced: it was changed while the bag was written.");

    private string TagText()
    {
        var text = new StringBuilder();
        foreach (var tag in draft.Tags)
        {
            _ = text.Append(tag.Label).Append(": ").Append(tag.Value).Append('\n');
        }

        return text.Append("Payload-Oxum: ").Append(TagReader.OxumOf(_payloadBytes, _payloadFiles)).Append('\n')
            .Append("Bag-Size: ").Append(SizeText(_payloadBytes)).Append('\n').ToString();
    }

    private string ManifestText(string algorithm, Func<string, bool> isListed)
    {
        var text = new StringBuilder();
        foreach (var (path, digests) in _digests)
        {
            if (isListed(path) && !Manifest.IsTagManifest(path))
            {
                _ = text.Append(Convert.ToHexStringLower(digests[algorithm])).Append("  ")
                    .Append(BagPath.Encode(path)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string SizeText(long bytes)
    {
        var (size, unit) = ((decimal)bytes, 0);
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        while (size >= 1000 && unit < units.Length - 1)
        {
            (size, unit) = (size / 1000, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {units[unit]}");
    }
}

/// <summary>Orders texts by their bytes in UTF-8, as <c>LC_ALL=C sort</c> does.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    public int Compare(string? x, string? y)
    {
        var one = x.AsSpan();
        var other = y.AsSpan();
        var same = one.CommonPrefixLength(other);
        if (same == one.Length || same == other.Length)
        {
            return one.Length - other.Length;
        }

        // Surrogates sort behind everything else of the basic plane.
        var (left, right) = (one[same], other[same]);
        return char.IsSurrogate(left) == char.IsSurrogate(right) ? left - right : char.IsSurrogate(left) ? 1 : -1;
    }
}
