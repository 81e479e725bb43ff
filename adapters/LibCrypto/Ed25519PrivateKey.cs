using System.Security.Cryptography;

namespace ExchangeHub.LibCrypto;

/// <summary>A private key for Ed25519 (RFC 8032). May be used by several threads at once.</summary>
/// <remarks>The secret lies in libcrypto's memory and is wiped there when the key is disposed of.</remarks>
public sealed class Ed25519PrivateKey : IDisposable
{
    private const string PemLabel = "PRIVATE KEY";

    // RFC 8410, 7: a PKCS #8 key of version 0 with the algorithm 1.3.101.112 and no attributes is these bytes and the seed.
    private static ReadOnlySpan<byte> Pkcs8Prefix =>
        [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    private readonly KeyHandle _key;
    private readonly byte[] _publicKey = new byte[Ed25519.PublicKeyLength];

    private Ed25519PrivateKey(KeyHandle key)
    {
        _key = key;
        nuint length = Ed25519.PublicKeyLength;
        if (Evp.GetPublicKey(key, _publicKey, ref length) != 1)
        {
            throw Evp.Failure("deriving an Ed25519 public key");
        }
    }

    /// <summary>The public half as RFC 8032 encodes it: 32 bytes.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Makes a key from its seed.</summary>
    /// <param name="seed">32 bytes that nobody can guess: <see cref="RandomNumberGenerator"/> gives them for a new key.</param>
    /// <returns>The key; the same seed gives the same key.</returns>
    /// <exception cref="ArgumentException">The seed has another length.</exception>
    public static Ed25519PrivateKey FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != Ed25519.SeedLength)
        {
            throw new ArgumentException($"An Ed25519 seed has {Ed25519.SeedLength} bytes; found {seed.Length}.", nameof(seed));
        }

        var key = Evp.NewPrivateKey(0, Ed25519.Name, null, seed, Ed25519.SeedLength);
        return key.IsInvalid ? throw Evp.Failure("taking an Ed25519 seed") : new Ed25519PrivateKey(key);
    }

    /// <summary>Reads a key from PEM, as <c>openssl genpkey -algorithm ed25519</c> writes it.</summary>
    /// <param name="pem">Text with one unencrypted PKCS #8 block <c>PRIVATE KEY</c>; text around it is passed over.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">There is no such block, or it holds no Ed25519 key in the form of RFC 8410, 7 (48 bytes,
    /// no attributes). The message repeats nothing of the text: it may be a secret.</exception>
    public static Ed25519PrivateKey FromPem(ReadOnlySpan<char> pem)
    {
        const string Expected = "Expected an Ed25519 private key in PEM, PKCS #8 and not encrypted (BEGIN PRIVATE KEY)";
        if (!PemEncoding.TryFind(pem, out var fields) || !pem[fields.Label].SequenceEqual(PemLabel))
        {
            throw new FormatException($"{Expected}; found no such block.");
        }

        var der = new byte[fields.DecodedDataLength];
        try
        {
            return Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out var length)
                && length == Pkcs8Prefix.Length + Ed25519.SeedLength
                && der.AsSpan().StartsWith(Pkcs8Prefix)
                    ? FromSeed(der.AsSpan(Pkcs8Prefix.Length))
                    : throw new FormatException($"{Expected}; found a private key of another kind.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>Writes a key's seed as PEM in the shape that <see cref="FromPem"/> and openssl read.</summary>
    /// <param name="seed">32 bytes.</param>
    /// <returns>A PKCS #8 block, not encrypted: whoever writes it to a file sets the file's mode to 0600 first.</returns>
    /// <exception cref="ArgumentException">The seed has another length.</exception>
    public static string WritePem(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != Ed25519.SeedLength)
        {
            throw new ArgumentException($"An Ed25519 seed has {Ed25519.SeedLength} bytes; found {seed.Length}.", nameof(seed));
        }

        byte[] der = [.. Pkcs8Prefix, .. seed];
        try
        {
            return PemEncoding.WriteString(PemLabel, der) + "\n";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>Signs a message. The same message always gets the same signature.</summary>
    /// <param name="message">The message itself, of any length.</param>
    /// <returns>64 bytes.</returns>
    /// <exception cref="ObjectDisposedException">The key has been disposed of.</exception>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        using var signing = Evp.NewSigning();
        if (signing.IsInvalid || Evp.BeginSigning(signing, out _, DigestHandle.None, 0, _key) != 1)
        {
            throw Evp.Failure("beginning to sign by Ed25519");
        }

        var signature = new byte[Ed25519.SignatureLength];
        nuint length = Ed25519.SignatureLength;
        return Evp.Sign(signing, signature, ref length, message, (nuint)message.Length) == 1
            ? signature
            : throw Evp.Failure("signing by Ed25519");
    }

    /// <summary>Wipes and frees the key.</summary>
    public void Dispose() => _key.Dispose();
}
