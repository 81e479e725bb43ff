using System.Diagnostics;
using ExchangeHub.Postgres.Embedded;
using ExchangeHub.Postgres.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ExchangeHub.SystemTests.Zone;

/// <summary>
/// A PostgreSQL cluster with every table and no row, made once: each hub is given a copy, because making a cluster costs more
/// than most tests do with it.
/// </summary>
internal static class ReadyCluster
{
    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    /// <summary>Copies the cluster.</summary>
    /// <param name="folder">Where to; it must not exist.</param>
    public static async Task CopyAsync(string folder)
    {
        var ready = await Made.Value;

        // As root the server runs as another user, to whom the files must go on belonging.
        using var copy = Process.Start("cp", ["-a", ready, folder]);
        await copy.WaitForExitAsync();
    }

    private static async Task<string> MakeAsync()
    {
        var above = Directory.CreateTempSubdirectory("xhub-ready-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(above, recursive: true);
        File.SetUnixFileMode(above, (UnixFileMode)0b_111_101_101);
        var folder = Path.Combine(above, "postgres");
        await using (var server = await EmbeddedPostgres.StartAsync(
            folder, TimeProvider.System, NullLogger.Instance, CancellationToken.None))
        {
            await using var source = NpgsqlDataSource.Create(server.ConnectionString);
            await PostgresSchema.InstallAsync(source, CancellationToken.None);
        }

        // Each copy takes a port, a lock and a log of its own.
        foreach (var own in (string[])["port", "lock", "pg.log"])
        {
            File.Delete(Path.Combine(folder, own));
        }

        return folder;
    }
}
