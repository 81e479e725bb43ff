using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Certificates;

/// <summary>The folder of an authority: <c>authority.pem</c>, <c>authority-key.pem</c> and <c>root.pem</c>.</summary>
public static class AuthorityFolder
{
    /// <summary>The name of the file with the certificate.</summary>
    public const string CertificateFile = "authority.pem";

    /// <summary>The name of the file with the private key.</summary>
    public const string KeyFile = "authority-key.pem";

    /// <summary>Says whether a folder holds an authority.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>Whether a key is there.</returns>
    public static bool Exists(string path) => File.Exists(Path.Combine(path, KeyFile));

    /// <summary>Writes an authority.</summary>
    /// <param name="path">The folder; made when it is missing.</param>
    /// <param name="authority">The authority.</param>
    public static void Write(string path, CertificateAuthority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        Directory.CreateDirectory(path);
        using var key = authority.Certificate.GetECDsaPrivateKey()!;
        SecretFile.Replace(Path.Combine(path, KeyFile), key.ExportPkcs8PrivateKeyPem() + "\n", isSecret: true);
        SecretFile.Replace(
            Path.Combine(path, IdentityFolder.RootFile), authority.Root.ExportCertificatePem() + "\n", isSecret: false);
        SecretFile.Replace(
            Path.Combine(path, CertificateFile), authority.Certificate.ExportCertificatePem() + "\n", isSecret: false);
    }

    /// <summary>Reads an authority.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The authority.</returns>
    /// <exception cref="IdentityException">There is none, or its files do not fit together.</exception>
    public static CertificateAuthority Read(string path)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(
                Path.Combine(path, CertificateFile), Path.Combine(path, KeyFile));
            return CertificateAuthority.Join(
                certificate, X509CertificateLoader.LoadCertificateFromFile(Path.Combine(path, IdentityFolder.RootFile)));
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException
            or ArgumentException or FormatException)
        {
            throw new IdentityException(new Wording(
                $"目录“{path}”中没有可用的证书机构：应有 {CertificateFile}、{KeyFile}、{IdentityFolder.RootFile}，由 xhub ca 生成。"
                    + $"原因：{unusable.Message}",
                $"There is no authority to use in '{path}'. Expected {CertificateFile}, {KeyFile} and {IdentityFolder.RootFile}, "
                    + $"made by xhub ca. Cause: {unusable.Message}"));
        }
    }
}
