using System.Security.Cryptography;
using System.Text;
using ExchangeHub.Identity.Settings;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Identity.Keys;

/// <summary>Seals private keys for storage: AES-256-GCM under a key that is in a file and not in the database.</summary>
/// <remarks>Whoever has the database, or a copy of it, can sign nothing; whoever has both can.</remarks>
internal sealed class KeySeal : IDisposable
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly AesGcm _cipher;

    public KeySeal(ReadOnlySpan<byte> key) => _cipher = new AesGcm(key, TagLength);

    /// <summary>Reads the key of a seal.</summary>
    /// <exception cref="SettingException">The file is not there, holds no 32 bytes in base64, or others than its owner may read
    /// it.</exception>
    public static KeySeal Read(string path)
    {
        try
        {
            var others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
            if ((OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & others) == 0)
                && Convert.FromBase64String(File.ReadAllText(path).Trim()) is { Length: KeyLength } key)
            {
                return new KeySeal(key);
            }
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or FormatException)
        {
            // Said below, without the text of the library, which could quote the file.
        }

        throw new SettingException(new Wording(
            $"Identity:Seal 的文件“{path}”应为 32 字节密钥的 base64，且仅所有者可读（chmod 600）。可用 openssl rand -base64 32 生成。",
            $"Identity:Seal: '{path}' must hold 32 bytes in base64 and be readable by its owner alone (chmod 600). openssl rand "
            + "-base64 32 makes one."));
    }

    /// <summary>Seals a private key.</summary>
    /// <param name="kid">Its name, which is authenticated with it: no row can take the key of another.</param>
    /// <param name="key">PKCS #8.</param>
    public byte[] Seal(string kid, ReadOnlySpan<byte> key)
    {
        var stored = new byte[NonceLength + TagLength + key.Length];
        RandomNumberGenerator.Fill(stored.AsSpan(0, NonceLength));
        _cipher.Encrypt(
            stored.AsSpan(0, NonceLength), key, stored.AsSpan(NonceLength + TagLength), stored.AsSpan(NonceLength, TagLength),
            Encoding.ASCII.GetBytes(kid));
        return stored;
    }

    /// <summary>Opens what was sealed.</summary>
    /// <exception cref="SettingException">It was sealed under another key, or changed.</exception>
    public byte[] Open(string kid, ReadOnlySpan<byte> stored)
    {
        try
        {
            var key = new byte[stored.Length - NonceLength - TagLength];
            _cipher.Decrypt(
                stored[..NonceLength], stored[(NonceLength + TagLength)..], stored.Slice(NonceLength, TagLength), key,
                Encoding.ASCII.GetBytes(kid));
            return key;
        }
        catch (Exception wrong) when (wrong is CryptographicException or OverflowException or ArgumentException)
        {
            throw new SettingException(new Wording(
                $"签名密钥 {kid} 无法解封：Identity:Seal 不是封存时所用的密钥，或者数据库内容被改动。",
                $"Signing key {kid} cannot be opened: Identity:Seal is not the key that sealed it, or the database was "
                + "changed."));
        }
    }

    public void Dispose() => _cipher.Dispose();
}
