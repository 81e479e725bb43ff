using System.Diagnostics;
using System.Text;

namespace ExchangeHub.Form.Tests;

/// <summary>
/// A run of deploy/run in a checkout of its own, whose programs are stand-ins: shell scripts that say what they were asked, write
/// where they listen, and wait. Ends with the test, whatever happens.
/// </summary>
internal sealed class Zone : IAsyncDisposable
{
    private const string Programs =
        """
        #!/bin/bash
        say() { printf '%s\n' "$*" >>"$ZONE_LOG"; }
        case $1 in
          --list-sdks) echo "10.0.100 [here]"; exit ;;
          build) say "build"; exit ;;
          msbuild | *VBCSCompiler.dll) exit ;;
          *xhub.dll) say "xhub ${*:2}"; exit ;;
        esac
        if [ "$2" = accounts ]; then
          say "account ${*:4}"
          echo "Password of $4"
          exit
        fi
        while [ $# -gt 0 ]; do
          case $1 in
            *:DataFolder) folder=$2 ;;
            *:Listen) listen=$2 ;;
          esac
          shift
        done
        name=${folder##*/}
        trap 'say "end $name"; exit 0' TERM
        say "start $name $listen"
        echo "The last words of $name."
        echo $$ >"$folder/pid"
        echo http://127.0.0.1:1 >"$folder/history-address"
        echo https://127.0.0.1:1 >"$folder/enrolment-address"
        echo http://127.0.0.1:1 >"$folder/address"
        while :; do sleep 0.05; done
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("zone-").FullName;
    private readonly List<Process> _runs = [];
    private readonly StringBuilder _said = new();

    public Zone()
    {
        foreach (var file in new[] { "deploy/run", "deploy/lib.sh", "deploy/members.sh", "deploy/programs.slnf" })
        {
            Write(file, Repository.Read(file));
        }

        // What a machine lacks is not the question here, and neither is who asks.
        File.AppendAllText(Path.Combine(_root, "deploy/lib.sh"), "need_tools() { :; }\n");
        Write("path/dotnet", Programs);
        Write("path/id", "#!/bin/sh\necho 1000\n");
        Write("deploy/samples/network.json",
            """{ "nodes": [ "{{node:310118}}", "{{node:320509}}", "{{node:330421}}", "{{node:320000}}" ] }""");
        Write("deploy/samples/s01.json", "{}");
        Write("deploy/samples/rules/v3.yaml", "");
        foreach (var file in new[] { "Directory.Build.props", "global.json", "BannedSymbols.txt", ".editorconfig",
            "protos/a.proto", "adapters/a.cs" })
        {
            Write(file, "");
        }

        foreach (var (folder, program) in new[]
        {
            ("Hub", "ExchangeHub.Hub"), ("Node", "ExchangeHub.Node"), ("Console", "ExchangeHub.Console"), ("Cli", "xhub"),
        })
        {
            Write($"services/{folder}/bin/Release/net10.0/{program}.dll", "");
        }
    }

    /// <summary>Gets what the programs did, in order.</summary>
    public IReadOnlyList<string> Log => File.Exists(LogPath) ? File.ReadAllLines(LogPath) : [];

    /// <summary>Gets what deploy/run has said so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    private string LogPath => Path.Combine(_root, "log");

    public string Read(string path) => File.ReadAllText(Path.Combine(_root, path));

    public UnixFileMode Mode(string path) => File.GetUnixFileMode(Path.Combine(_root, path));

    public void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public Process Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Path.Combine(_root, "deploy/run"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_root}/path:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["ZONE_LOG"] = LogPath;
        start.Environment.Remove("EXCHANGEHUB_HOME");
        var run = Process.Start(start)!;
        _runs.Add(run);
        run.OutputDataReceived += Hear;
        run.ErrorDataReceived += Hear;
        run.BeginOutputReadLine();
        run.BeginErrorReadLine();
        return run;
    }

    /// <summary>Starts a zone and waits until it says that it is complete. What an earlier run said is forgotten.</summary>
    public async Task<Process> StartAsync()
    {
        lock (_said)
        {
            _said.Clear();
        }

        var run = Run();
        await UntilAsync(() => Said.Contains("Ctrl-C stops everything", StringComparison.Ordinal));
        return run;
    }

    public static void Signal(string signal, int process) => Shell.Run("/", ["-c", $"kill -{signal} {process}"]);

    public static async Task EndAsync(Process run)
    {
        Signal("TERM", run.Id);
        await run.WaitForExitAsync();
    }

    public async Task UntilAsync(Func<bool> isTrue)
    {
        for (var clock = Stopwatch.StartNew(); !isTrue(); await Task.Delay(10))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(120),
                $"It did not come true in 120 s. Said:\n{Said}\nDone:\n{string.Join('\n', Log)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs)
        {
            if (!run.HasExited)
            {
                await EndAsync(run);
            }

            run.Dispose();
        }

        Directory.Delete(_root, recursive: true);
    }

    private void Hear(object sender, DataReceivedEventArgs heard)
    {
        lock (_said)
        {
            _said.AppendLine(heard.Data);
        }
    }
}
