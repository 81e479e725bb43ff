using ExchangeHub.Vocabulary;
using Microsoft.Win32.SafeHandles;

namespace ExchangeHub.DualPublicity;

/// <summary>A table as it came: CSV with commas or tabs (RFC 4180), or NDJSON with one object a line.</summary>
/// <remarks>
/// The source is read several times, first while it is opened, to learn its digest and its encoding; a stream that can be read
/// once is therefore copied to a temporary file that only this user can read and that is gone when the source is disposed.
/// Memory does not grow with the size of the table. Not safe for several threads at once.
/// </remarks>
public sealed class TableSource : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly FileStream _file;

    private TableSource(FileStream file, string name, SourceTraits traits) => (_file, Name, Traits) = (file, name, traits);

    /// <summary>Gets what the source is called in messages: the name of the file without its folder.</summary>
    public string Name { get; }

    /// <summary>Gets the size in bytes.</summary>
    public long LengthBytes => Traits.LengthBytes;

    /// <summary>Gets the digest of all bytes; the same file has the same digest, whatever it is called.</summary>
    public Digest Digest => Traits.Digest;

    /// <summary>Gets the encoding that was told or found; never <see cref="TableEncoding.Detect"/>.</summary>
    public TableEncoding Encoding => Traits.Encoding;

    /// <summary>Gets what was learned while it was opened.</summary>
    internal SourceTraits Traits { get; }

    /// <summary>Gets where the bytes are: in the file that was opened, or in the copy.</summary>
    internal string Path => _file.Name;

    private SafeFileHandle Handle => _file.SafeFileHandle;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The path; a pipe is copied first.</param>
    /// <param name="encoding">How it is encoded. A byte order mark of UTF-8 overrules it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The source. That its content is no table is not an error here: the check reports it.</returns>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it, or it is a folder.</exception>
    public static async Task<TableSource> OpenAsync(
        string path, TableEncoding encoding = TableEncoding.Detect, CancellationToken cancellationToken = default)
    {
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Share = FileShare.Read, BufferSize = 0 });
        if (file.CanSeek)
        {
            var name = System.IO.Path.GetFileName(path);
            return await ExamineAsync(file, name, encoding, null, cancellationToken).ConfigureAwait(false);
        }

        await using (file.ConfigureAwait(false))
        {
            return await SpoolAsync(file, System.IO.Path.GetFileName(path), encoding, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a table from a stream that can be read only once, such as standard input.</summary>
    /// <param name="stream">The stream, read from where it stands to its end; it stays open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="encoding">How it is encoded. A byte order mark of UTF-8 overrules it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The source.</returns>
    /// <exception cref="IOException">The stream cannot be read, or the temporary folder is full.</exception>
    public static async Task<TableSource> SpoolAsync(
        Stream stream, string name, TableEncoding encoding = TableEncoding.Detect, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var copy = new FileStream(CopyPath(), options);
        return await ExamineAsync(copy, name, encoding, stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the file; a temporary one is gone afterwards.</summary>
    /// <returns>When it is closed.</returns>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    /// <summary>Begins to read from the first byte.</summary>
    internal PassStream BeginPass() => new(Handle);

    private static string CopyPath() =>
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"xhub-{System.IO.Path.GetRandomFileName()}");

    // The file is the source's from here on, and closed when it cannot become one.
    private static async Task<TableSource> ExamineAsync(
        FileStream file, string name, TableEncoding encoding, Stream? content, CancellationToken cancellationToken)
    {
        var isTaken = false;
        try
        {
            await (content?.CopyToAsync(file, BufferBytes, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            var pass = new PassStream(file.SafeFileHandle);
            await using (pass.ConfigureAwait(false))
            {
                var traits = await SourceTraits.ExamineAsync(pass, encoding, cancellationToken).ConfigureAwait(false);
                isTaken = true;
                return new TableSource(file, name, traits);
            }
        }
        finally
        {
            if (!isTaken)
            {
                await file.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
