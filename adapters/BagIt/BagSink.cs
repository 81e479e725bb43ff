namespace ExchangeHub.BagIt;

/// <summary>Takes the files of a bag one after the other. What is not finished is taken away when it is disposed of.</summary>
internal abstract class BagSink : IAsyncDisposable
{
    /// <summary>Begins a file.</summary>
    public abstract ValueTask BeginAsync(string path, long length, CancellationToken cancellationToken);

    /// <summary>Takes a part of the content.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken);

    /// <summary>Ends a file, all of which was written.</summary>
    public abstract ValueTask EndAsync(CancellationToken cancellationToken);

    /// <summary>Makes a folder that no file makes; an archive knows none otherwise.</summary>
    public virtual ValueTask AddFolderAsync(string path, CancellationToken cancellationToken) => default;

    /// <summary>Ends the bag, and gives it its name.</summary>
    public abstract ValueTask FinishAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}

/// <summary>Keeps nothing.</summary>
internal sealed class NoSink : BagSink
{
    public override ValueTask BeginAsync(string path, long length, CancellationToken cancellationToken) => default;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken) => default;

    public override ValueTask EndAsync(CancellationToken cancellationToken) => default;

    public override ValueTask FinishAsync(CancellationToken cancellationToken) => default;

    public override ValueTask DisposeAsync() => default;
}

/// <summary>Writes a folder.</summary>
/// <param name="folder">The folder to make.</param>
/// <param name="modified">The time that files and folders bear; null to leave them that of their writing.</param>
internal sealed class FolderSink(string folder, DateTimeOffset? modified) : BagSink
{
    private readonly string _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
    private readonly string _partial =
        PartialPath.Of(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    private FileStream? _file;
    private string? _path;
    private bool _finished;

    public override async ValueTask BeginAsync(string path, long length, CancellationToken cancellationToken)
    {
        if (_path is null && Path.Exists(_folder))
        {
            throw new IOException($"'{_folder}' is there already.");
        }

        if (_path is null && Directory.Exists(_partial))
        {
            Directory.Delete(_partial, recursive: true); // of a program that was killed
        }

        await EndAsync(cancellationToken).ConfigureAwait(false);
        _path = Path.GetFullPath(Path.Combine(_partial, path));
        if (!_path.StartsWith(_partial + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new IOException($"'{path}' leads out of the bag.");
        }

        _ = Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        _file = new FileStream(_path, options);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken) =>
        _file!.WriteAsync(part, cancellationToken);

    public override async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            return;
        }

        await _file.DisposeAsync().ConfigureAwait(false);
        _file = null;
        if (modified is { } time)
        {
            File.SetLastWriteTimeUtc(_path!, time.UtcDateTime);
        }
    }

    public override ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(Path.Combine(_partial, "data"));
        if (modified is { } time)
        {
            foreach (var inner in Directory.GetDirectories(_partial, "*", SearchOption.AllDirectories).Append(_partial))
            {
                Directory.SetLastWriteTimeUtc(inner, time.UtcDateTime);
            }
        }

        Directory.Move(_partial, _folder);
        _finished = true;
        return default;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }

        if (!_finished && Directory.Exists(_partial))
        {
            Directory.Delete(_partial, recursive: true);
        }
    }
}

/// <summary>The name of what is not whole yet, beside what it will be.</summary>
internal static class PartialPath
{
    public static string Of(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.partial");
}
