using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ExchangeHub.Postgres.Embedded;

/// <summary>A PostgreSQL server of our own in a data folder: made, started, restarted when it dies, stopped with us.</summary>
/// <remarks>
/// <para>The server listens on 127.0.0.1 only, on a free port that stays the same while we live, with a random password. As root
/// it runs as user <c>postgres</c>.</para>
/// <para>One process per folder supervises. A second one uses the same server and takes over when the first is gone. A server
/// that outlived its supervisor is adopted, not started twice.</para>
/// </remarks>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Database = "exchangehub";
    private const string Role = "hub";

    private const string Settings =
        """

        # ExchangeHub
        listen_addresses = '127.0.0.1'
        unix_socket_permissions = 0700
        max_connections = 100
        wal_level = logical
        wal_compression = lz4
        max_wal_size = 2GB
        default_toast_compression = lz4
        log_min_duration_statement = 500
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        restart_after_crash = on
        """;

    // An eighth of the memory there is: searches read rows from all over the tables.
    private static readonly long BufferMegabytes =
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8 >> 20, 128, 1024);

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartAgainAfter = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RestartPauseMax = TimeSpan.FromSeconds(10);

    private readonly ClusterFolder _folder;
    private readonly ServerPrograms _programs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private FileStream? _lock;
    private Task _watching = Task.CompletedTask;
    private int _process;

    private EmbeddedPostgres(ClusterFolder folder, ServerPrograms programs, TimeProvider time, ILogger logger)
    {
        _folder = folder;
        _programs = programs;
        _time = time;
        _logger = logger;
    }

    /// <summary>Gets how to reach the database <c>exchangehub</c>. It holds the password: never log it.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Gets the TCP port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Gets the id of the postmaster's process, as last seen.</summary>
    public int ProcessId => Volatile.Read(ref _process);

    /// <summary>Starts the server of a folder, and makes it first if the folder is empty.</summary>
    /// <param name="folder">The folder; made if it does not exist. As root, user <c>postgres</c> must be able to reach
    /// it.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="logger">Where starts and crashes are reported.</param>
    /// <param name="cancellation">Gives up. A cluster that was being made is made anew next time.</param>
    /// <returns>The running server; it takes connections.</returns>
    /// <exception cref="EmbeddedPostgresException">PostgreSQL is not installed, or the server does not start; the message says
    /// what to do.</exception>
    public static Task<EmbeddedPostgres> StartAsync(
        string folder, TimeProvider time, ILogger logger, CancellationToken cancellation) =>
        StartAsync(folder, ServerPrograms.DebianFolder, time, logger, cancellation);

    internal static async Task<EmbeddedPostgres> StartAsync(
        string folder, string programs, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        var cluster = new ClusterFolder(Path.GetFullPath(folder));
        var server = new EmbeddedPostgres(cluster, ServerPrograms.Find(programs, cluster.Version), time, logger);
        try
        {
            await server.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return server;
    }

    /// <summary>Stops the server after its running statements were ended, unless another process supervises it.</summary>
    /// <returns>A task that completes when the server has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        if (_lock is not null && RunningServer.Find(_folder.Data) is not null)
        {
            var (code, output) = await ControlAsync(["-m", "fast", "-w", "-t", "60", "-s", "stop"], CancellationToken.None)
                .ConfigureAwait(false);
            if (code == 0)
            {
                StoreLines.ServerStopped(_logger, Port);
            }
            else
            {
                StoreLines.ServerDidNotStop(_logger, Port, output);
            }
        }

        if (_lock is not null)
        {
            await _lock.DisposeAsync().ConfigureAwait(false);
        }

        _stopping.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        await _folder.PrepareAsync(cancellation).ConfigureAwait(false);
        _lock = _folder.TryLock();
        if (_lock is not null && RunningServer.Find(_folder.Data) is null)
        {
            if (_folder.Version is null)
            {
                await MakeAsync(cancellation).ConfigureAwait(false);
            }

            Port = await _folder.ChoosePortAsync(cancellation).ConfigureAwait(false);
            await LaunchAsync(cancellation).ConfigureAwait(false);
        }

        var running = await WaitForRunningAsync(cancellation).ConfigureAwait(false);
        Port = running.Port;
        Volatile.Write(ref _process, running.Process);
        await OpenDatabaseAsync(cancellation).ConfigureAwait(false);
        StoreLines.ServerRuns(_logger, Port, ProcessId, _lock is not null);
        _watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    private async Task MakeAsync(CancellationToken cancellation)
    {
        if (Directory.Exists(_folder.Unfinished))
        {
            Directory.Delete(_folder.Unfinished, recursive: true);
        }

        var (code, output) = await _programs.RunAsync(
            "initdb",
            [
                "-D", _folder.Unfinished, "-U", Role, "--pwfile=" + _folder.PasswordFile, "--auth-local=scram-sha-256",
                "--auth-host=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
            ],
            _folder.Path,
            cancellation).ConfigureAwait(false);
        if (code != 0)
        {
            throw new EmbeddedPostgresException($"initdb could not make a cluster in '{_folder.Path}': {output}");
        }

        var buffers = string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}shared_buffers = {BufferMegabytes}MB");
        var configuration = Path.Combine(_folder.Unfinished, "postgresql.conf");
        await File.AppendAllTextAsync(configuration, Settings + buffers + Environment.NewLine, cancellation)
            .ConfigureAwait(false);
        using (var handle = File.OpenHandle(configuration, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(handle);
        }

        Directory.Move(_folder.Unfinished, _folder.Data);
    }

    // Right after a crash the backends of the dead server still hold its memory, and a start fails until they have gone.
    private async Task LaunchAsync(CancellationToken cancellation)
    {
        var since = _time.GetTimestamp();
        while (true)
        {
            // Given at each start and not kept in the settings, so that the folder may be moved, or restored elsewhere.
            var sockets = _folder.Sockets.Replace("'", @"'\''", StringComparison.Ordinal);
            var place = string.Create(CultureInfo.InvariantCulture, $"-p {Port} -k '{sockets}'");
            var (code, output) = await ControlAsync(
                ["-l", _folder.Log, "-o", place, "-w", "-t", "60", "-s", "start"], cancellation).ConfigureAwait(false);
            if (code == 0)
            {
                return;
            }

            if (_time.GetElapsedTime(since) > StartPatience)
            {
                throw new EmbeddedPostgresException(
                    $"PostgreSQL did not start on port {Port} in '{_folder.Path}': {output} {_folder.LogTail()}");
            }

            await Task.Delay(StartAgainAfter, _time, cancellation).ConfigureAwait(false);
            if (ConnectionString.Length == 0)
            {
                // Nobody knows the port yet, and another process may have taken it since it was found free.
                Port = await _folder.ChoosePortAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<RunningServer> WaitForRunningAsync(CancellationToken cancellation)
    {
        var since = _time.GetTimestamp();
        while (_time.GetElapsedTime(since) <= StartPatience)
        {
            if (RunningServer.Find(_folder.Data) is { TakesConnections: true } running)
            {
                return running;
            }

            await Task.Delay(LookEvery, _time, cancellation).ConfigureAwait(false);
        }

        throw new EmbeddedPostgresException(
            $"Another process holds '{_folder.Path}', and no server runs there after {StartPatience.TotalSeconds} seconds. "
            + "End that process, or choose another data folder.");
    }

    private async Task OpenDatabaseAsync(CancellationToken cancellation)
    {
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = Role,
            Password = _folder.ReadPassword(),
            Database = "postgres",
            ApplicationName = "exchangehub",
            Pooling = false,
        };
        using (var connection = new NpgsqlConnection(address.ConnectionString))
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            using var exists = new NpgsqlCommand($"select count(*) from pg_database where datname = '{Database}'", connection);
            if (await exists.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is 0L)
            {
                using var create = new NpgsqlCommand($"create database {Database}", connection);
                await create.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }
        }

        address.Database = Database;
        address.Pooling = true;
        address.MaxPoolSize = 50;
        ConnectionString = address.ConnectionString;
    }

    private async Task WatchAsync()
    {
        var pause = LookEvery;
        while (!_stopping.IsCancellationRequested)
        {
            await Task.Delay(pause, _time, CancellationToken.None).ConfigureAwait(false);
            _lock ??= _folder.TryLock();
            if (_stopping.IsCancellationRequested || _lock is null || RunningServer.IsAlive(_folder.Data, ProcessId))
            {
                continue;
            }

            try
            {
                if (RunningServer.Find(_folder.Data) is null)
                {
                    StoreLines.ServerDied(_logger, Port, ProcessId);
                    await LaunchAsync(_stopping.Token).ConfigureAwait(false);
                }

                Volatile.Write(ref _process, RunningServer.Find(_folder.Data)?.Process ?? 0);
                StoreLines.ServerRuns(_logger, Port, ProcessId, true);
                pause = LookEvery;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (EmbeddedPostgresException error)
            {
                pause = pause * 2 > RestartPauseMax ? RestartPauseMax : pause * 2;
                StoreLines.ServerNotRestarted(_logger, Port, error);
            }
        }
    }

    private Task<(int Code, string Output)> ControlAsync(IEnumerable<string> arguments, CancellationToken cancellation) =>
        _programs.RunAsync("pg_ctl", ["-D", _folder.Data, .. arguments], _folder.Path, cancellation);
}
