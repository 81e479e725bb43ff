namespace ExchangeHub.BagIt;

/// <summary>Writes an archive into a file beside its destination, which gets its name when it is whole and durable.</summary>
internal abstract class ArchiveSink : BagSink
{
    private readonly string _destination;
    private readonly string _partial;
    private bool _finished;

    protected ArchiveSink(string destination)
    {
        _destination = Path.GetFullPath(destination);
        _partial = PartialPath.Of(_destination);
        if (Path.Exists(_destination))
        {
            throw new IOException($"'{_destination}' is there already.");
        }

        Archive = new FileStream(_partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    /// <summary>Gets the archive.</summary>
    protected FileStream Archive { get; }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken) =>
        Archive.WriteAsync(part, cancellationToken);

    public override async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        await CloseAsync(cancellationToken).ConfigureAwait(false);
        Archive.Flush(flushToDisk: true);
        await Archive.DisposeAsync().ConfigureAwait(false);
        File.Move(_partial, _destination);
        _finished = true;
    }

    public override async ValueTask DisposeAsync()
    {
        await Archive.DisposeAsync().ConfigureAwait(false);
        if (!_finished)
        {
            File.Delete(_partial);
        }
    }

    /// <summary>Writes what stands behind the last file.</summary>
    protected abstract ValueTask CloseAsync(CancellationToken cancellationToken);
}
