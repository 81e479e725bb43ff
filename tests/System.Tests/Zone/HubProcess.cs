using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests.Zone;

/// <summary>What a process holds.</summary>
internal sealed record Footprint(long ResidentMegabytes, int Handles, int Threads);

/// <summary>A hub of its own: a real process with its own folder, port and PostgreSQL, which end with it.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    /// <summary>How many events a new log has before anybody has said anything: the rule sets that the hub begins with.</summary>
    public const int EventsAtFirst = 1;

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-hub-").FullName;
    private readonly string _network;
    private readonly string? _broker;
    private Process? _process;

    public HubProcess(IEnumerable<NodeVoice> nodes, string? broker = null, params string[] ruleSets)
    {
        _broker = broker;

        // The embedded PostgreSQL runs as another user when the tests run as root.
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        _network = Path.Combine(_folder, "network.json");
        File.WriteAllText(_network, DemoNetwork.Json(nodes, ruleSets));
    }

    /// <summary>Gets the address to serve at from the first start on.</summary>
    public string FirstListen { get; init; } = "http://127.0.0.1:0";

    /// <summary>Gets further settings.</summary>
    public string[] More { get; init; } = [];

    public string Folder => _folder;

    /// <summary>Gets the connection string of the PostgreSQL that the hub has started.</summary>
    public string Store
    {
        get
        {
            var cluster = Path.Combine(_folder, "postgres");
            string Read(string name) => File.ReadAllText(Path.Combine(cluster, name)).Trim();
            return $"Host=127.0.0.1;Port={Read("port")};Username=hub;Password={Read("pw")};Database=exchangehub";
        }
    }

    public string NetworkFile => _network;

    public string Address { get; private set; } = "";

    /// <summary>Gets where anybody reads the history.</summary>
    public string HistoryAddress => File.ReadAllText(Path.Combine(_folder, "history-address")).Trim();

    public int ProcessId => _process?.Id ?? 0;

    public async Task StartAsync()
    {
        var addressFile = Path.Combine(_folder, "address");
        var listen = Address.Length > 0 ? Address : FirstListen;
        File.Delete(addressFile);
        if (!Directory.Exists(Path.Combine(_folder, "postgres")))
        {
            await ReadyCluster.CopyAsync(Path.Combine(_folder, "postgres"));
        }

        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "ExchangeHub.Hub.dll"),
                "--Hub:DataFolder", _folder, "--Hub:Network", _network, "--Hub:Listen", listen,
                "--Hub:History", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in More)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["Hub__Broker"] = _broker;
        _process = Process.Start(start)!;
        var log = new StreamWriter(Path.Combine(_folder, "hub.log"), append: true) { AutoFlush = true };
        _process.OutputDataReceived += (_, line) => Write(log, line.Data);
        _process.ErrorDataReceived += (_, line) => Write(log, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        var started = Stopwatch.StartNew();
        while (!File.Exists(addressFile) || new FileInfo(addressFile).Length == 0)
        {
            if (_process.HasExited || started.Elapsed > StartPatience)
            {
                if (_process.HasExited)
                {
                    await _process.WaitForExitAsync(); // until its last words have been read
                }

                throw new InvalidOperationException(
                    $"The hub ended while starting, or did not start in {StartPatience}: {Log()}");
            }

            await Task.Delay(50);
        }

        Address = (await File.ReadAllTextAsync(addressFile)).Trim();
    }

    public GrpcChannel Connect() => GrpcChannel.ForAddress(Address);

    /// <summary>Gets what the process holds at this moment, as the kernel counts it.</summary>
    public Footprint Footprint()
    {
        var resident = File.ReadLines($"/proc/{ProcessId}/status")
            .Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return new Footprint(
            long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024,
            Directory.GetFileSystemEntries($"/proc/{ProcessId}/fd").Length,
            Directory.GetDirectories($"/proc/{ProcessId}/task").Length);
    }

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    public async Task StopAsync()
    {
        using var ending =
            Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process!.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public string Log()
    {
        using var stream =
            new FileStream(Path.Combine(_folder, "hub.log"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await StopAsync();
        }

        if (Environment.GetEnvironmentVariable("EXCHANGEHUB_KEEP") is null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static void Write(StreamWriter log, string? line)
    {
        if (line is not null)
        {
            lock (log)
            {
                log.WriteLine(line);
            }
        }
    }
}
