using System.Diagnostics;

namespace ExchangeHub.Adapters.Tests.LibCrypto;

/// <summary>The openssl program in a folder of its own.</summary>
internal sealed class OpenSsl : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-openssl-");

    /// <summary>Where a file of the folder is.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    public Task<byte[]> ReadAsync(string name) => File.ReadAllBytesAsync(At(name));

    public Task WriteAsync(string name, ReadOnlyMemory<byte> bytes) => File.WriteAllBytesAsync(At(name), bytes);

    /// <summary>Runs a command.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> RunAsync(string arguments)
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = openssl.StandardOutput.ReadToEndAsync();
        var error = await openssl.StandardError.ReadToEndAsync();
        await openssl.WaitForExitAsync();
        return openssl.ExitCode == 0 ? await output : throw new InvalidOperationException($"openssl {arguments}: {error}");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
