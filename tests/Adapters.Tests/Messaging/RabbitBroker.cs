using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ExchangeHub.Adapters.Tests.Messaging;

[CollectionDefinition(Name)]
public sealed class RabbitBrokerCollection : ICollectionFixture<RabbitBroker>
{
    public const string Name = "RabbitMQ";
}

/// <summary>
/// Debian's RabbitMQ as a private process: own ports, own folder, own port mapper (epmd), on loopback only. It is started once
/// for all tests of the collection; a test that kills or pauses it brings it back.
/// </summary>
public sealed class RabbitBroker : IAsyncLifetime
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("exchangehub-rabbitmq-").FullName;
    private readonly int[] _ports = Loopback.FreePorts(3);
    private Process? _epmd;

    /// <summary>Holds what is easily read wrongly: a virtual host and a percent-encoded password.</summary>
    public string ConnectionString => $"amqp://hub:{Uri.EscapeDataString(Password)}@127.0.0.1:{_ports[0]}/notices";

    public static string Password => "s3cret/with@signs";

    public ConnectionFactory Connections => new()
    {
        HostName = "127.0.0.1",
        Port = _ports[0],
        VirtualHost = "notices",
        UserName = "hub",
        Password = Password,
    };

    public async Task InitializeAsync()
    {
        if (!File.Exists(Server))
        {
            throw new InvalidOperationException(
                $"These tests start a private RabbitMQ, and {Server} is missing. Run deploy/install.d/rabbitmq.sh as root.");
        }

        await ConfigureAsync();
        _epmd = Start("epmd", "/usr/bin/epmd", "-port", $"{_ports[2]}", "-address", "127.0.0.1");
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await KillAsync();
        if (_epmd is not null)
        {
            _epmd.Kill(entireProcessTree: true);
            await _epmd.WaitForExitAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts the broker in the folder it had before; returns when a client can open a connection.</summary>
    public async Task StartAsync()
    {
        using var server = Start("server", Server);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = await Connections.CreateConnectionAsync();
                return;
            }
            catch (BrokerUnreachableException) when (waited.Elapsed < StartPatience && !server.HasExited)
            {
                await Task.Delay(100);
            }
            catch (BrokerUnreachableException)
            {
                var output = string.Join('\n', Directory.GetFiles(_folder, "server.*").Select(File.ReadAllText));
                throw new InvalidOperationException($"RabbitMQ did not start within {waited.Elapsed}. It said:\n{output}");
            }
        }
    }

    /// <summary><c>kill -9</c> of the broker and what it started, but not of the port mapper.</summary>
    public Task KillAsync() => Eventually.HoldsAsync(
        () =>
        {
            var living = Processes().ToList();
            foreach (var process in living)
            {
                process.Kill();
                process.Dispose();
            }

            return living.Count == 0;
        },
        30,
        () => "the broker lives on");

    /// <summary>
    /// Waits until a quorum queue would outlive <see cref="KillAsync"/>. RabbitMQ 3.10.8 writes the directory of its quorum
    /// queues some seconds late: one that is not in it comes back empty and without a leader, and takes no message any more.
    /// </summary>
    public Task OutlivesKillAsync(string queue) => Eventually.HoldsAsync(
        () => File.ReadAllText(Path.Combine(_folder, "mnesia/db/quorum/broker@localhost/names.dets"), Encoding.Latin1)
            .Contains($"notices_{queue}", StringComparison.Ordinal),
        60,
        () => $"queue {queue} is not on disk");

    /// <summary>Stops the broker in its tracks: its connections stay open and nothing answers any more.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    public Task ResumeAsync() => SignalAsync("CONT");

    private async Task SignalAsync(string signal)
    {
        foreach (var process in Processes())
        {
            await RunAsync("/bin/kill", $"-{signal}", $"{process.Id}");
            process.Dispose();
        }
    }

    // The pid file vanishes when a second start fails, and the server is a grandchild; its folder in the environment is certain.
    private IEnumerable<Process> Processes()
    {
        var ours = $"RABBITMQ_MNESIA_BASE={_folder}/";
        foreach (var process in Process.GetProcesses())
        {
            var isOurs = false;
            try
            {
                isOurs = process.Id != _epmd?.Id
                    && File.ReadAllText($"/proc/{process.Id}/environ").Contains(ours, StringComparison.Ordinal);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // ended meanwhile, or not ours to look at
            }

            if (isOurs)
            {
                yield return process;
            }
            else
            {
                process.Dispose();
            }
        }
    }

    private async Task ConfigureAsync()
    {
        foreach (var name in new[] { "mnesia", "log", "home" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
        }

        File.WriteAllText(Path.Combine(_folder, "enabled_plugins"), "[].\n");
        File.WriteAllText(Path.Combine(_folder, "rabbitmq.conf"), $"""
            listeners.tcp.default = 127.0.0.1:{_ports[0]}
            default_user = hub
            default_pass = {Password}
            default_vhost = notices
            disk_free_limit.absolute = 50MB
            vm_memory_high_watermark.absolute = 512MB
            """ + "\n");
        var cookie = Path.Combine(_folder, "home", ".erlang.cookie");
        File.WriteAllText(cookie, Guid.NewGuid().ToString("N"));
        await RunAsync("/bin/chmod", "400", cookie);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("/bin/chown", "-R", "rabbitmq:rabbitmq", _folder);
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }

    private Process Start(string name, string program, params string[] arguments)
    {
        // As root, RabbitMQ runs under its own account. Output goes to files: a pipe would tie its life to this process.
        string[] account = Environment.IsPrivilegedProcess
            ? ["/usr/bin/setpriv", "--reuid=rabbitmq", "--regid=rabbitmq", "--init-groups"]
            : [];
        var output = Path.Combine(_folder, name);
        string[] command = [.. account, program, .. arguments];
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", $"exec \"$@\" >>{output}.out 2>>{output}.err </dev/null", name, .. command]);
        var environment = start.Environment;
        environment.Clear();
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin:/bin:/usr/sbin:/sbin",
            ["LANG"] = "C.UTF-8",
            ["LC_ALL"] = "C.UTF-8",
            ["HOME"] = $"{_folder}/home",
            ["ERL_EPMD_PORT"] = $"{_ports[2]}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = "broker@localhost",
            ["RABBITMQ_DIST_PORT"] = $"{_ports[1]}",
            ["RABBITMQ_CONFIG_FILE"] = $"{_folder}/rabbitmq.conf",
            ["RABBITMQ_MNESIA_BASE"] = $"{_folder}/mnesia",
            ["RABBITMQ_MNESIA_DIR"] = $"{_folder}/mnesia/db",
            ["RABBITMQ_LOG_BASE"] = $"{_folder}/log",
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = $"{_folder}/enabled_plugins",
            ["RABBITMQ_GENERATED_CONFIG_DIR"] = $"{_folder}/generated",
            ["RABBITMQ_SCHEMA_DIR"] = $"{_folder}/schema",
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = $"{_folder}/advanced.config",
            ["RABBITMQ_FEATURE_FLAGS_FILE"] = $"{_folder}/feature_flags",
            ["RABBITMQ_PID_FILE"] = $"{_folder}/pid",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
                "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
        })
        {
            environment[key] = value;
        }

        return Process.Start(start)!;
    }
}

/// <summary>Ports on which nothing listens.</summary>
internal static class Loopback
{
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            return [.. listeners.Select(listener =>
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            })];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}
