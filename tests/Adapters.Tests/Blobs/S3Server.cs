using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace ExchangeHub.Adapters.Tests.Blobs;

/// <summary>An S3 server of its own: s3rver from npm, on this machine alone, gone with the tests.</summary>
public sealed class S3Server : IAsyncLifetime
{
    public const string KeyId = "S3RVER";
    public const string Secret = "S3RVER";
    private const string BucketName = "evidence";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-s3-");
    private readonly int _port = FreePort();
    private Process? _process;

    public string Bucket => $"http://127.0.0.1:{_port}/{BucketName}";

    public async Task InitializeAsync()
    {
        var program = Path.Combine(Folder(), "..", "..", "interop", "s3", "node_modules", "s3rver", "bin", "s3rver.js");
        Assert.True(File.Exists(program), "Run deploy/install.d/s3.sh first.");
        _process = Process.Start(new ProcessStartInfo(
            "node",
            [
                program, "--directory", _folder.FullName, "--address", "127.0.0.1", "--port", $"{_port}", "--silent",
                "--no-vhost-buckets", "--configure-bucket", BucketName,
            ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var started = Stopwatch.StartNew();
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                _ = await http.GetAsync(new Uri(Bucket));
                return;
            }
            catch (HttpRequestException) when (started.Elapsed < TimeSpan.FromSeconds(60) && !_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    public async Task DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
