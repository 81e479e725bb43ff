using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

/// <summary>A driver written on a foreign gRPC library: reads lines, writes lines, ends with its input.</summary>
internal sealed class ForeignProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _complaints = new();

    private ForeignProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _complaints.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts a driver under <c>tests/interop</c>.</summary>
    internal static ForeignProcess Start(Peer peer, string driver, params string[] arguments)
    {
        var (program, folder, extension) = peer switch
        {
            Peer.Python => ("/usr/bin/python3", "python", "py"),
            _ => ("node", "node", "js"),
        };
        var start = new ProcessStartInfo(
            program, [RepositoryFiles.PathOf("tests", "interop", folder, $"{driver}.{extension}"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var proxy in new[] { "grpc_proxy", "https_proxy", "http_proxy", "HTTPS_PROXY", "HTTP_PROXY" })
        {
            start.Environment.Remove(proxy);
        }

        try
        {
            return new ForeignProcess(Process.Start(start)!);
        }
        catch (Win32Exception missing)
        {
            throw NotInstalled(program, missing.Message);
        }
    }

    internal async Task<string> AskAsync(string line)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // The driver has ended; its last words are read below.
        }

        return await ReadLineAsync();
    }

    internal async Task<string> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        if (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            return line;
        }

        await _process.WaitForExitAsync(patience.Token);
        throw NotInstalled(_process.StartInfo.FileName, string.Join('\n', _complaints));
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // It has ended already.
        }

        _process.Dispose();
    }

    private static InvalidOperationException NotInstalled(string program, string complaint) => new(
        $"{program} gave up. If something that it needs is not installed, run deploy/install.d/interop.sh, then the test again.\n"
        + complaint);
}
