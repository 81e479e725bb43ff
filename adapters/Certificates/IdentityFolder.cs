using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Certificates;

/// <summary>The folder of an identity: <c>certificate.pem</c> with the chain, <c>key.pem</c> and <c>root.pem</c>.</summary>
/// <remarks>The files are looked at again after a second, so that whoever replaces them need not restart the program. While they
/// do not fit together, as between the replacing of one and the other, the identity is the one before. Safe for any number of
/// threads.</remarks>
public sealed class IdentityFolder
{
    /// <summary>The name of the file with the certificate, PEM, followed by the intermediates.</summary>
    public const string CertificateFile = "certificate.pem";

    /// <summary>The name of the file with the private key, PEM; only its owner may read it.</summary>
    public const string KeyFile = "key.pem";

    /// <summary>The name of the file with the root, PEM.</summary>
    public const string RootFile = "root.pem";

    private const string KeyBeforeFile = "key-before.pem";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _clock;
    private readonly Lock _turn = new();
    private Known? _known;

    private IdentityFolder(string path, TimeProvider clock) => (Path, _clock) = (path, clock);

    /// <summary>Gets the folder.</summary>
    public string Path { get; }

    /// <summary>Opens the folder of an identity.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>The folder, whose identity is complete.</returns>
    /// <exception cref="IdentityException">A file is missing, unreadable or open to others, or they do not fit
    /// together.</exception>
    public static IdentityFolder Open(string path, TimeProvider clock)
    {
        var folder = new IdentityFolder(path, clock);
        _ = folder.Read();
        return folder;
    }

    /// <summary>Gets the identity as it is now.</summary>
    /// <returns>The identity.</returns>
    /// <exception cref="IdentityException">It could not be read for the first time.</exception>
    public Identity Read()
    {
        lock (_turn)
        {
            if (_known is { } fresh && _clock.GetElapsedTime(fresh.LookedAt) < LookEvery)
            {
                return fresh.Identity;
            }

            var stamp = (Stamp(CertificateFile), Stamp(KeyFile), Stamp(RootFile));
            try
            {
                var identity = _known is { } known && known.Stamp == stamp ? known.Identity : Load();
                _known = new Known(identity, stamp, _clock.GetTimestamp());
            }
            catch (IdentityException) when (_known is not null)
            {
                // They are being replaced; the next look finds them whole.
                _known = _known with { LookedAt = _clock.GetTimestamp() };
            }

            return _known.Identity;
        }
    }

    /// <summary>Writes an identity, each file whole or not at all.</summary>
    /// <param name="path">The folder; made when it is missing.</param>
    /// <param name="certificates">The certificate, followed by the intermediates.</param>
    /// <param name="key">The private key.</param>
    /// <param name="root">The root; null leaves the one that is there.</param>
    public static void Write(string path, IEnumerable<X509Certificate2> certificates, ECDsa key, X509Certificate2? root)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentNullException.ThrowIfNull(key);
        Directory.CreateDirectory(path);
        if (root is not null)
        {
            SecretFile.Replace(System.IO.Path.Combine(path, RootFile), root.ExportCertificatePem() + "\n", isSecret: false);
        }

        // Whoever is interrupted between key and certificate must find the key of the old certificate again.
        var (current, before) = (System.IO.Path.Combine(path, KeyFile), System.IO.Path.Combine(path, KeyBeforeFile));
        if (File.Exists(current))
        {
            File.Copy(current, before, overwrite: true);
        }

        SecretFile.Replace(current, key.ExportPkcs8PrivateKeyPem() + "\n", isSecret: true);
        SecretFile.Replace(
            System.IO.Path.Combine(path, CertificateFile),
            string.Concat(certificates.Select(one => one.ExportCertificatePem() + "\n")), isSecret: false);
        File.Delete(before);
    }

    private DateTime Stamp(string name) => File.GetLastWriteTimeUtc(System.IO.Path.Combine(Path, name));

    private Identity Load()
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(System.IO.Path.Combine(Path, CertificateFile));
            var root = X509CertificateLoader.LoadCertificateFromFile(System.IO.Path.Combine(Path, RootFile));
            var key = System.IO.Path.Combine(Path, KeyFile);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(key) & SecretFile.Others) != 0)
            {
                throw new IdentityException(new Wording(
                    $"“{key}”可被他人读取。请执行 chmod 600。", $"'{key}' can be read by others. Set its mode to 600."));
            }

            return new Identity(Join(certificates[0], key), [.. certificates.Skip(1)], root);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException
            or ArgumentException)
        {
            throw new IdentityException(new Wording(
                $"身份目录“{Path}”不能使用：应有 {CertificateFile}、{KeyFile}、{RootFile} 三个文件，且私钥与证书相符。原因：{unusable.Message}",
                $"The identity in '{Path}' cannot be used. Expected {CertificateFile}, {KeyFile} and {RootFile}, and a key that "
                + $"belongs to the certificate. Cause: {unusable.Message}"));
        }
    }

    private X509Certificate2 Join(X509Certificate2 certificate, string key)
    {
        var before = System.IO.Path.Combine(Path, KeyBeforeFile);
        try
        {
            return With(certificate, key);
        }
        catch (ArgumentException) when (File.Exists(before))
        {
            return With(certificate, before);
        }
    }

    private static X509Certificate2 With(X509Certificate2 certificate, string path)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return certificate.CopyWithPrivateKey(key);
    }

    private sealed record Known(Identity Identity, (DateTime, DateTime, DateTime) Stamp, long LookedAt);
}
