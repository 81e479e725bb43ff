using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>Reads every file of a bag once, and compares it with the manifests.</summary>
internal sealed class Examination(BagContext context, IReadOnlyList<Manifest> manifests, IProgress<BagProgress>? progress)
{
    private readonly Pump _pump = new();
    private readonly Progress _progress = new(
        progress, context.Store.Files.Count, context.Store.Files.Sum(file => file.Length));

    public long BufferBytesMax => _pump.BytesHeldMax;

    /// <summary>Reads the files in the order of the archive.</summary>
    /// <param name="keep">Takes the content too; <see cref="NoSink"/> when it is only read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task ReadAsync(BagSink keep, CancellationToken cancellationToken)
    {
        foreach (var file in context.Store.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wanted = manifests.Where(manifest => manifest.Entries.ContainsKey(file.Path)).ToList();
            if (file.IsFalse)
            {
                continue; // what is wrong with it was said when it was opened
            }

            var digests = await DigestAsync(file, wanted, keep, cancellationToken).ConfigureAwait(false);
            if (digests is not null)
            {
                Compare(file, wanted, digests);
            }

            _progress.FileDone();
        }
    }

    private async Task<IReadOnlyDictionary<string, byte[]>?> DigestAsync(
        StoredFile file, List<Manifest> wanted, BagSink keep, CancellationToken cancellationToken)
    {
        using var digests = new DigestSet([DigestAlgorithm.Sha256, .. wanted.Select(manifest => manifest.Algorithm)]);
        try
        {
            var stream = context.Store.OpenRead(file);
            await using (stream.ConfigureAwait(false))
            {
                await keep.BeginAsync(file.Path, file.Length, cancellationToken).ConfigureAwait(false);
                await _pump.RunAsync(
                    stream,
                    part =>
                    {
                        digests.Append(part.Span);
                        _progress.BytesDone(part.Length);
                        return keep.WriteAsync(part, cancellationToken);
                    },
                    cancellationToken).ConfigureAwait(false);
                await keep.EndAsync(cancellationToken).ConfigureAwait(false);
            }

            return digests.Finish();
        }
        catch (FalseContentException fault)
        {
            // A file of a folder declares nothing: its length was another when it was listed.
            context.Findings.Add(
                context.Store.Form == BagForm.Folder ? BagFault.ChangedWhileRead : BagFault.EntryContentFalse,
                file.Path,
                fault.Found);
        }
        catch (InvalidDataException)
        {
            context.Findings.Add(BagFault.EntryContentFalse, file.Path, FalseContentException.Unreadable);
        }
        catch (UnauthorizedAccessException)
        {
            context.Findings.Add(BagFault.EntryUnreadable, file.Path, new Wording("系统拒绝读取", "the system's refusal"));
        }

        return null;
    }

    private void Compare(StoredFile file, List<Manifest> wanted, IReadOnlyDictionary<string, byte[]> digests)
    {
        // What was judged when the bag was opened must be what it still is.
        if (file.Digests is { } before
            && !before[DigestAlgorithm.Sha256].AsSpan().SequenceEqual(digests[DigestAlgorithm.Sha256]))
        {
            context.Findings.Add(BagFault.ChangedWhileRead, file.Path, new Wording(
                "两次读取的内容不同", "another content the second time"));
        }

        foreach (var manifest in wanted)
        {
            if (digests.TryGetValue(manifest.Algorithm, out var actual)
                && !actual.AsSpan().SequenceEqual(manifest.Entries[file.Path]))
            {
                var (name, stated, found) = (
                    manifest.Algorithm, Convert.ToHexStringLower(manifest.Entries[file.Path]), Convert.ToHexStringLower(actual));
                context.Findings.Add(
                    manifest.IsOfTags ? BagFault.TagDigestDiffers : BagFault.DigestDiffers, file.Path, new Wording(
                        $"{name} 为 {found}，{manifest.FileName} 记为 {stated}",
                        $"{name} {found}, where {manifest.FileName} says {stated}"));
            }
        }
    }
}

/// <summary>Counts what is done, and tells now and then.</summary>
internal sealed class Progress(IProgress<BagProgress>? report, int filesTotal, long bytesTotal)
{
    private const long BytesBetweenReports = 4 << 20;

    private int _files;
    private long _bytes;
    private long _told;

    public void BytesDone(long bytes)
    {
        _bytes += bytes;
        if (_bytes - _told >= BytesBetweenReports)
        {
            Tell();
        }
    }

    /// <summary>Says that one file more is done.</summary>
    public void FileDone()
    {
        _files++;
        Tell();
    }

    private void Tell()
    {
        _told = _bytes;
        report?.Report(new BagProgress(_files, filesTotal, _bytes, bytesTotal));
    }
}
