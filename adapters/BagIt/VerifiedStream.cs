namespace ExchangeHub.BagIt;

/// <summary>The content of a file, compared with the manifests when its end is reached.</summary>
internal sealed class VerifiedStream : ReadStream
{
    private readonly Stream _inner;
    private readonly string _path;
    private readonly List<Manifest> _manifests;
    private readonly DigestSet _digests;
    private bool _ended;

    public VerifiedStream(Stream inner, string path, IEnumerable<Manifest> manifests)
    {
        (_inner, _path) = (inner, path);
        _manifests = [.. manifests.Where(manifest => manifest.Entries.ContainsKey(path))];
        _digests = new DigestSet(_manifests.Select(manifest => manifest.Algorithm));
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Judge(buffer[.._inner.Read(buffer)], buffer.Length);
        }
        catch (FalseContentException fault)
        {
            throw False(fault);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return Judge(buffer.Span[..read], buffer.Length);
        }
        catch (FalseContentException fault)
        {
            throw False(fault);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _digests.Dispose();
        }

        base.Dispose(disposing);
    }

    private InvalidDataException False(FalseContentException fault) =>
        new($"The content of '{_path}' is not what the archive declares: {fault.Message}.", fault);

    private int Judge(ReadOnlySpan<byte> read, int wanted)
    {
        _digests.Append(read);
        if (read.Length > 0 || wanted == 0 || _ended)
        {
            return read.Length;
        }

        _ended = true;
        var actual = _digests.Finish();
        var other = _manifests.Find(manifest =>
            !actual.TryGetValue(manifest.Algorithm, out var digest) || !digest.AsSpan().SequenceEqual(manifest.Entries[_path]));
        return other is null
            ? 0
            : throw new InvalidDataException($"The content of '{_path}' is not what {other.FileName} says.");
    }
}
