using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExchangeHub.SystemTests.Identity;

/// <summary>Certificates for one run of tests, as PEM files in a folder: an authority, a server, clients good and bad.
/// </summary>
internal sealed class TestPki : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly string _folder;
    private readonly X509Certificate2 _root = Root("CN=ExchangeHub test root");
    private readonly X509Certificate2 _forged = Root("CN=ExchangeHub test root");

    public TestPki(string folder)
    {
        _folder = folder;
        File.WriteAllText(At("root.pem"), _root.ExportCertificatePem());
        Issue("server", _root, ServerUse);
        Issue("node", _root, ClientUse);
        Issue("credit", _root, ClientUse);
        Issue("stranger", _root, ClientUse);
        Issue("forged", _forged, ClientUse);
        Issue("expired", _root, ClientUse, DateTimeOffset.UtcNow.AddDays(-2));
        Issue("wrong-use", _root, ServerUse);
    }

    /// <summary>Where a file is; <c>name.pem</c> or <c>name.key</c>.</summary>
    public string At(string file) => Path.Combine(_folder, file);

    /// <summary>Reads a client certificate with its key.</summary>
    public X509Certificate2 Of(string name)
    {
        using var pem = X509Certificate2.CreateFromPemFile(At(name + ".pem"), At(name + ".key"));
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Gets the pin of a certificate, as the file of the clients wants it.</summary>
    public string PinOf(string name)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(At(name + ".pem"));
        return Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    public void Dispose()
    {
        _root.Dispose();
        _forged.Dispose();
    }

    private static X509Certificate2 Root(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
    }

    private void Issue(string name, X509Certificate2 authority, string use, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            authority,
            DateTimeOffset.UtcNow.AddDays(-3),
            until ?? DateTimeOffset.UtcNow.AddDays(3),
            RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(At(name + ".pem"), certificate.ExportCertificatePem());
        File.WriteAllText(At(name + ".key"), key.ExportPkcs8PrivateKeyPem());
    }
}
