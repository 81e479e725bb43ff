using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExchangeHub.Benchmarks.Transfers;

/// <summary>What the machine can do at best: a file over a bare TLS connection, written and hashed as it comes.</summary>
internal static class RawCopy
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Copies a file.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> RunAsync(string from, string to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var bytes = new FileInfo(from).Length;
        var watch = Stopwatch.StartNew();
        var receiving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var secure = new SslStream(client.GetStream());
            await secure.AuthenticateAsServerAsync(made);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var file = File.OpenHandle(to, FileMode.Create, FileAccess.Write);
            var buffer = new byte[BufferBytes];
            var position = 0L;
            for (int read; position < bytes && (read = await secure.ReadAsync(buffer)) > 0; position += read)
            {
                hash.AppendData(buffer, 0, read);
                RandomAccess.Write(file, buffer.AsSpan(0, read), position);
            }

            RandomAccess.FlushToDisk(file);
            return hash.GetHashAndReset();
        });
        using (var client = new TcpClient())
        {
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
            await using var secure = new SslStream(
                client.GetStream(), false, (_, shown, _, _) => shown?.GetCertHashString() == made.GetCertHashString());
            await secure.AuthenticateAsClientAsync("localhost");
            await using var file = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            await file.CopyToAsync(secure, BufferBytes);
            _ = await receiving;
        }

        return watch.Elapsed;
    }
}
