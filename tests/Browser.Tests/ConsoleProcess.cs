using System.Diagnostics;

namespace ExchangeHub.BrowserTests;

/// <summary>A console as it is deployed: a process of its own, on a free port, which ends with the test.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-console-").FullName;
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ConsoleProcess(string hub, string listen, string[] more)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "ExchangeHub.Console.dll"), "--Console:Hub", hub,
                "--Console:Listen", listen, "--Console:DataFolder", _folder, .. more,
            ]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        (_output, _errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    /// <summary>Gets where it serves.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Starts a console and waits until it serves.</summary>
    public static async Task<ConsoleProcess> StartAsync(string hub, params string[] more)
    {
        var console = new ConsoleProcess(hub, "http://127.0.0.1:0", more);
        var file = Path.Combine(console._folder, "address");
        for (var clock = Stopwatch.StartNew(); !File.Exists(file) || new FileInfo(file).Length == 0; await Task.Delay(20))
        {
            Assert.False(console._process.HasExited, "The console ended instead of serving.");
            Assert.True(clock.Elapsed < Patience, "The console did not serve in time.");
        }

        console.Address = await File.ReadAllTextAsync(file);
        return console;
    }

    /// <summary>Runs a console that is not to start.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(string hub, string listen, params string[] more)
    {
        await using var console = new ConsoleProcess(hub, listen, more);
        await console._process.WaitForExitAsync().WaitAsync(Patience);
        return (console._process.ExitCode, await console._errors);
    }

    /// <summary>Ends it, and gets what it wrote.</summary>
    public async Task<string> EndAsync()
    {
        if (!_process.HasExited)
        {
            using var ending = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync();
        }

        return await _output + await _errors;
    }

    public async ValueTask DisposeAsync()
    {
        _ = await EndAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
