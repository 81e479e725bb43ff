using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using ExchangeHub.Protos.Delivery.V1;
using Google.Protobuf;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>The sample consumer of <c>tests/NoticeFollower</c> as a process of its own, with the file that it writes.</summary>
/// <param name="hub">Address of the hub.</param>
/// <param name="broker">Where it hears notices; null for nowhere.</param>
internal sealed class OutsideFollower(string hub, string? broker) : IAsyncDisposable
{
    public const string Receiver = "310118";

    private readonly string _folder = Directory.CreateTempSubdirectory("exchangehub-follower-").FullName;
    private Process? _process;

    /// <summary>The last position in the file; 0 when there is none.</summary>
    public long Position => Lines is [.., var last] ? long.Parse(last.Split(' ')[0], CultureInfo.InvariantCulture) : 0;

    private string File => Path.Combine(_folder, "positions");

    private string[] Lines => System.IO.File.Exists(File) ? Whole(System.IO.File.ReadAllText(File)) : [];

    public void Start()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "NoticeFollower.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--hub", hub, "--receiver", Receiver, "--file", File])
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

    /// <summary>Waits until a position is in the file, and sees that every delivery up to the last one there is, once and in
    /// order.</summary>
    public async Task ReachesAsync(
        long position, Func<long, Task<IEnumerable<Delivery>>> deliveredUpTo, double withinSeconds = 60)
    {
        await Eventually.HoldsAsync(
            () => Position >= position, withinSeconds, () => $"the file ends with {Position}, not {position}");
        var lines = Lines;
        var last = lines.Length == 0 ? 0 : long.Parse(lines[^1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.Equal((await deliveredUpTo(last)).Select(Line), lines);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Line(Delivery delivery) =>
        FormattableString.Invariant($"{delivery.Position} {delivery.EventCase.ToString().ToLowerInvariant()} ")
        + Convert.ToHexStringLower(SHA256.HashData(delivery.ToByteArray()));

    // A line that is being written is not there yet.
    private static string[] Whole(string text) =>
        text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
