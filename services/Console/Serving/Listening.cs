using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Vocabulary;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ExchangeHub.Console.Serving;

/// <summary>Where the console serves: on this machine without TLS, anywhere with it.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
/// <param name="Certificate">The certificate with its key; null without TLS.</param>
/// <param name="Chain">What stands behind it.</param>
internal sealed record Listening(IPAddress Address, int Port, X509Certificate2? Certificate, X509Certificate2Collection Chain)
{
    /// <summary>Gets a value indicating whether it serves with TLS.</summary>
    public bool IsSecure => Certificate is not null;

    /// <summary>Gets the names under which it answers. A page of a stranger may give its own name an address of this machine; it
    /// does not get an answer under that name.</summary>
    public string Hosts => string.Join(';', Certificate is null
        ? ["localhost", Host(Address)]
        : Certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(Host))));

    /// <summary>Reads where to serve.</summary>
    /// <returns>Where; or why that cannot be.</returns>
    public static (Listening? Listening, Wording? Fault) Read(ConsoleOptions options)
    {
        if (!Uri.TryCreate(options.Listen, UriKind.Absolute, out var listen) || listen.Scheme is not ("http" or "https")
            || !IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address))
        {
            return (null, new Wording(
                $"--Console:Listen 应为地址，例如 http://127.0.0.1:7110 或者 https://0.0.0.0:7110；实为“{options.Listen}”。",
                $"--Console:Listen: expected an address such as http://127.0.0.1:7110 or https://0.0.0.0:7110; found "
                    + $"'{options.Listen}'."));
        }

        if (listen.Scheme == Uri.UriSchemeHttp)
        {
            return IPAddress.IsLoopback(address) ? (new Listening(address, listen.Port, null, []), null) : (null, new Wording(
                $"--Console:Listen 实为“{options.Listen}”：未配置 TLS 时控制台只在本机提供。请改用 https 并配置 --Console:Certificate，"
                    + "或者改为本机回环地址。",
                $"--Console:Listen: found '{options.Listen}'. Without TLS the console does not leave this machine: write https "
                    + "and give --Console:Certificate, or a loopback address."));
        }

        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(options.Certificate, options.CertificateKey);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(options.Certificate);
            return (new Listening(address, listen.Port, certificate, chain), null);
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException or IOException
            or UnauthorizedAccessException)
        {
            return (null, new Wording(
                $"--Console:Certificate（“{options.Certificate}”）与 --Console:CertificateKey（“{options.CertificateKey}”）应为相互匹配的"
                    + " PEM 证书和私钥文件，https 不可缺少。",
                $"--Console:Certificate ('{options.Certificate}') and --Console:CertificateKey ('{options.CertificateKey}') must "
                    + "be PEM files of a certificate and its private key; https cannot do without."));
        }
    }

    /// <summary>Serves there.</summary>
    public void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 256 * 1024;
        kestrel.Listen(Address, Port, endpoint =>
        {
            if (Certificate is { } certificate)
            {
                endpoint.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificate, ServerCertificateChain = Chain,
                    SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                });
            }
        });
    }

    private static string Host(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
}
