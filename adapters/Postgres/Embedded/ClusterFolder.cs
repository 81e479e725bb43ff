using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ExchangeHub.Postgres.Embedded;

/// <summary>The folder of an embedded server, with data, sock, pw, port, pg.log and lock in it.</summary>
/// <param name="path">An absolute path.</param>
internal sealed class ClusterFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const long LogBytesMax = 10 * 1024 * 1024;

    public string Path { get; } = path;

    public string Data => In("data");

    /// <summary>Gets where a cluster is made; it becomes <see cref="Data"/> when it is whole.</summary>
    public string Unfinished => In("data.tmp");

    public string Sockets => In("sock");

    public string Log => In("pg.log");

    public string PasswordFile => In("pw");

    /// <summary>Gets the version that made the cluster, or null when there is none.</summary>
    /// <exception cref="EmbeddedPostgresException">There is a folder <c>data</c>, but it is no cluster.</exception>
    public string? Version
    {
        get
        {
            var file = System.IO.Path.Combine(Data, "PG_VERSION");
            return File.Exists(file) || !Directory.Exists(Data)
                ? File.Exists(file) ? File.ReadAllText(file).Trim() : null
                : throw new EmbeddedPostgresException(
                    $"'{Data}' exists and is no PostgreSQL cluster: it has no file PG_VERSION. It was left as it is. "
                    + "Choose another data folder, or restore this one.");
        }
    }

    /// <summary>Takes the lock of the folder, which lives as long as the process that holds it.</summary>
    /// <returns>The lock, or null when another process holds it.</returns>
    public FileStream? TryLock()
    {
        try
        {
            return new FileStream(In("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Makes the folder and its password, unless they are there.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (System.IO.Path.GetDirectoryName(Path) is { } above)
        {
            Directory.CreateDirectory(above);
        }

        foreach (var folder in (string[])[Path, Sockets])
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            await ServerPrograms.GiveAsync(folder, cancellation).ConfigureAwait(false);
        }

        await ServerPrograms.CheckReachableAsync(Path, cancellation).ConfigureAwait(false);
        if (Version is null)
        {
            // A password without its cluster is of an attempt that was cut short.
            File.Delete(PasswordFile);
            var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            await WriteAsync(PasswordFile, password, cancellation).ConfigureAwait(false);
        }

        if (File.Exists(Log) && new FileInfo(Log).Length > LogBytesMax)
        {
            File.Move(Log, Log + ".1", overwrite: true);
        }
    }

    public string ReadPassword() => File.ReadAllText(PasswordFile).Trim();

    /// <summary>Chooses a port: the one of last time if it is free, or any; and notes it in the file <c>port</c>.</summary>
    public async Task<int> ChoosePortAsync(CancellationToken cancellation)
    {
        var file = In("port");
        var note = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false) : "";
        _ = ushort.TryParse(note, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var last);
        var port = FreePort(last) ?? FreePort(0) ?? throw new EmbeddedPostgresException("No TCP port is free on 127.0.0.1.");
        File.Delete(file);
        await WriteAsync(file, port.ToString(CultureInfo.InvariantCulture), cancellation).ConfigureAwait(false);
        return port;
    }

    /// <summary>Reads what the server said last, for an error message.</summary>
    public string LogTail()
    {
        try
        {
            return string.Join(Environment.NewLine, File.ReadLines(Log).TakeLast(5));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private static async Task WriteAsync(string file, string text, CancellationToken cancellation)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        var stream = new StreamWriter(file, options);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteLineAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
        }

        await ServerPrograms.GiveAsync(file, cancellation).ConfigureAwait(false);
    }

    private static int? FreePort(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
