using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Identity.Settings;
using ExchangeHub.Vocabulary;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ExchangeHub.Identity.Serving;

/// <summary>How the service listens: TLS 1.3, and every client is asked for a certificate.</summary>
/// <remarks>
/// A client without one, or with a wrong one, may connect and read the documents. It is refused when it asks for a token, where
/// it can be told so and the refusal is logged: with TLS 1.3 a refused handshake looks to a client like a broken line.
/// </remarks>
internal static class Listener
{
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(5);

    /// <summary>Configures Kestrel.</summary>
    public static void Configure(KestrelServerOptions kestrel, IPEndPoint address, SslStreamCertificateContext certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = Profile.RequestBytesMax;
        kestrel.Listen(address, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1AndHttp2;
            endpoint.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = HandshakePatience,
                OnConnection = _ => ValueTask.FromResult(Answer(certificate)),
            });
        });
    }

    /// <summary>Reads the server's certificate.</summary>
    /// <exception cref="SettingException">A file is not there, or does not hold what it should.</exception>
    public static SslStreamCertificateContext ReadCertificate(string certificate, string key)
    {
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(certificate);
            using var leaf = X509Certificate2.CreateFromPemFile(certificate, key);
            all.RemoveAt(0);

            // Through PKCS #12, because a key from PEM is not persistent enough for every platform's TLS.
            return SslStreamCertificateContext.Create(
                X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null), all, offline: true);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException
            or ArgumentException)
        {
            throw new SettingException(new Wording(
                $"Identity:Certificate“{certificate}”与 Identity:CertificateKey“{key}”应为 PEM 格式的服务器证书链及其私钥。",
                $"Identity:Certificate '{certificate}' and Identity:CertificateKey '{key}' must be PEM files of the server's "
                + "certificate with its issuers, and of its private key."));
        }
    }

    /// <summary>Reads the authorities of client certificates.</summary>
    /// <exception cref="SettingException">The file is not there, or holds no root.</exception>
    public static X509Certificate2Collection ReadAuthorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // Said below.
        }

        return authorities.Any(one => one.SubjectName.RawData.AsSpan().SequenceEqual(one.IssuerName.RawData))
            ? authorities
            : throw new SettingException(new Wording(
                $"Identity:ClientAuthorities“{path}”应为签发客户端证书的根证书与中间证书（PEM）。",
                $"Identity:ClientAuthorities: '{path}' must hold the root, and the issuers under it, of client certificates in "
                + "PEM."));
    }

    private static SslServerAuthenticationOptions Answer(SslStreamCertificateContext certificate) => new()
    {
        ServerCertificateContext = certificate,
        EnabledSslProtocols = SslProtocols.Tls13,
        ClientCertificateRequired = true,
#pragma warning disable CA5359 // It is the client's certificate, and ClientCertificates judges it where it is used.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        CertificateChainPolicy = Offline(),
        AllowRenegotiation = false,
        AllowTlsResume = false,
    };

    // The handshake builds a chain for the callback, which must not fetch anything.
    private static X509ChainPolicy Offline() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
