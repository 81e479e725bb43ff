using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests.Node;

/// <summary>A node as a process of its own, which can be killed.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private NodeProcess(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ExchangeHub.Node.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Starting again and again is what these tests do.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_BackgroundWorkerTimeoutMs"] = "0";
        _process = Process.Start(start)!;
        Output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public Task<string> Output { get; }

    public int Id => _process.Id;

    /// <summary>Starts the node of a district and waits until it serves.</summary>
    public static async Task<NodeProcess> StartAsync(District district)
    {
        // A node that was killed leaves its address behind; the next one takes it away before it serves.
        var file = Path.Combine(Directory.CreateDirectory(district.DataFolder).FullName, "address");
        File.Delete(file);
        var node = new NodeProcess(district.Arguments);
        await Eventually.HoldsAsync(() => File.Exists(file) || node._process.HasExited);
        Assert.True(
            File.Exists(file), $"The node ended instead of serving: {(node._process.HasExited ? await node._errors : "")}");
        return node;
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var node = new NodeProcess(arguments);
        await node._process.WaitForExitAsync();
        return (node._process.ExitCode, await node.Output, await node._errors);
    }

    /// <summary>Opens a channel to it.</summary>
    public static GrpcChannel Connect(District district) =>
        GrpcChannel.ForAddress(File.ReadAllText(Path.Combine(district.DataFolder, "address")).Trim());

    /// <summary>Ends it as a power cut would: without a word.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks it to end, as Ctrl-C does; whoever was started where Ctrl-C is ignored ignores it too.</summary>
    public Task<int> InterruptAsync() => EndAsync("-INT");

    /// <summary>Asks it to end, as whoever supervises it does.</summary>
    public Task<int> EndAsync() => EndAsync("-TERM");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task<int> EndAsync(string signal)
    {
        using var asking = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await asking.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
