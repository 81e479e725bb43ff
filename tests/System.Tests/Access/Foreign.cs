using System.ComponentModel;
using System.Diagnostics;

namespace ExchangeHub.SystemTests.Access;

/// <summary>Programs that we did not write, and what they say of the hub.</summary>
internal static class Foreign
{
    /// <summary>Runs a program to its end, with nothing to read.</summary>
    /// <returns>Its exit code, and what it wrote, both streams.</returns>
    public static (int ExitCode, string Said) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var proxy in new[] { "grpc_proxy", "https_proxy", "http_proxy", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY" })
        {
            start.Environment.Remove(proxy);
        }

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said + errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} is not installed: run deploy/install.d/access.sh. {missing.Message}");
        }
    }

    /// <summary>Gets the serial number of the certificate that a server shows.</summary>
    public static async Task<string> SerialShownAsync(string address)
    {
        var uri = new Uri(address);
        var (_, shown) = await Task.Run(() => Run("openssl", "s_client", "-connect", $"{uri.Host}:{uri.Port}", "-showcerts"));
        var begin = shown.IndexOf("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal);
        var end = shown.IndexOf("-----END CERTIFICATE-----", StringComparison.Ordinal);
        return begin < 0 || end < 0 ? "" : System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(
            Convert.FromBase64String(shown[(begin + 27)..end])).SerialNumber;
    }
}
