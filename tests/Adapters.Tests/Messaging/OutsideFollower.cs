using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using ExchangeHub.EventLog;
using ExchangeHub.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>A hub that announces a log and hands it out by position over HTTP, as the sample consumer reads it.</summary>
internal sealed class ReadableHub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ReadableHub(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single() + "/";

    public static async Task<ReadableHub> StartAsync(InMemoryEventLog log, string? broker)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IEventLog>(log).AddNotices(broker);
        var app = builder.Build();
        app.MapGet("/positions", async (long after, int max, CancellationToken cancellation) =>
            (await log.ReadAsync(after, max, cancellation)).Select(e => new
            {
                e.Position,
                e.Type,
                Digest = Digest(e),
            }));
        await app.StartAsync();
        return new ReadableHub(app);
    }

    public static string Digest(LoggedEvent e) => Convert.ToHexStringLower(SHA256.HashData(e.Payload.Span));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>The sample consumer of <c>tests/NoticeFollower</c> as a process of its own, with the file that it writes.</summary>
internal sealed class OutsideFollower(ReadableHub hub, string? broker) : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("exchangehub-follower-").FullName;
    private Process? _process;

    public string File => Path.Combine(_folder, "positions");

    /// <summary>The last position in the file; 0 when there is none.</summary>
    public long Position => Lines is [.., var last] ? long.Parse(last.Split(' ')[0], CultureInfo.InvariantCulture) : 0;

    private string[] Lines => System.IO.File.Exists(File) ? Whole(System.IO.File.ReadAllText(File)) : [];

    public void Start()
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "NoticeFollower.dll"), "--hub", hub.Address, "--file", File])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Broker"] = broker;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task KillAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>Waits until a position is in the file, and sees that all up to it are, once and in order.</summary>
    public async Task ReachesAsync(InMemoryEventLog log, long position, double withinSeconds = 20)
    {
        await Eventually.HoldsAsync(
            () => Position >= position, withinSeconds, () => $"the file ends with {Position}, not {position}");
        var lines = Lines;
        var events = await log.ReadAsync(0, lines.Length, CancellationToken.None);
        Assert.Equal(events.Select(e => $"{e.Position} {e.Type} {ReadableHub.Digest(e)}"), lines);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // A line that is being written is not there yet.
    private static string[] Whole(string text) =>
        text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
