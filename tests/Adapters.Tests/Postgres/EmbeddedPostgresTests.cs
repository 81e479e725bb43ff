using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ExchangeHub.Postgres.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// The embedded server is what a first user gets, with nobody there to help it: it must come up whole or say why not, survive its
/// supervisor and its own death, and never run twice on one folder.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-embedded-").FullName;

    public EmbeddedPostgresTests() => File.SetUnixFileMode(
        _folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);

    private string Cluster => Path.Combine(_folder, "hub", "pg"); // of which only the first exists

    [Fact]
    public async Task A_folder_keeps_its_data_password_and_port_over_restarts()
    {
        string first;
        await using (var server = await StartAsync())
        {
            first = server.ConnectionString;
            await RunAsync(server, "create table kept as select 42 as answer");
            Assert.Equal($"{server.Port}", (await File.ReadAllTextAsync(Path.Combine(Cluster, "port"))).Trim());
        }

        Assert.False(File.Exists(Path.Combine(Cluster, "data", "postmaster.pid")));
        await using var again = await StartAsync();
        Assert.Equal(first, again.ConnectionString);
        Assert.Equal(42, await AskAsync<int>(again, "select answer from kept"));
        Assert.Equal("on", await AskAsync<string>(again, "show data_checksums"));
        Assert.Equal("C.UTF-8", await AskAsync<string>(again, "show lc_collate"));
        Assert.Equal("127.0.0.1", await AskAsync<string>(again, "show listen_addresses"));
    }

    [Fact]
    public async Task A_folder_that_was_moved_starts_where_it_is_now()
    {
        await using (var server = await StartAsync())
        {
            await RunAsync(server, "create table kept as select 42 as answer");
        }

        var elsewhere = Path.Combine(_folder, "hub", "it's elsewhere");
        Directory.Move(Cluster, elsewhere);
        await using var moved = await EmbeddedPostgres.StartAsync(
            elsewhere, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        Assert.Equal(42, await AskAsync<int>(moved, "select answer from kept"));
        Assert.Equal(Path.Combine(elsewhere, "sock"), await AskAsync<string>(moved, "show unix_socket_directories"));
    }

    [Fact]
    public async Task A_server_that_outlived_its_supervisor_is_adopted()
    {
        await (await StartAsync()).DisposeAsync();
        var programs = ServerPrograms.Find(ServerPrograms.DebianFolder, null);
        var port = (await File.ReadAllTextAsync(Path.Combine(Cluster, "port"))).Trim();
        var data = Path.Combine(Cluster, "data");
        var (code, output) = await programs.RunAsync(
            "pg_ctl",
            ["-D", data, "-l", Path.Combine(Cluster, "pg.log"), "-o", $"-p {port} -k {Cluster}/sock", "-w", "-s", "start"],
            Cluster,
            CancellationToken.None);
        Assert.True(code == 0, output);
        var orphan = int.Parse((await File.ReadAllLinesAsync(Path.Combine(data, "postmaster.pid")))[0], null);

        await using (var server = await StartAsync())
        {
            Assert.Equal(orphan, server.ProcessId);
            Assert.Equal(1, await AskAsync<int>(server, "select 1"));
        }

        Assert.Null(RunningServer.Find(new ClusterFolder(Cluster).Data));
        Assert.False(RunningServer.IsAlive(new ClusterFolder(Cluster).Data, orphan));
    }

    [Fact]
    public async Task A_second_process_uses_the_server_and_takes_over_when_the_first_is_gone()
    {
        var first = await StartAsync();
        await using var second = await StartAsync();
        Assert.Equal((first.ProcessId, first.Port), (second.ProcessId, second.Port));

        await first.DisposeAsync();

        await UntilAsync(() => second.ProcessId != first.ProcessId && second.ProcessId != 0);
        Assert.Equal(1, await AskAsync<int>(second, "select 1"));
    }

    [Fact]
    public async Task A_guest_that_leaves_does_not_stop_the_server()
    {
        await using var first = await StartAsync();
        await (await StartAsync()).DisposeAsync();

        Assert.Equal(1, await AskAsync<int>(first, "select 1"));
    }

    [Fact]
    public async Task A_cluster_that_was_cut_short_while_it_was_made_is_made_anew()
    {
        Directory.CreateDirectory(Path.Combine(Cluster, "data.tmp", "base"));
        await File.WriteAllTextAsync(Path.Combine(Cluster, "data.tmp", "PG_VERSION"), "15");
        await File.WriteAllTextAsync(Path.Combine(Cluster, "pw"), "of the attempt before");

        await using var server = await StartAsync();

        Assert.Equal(1, await AskAsync<int>(server, "select 1"));
        Assert.False(Directory.Exists(Path.Combine(Cluster, "data.tmp")));
    }

    [Fact]
    public async Task A_folder_that_is_no_cluster_is_refused_and_left_alone()
    {
        var file = Path.Combine(Cluster, "data", "photos.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "mine");

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);

        Assert.Contains("is no PostgreSQL cluster", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(file));
        Assert.Equal(["data"], Directory.GetFileSystemEntries(Cluster).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Missing_programs_are_named_with_what_to_install()
    {
        var missing = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgres.StartAsync(Cluster, "/nowhere", TimeProvider.System, NullLogger.Instance, default));

        Assert.Contains("apt-get install postgresql-15", missing.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Cluster));
    }

    [Fact]
    public async Task Programs_of_another_version_than_the_cluster_are_not_used()
    {
        Directory.CreateDirectory(Path.Combine(Cluster, "data"));
        await File.WriteAllTextAsync(Path.Combine(Cluster, "data", "PG_VERSION"), "9");

        var other = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);

        Assert.Contains("apt-get install postgresql-9", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_the_server_cannot_enter_is_named()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return; // only root hands the folder to another user
        }

        var closed = Path.Combine(_folder, "closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(
            Path.Combine(closed, "pg"), TimeProvider.System, NullLogger.Instance, default));

        Assert.Contains($"cannot enter '{closed}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_its_starter_has_open_is_not_open_in_the_server()
    {
        // As under flock(1): a descriptor that children inherit, and whose lock would live as long as the server.
        using var held = File.OpenHandle(Path.Combine(_folder, "held"), FileMode.Create, FileAccess.Write);
        var inherited = Duplicate((int)held.DangerousGetHandle());
        Assert.True(inherited > 2);

        await using var server = await StartAsync();

        var open = Directory.GetFiles($"/proc/{server.ProcessId}/fd")
            .Select(file => new FileInfo(file).LinkTarget ?? "").ToList();
        Assert.Contains(open, file => file.EndsWith("pg.log", StringComparison.Ordinal));
        Assert.DoesNotContain(open, file => file.EndsWith("/held", StringComparison.Ordinal));
        Assert.DoesNotContain(open, file => file.EndsWith("/lock", StringComparison.Ordinal));
        Assert.Equal(0, Close(inherited));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private static async Task<T> AskAsync<T>(EmbeddedPostgres server, string sql)
    {
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        return await database.AskAsync<T>(sql);
    }

    private static async Task RunAsync(EmbeddedPostgres server, string sql)
    {
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await database.RunAsync(sql);
    }

    private Task<EmbeddedPostgres> StartAsync() =>
        EmbeddedPostgres.StartAsync(Cluster, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
}
