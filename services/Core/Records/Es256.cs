using System.Security.Cryptography;

namespace ExchangeHub.Records;

/// <summary>ECDSA on P-256 with SHA-256, signatures as r||s of 64 bytes (RFC 7518, 3.4): the suite that everybody has.</summary>
/// <remarks>Signatures in DER are refused by their length: libraries differ in which malformed ones they take.</remarks>
public sealed class Es256 : ISignatureSuite
{
    private const string NistP256 = "1.2.840.10045.3.1.7";
    private const DSASignatureFormat Format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;

    private Es256()
    {
    }

    /// <summary>The suite.</summary>
    public static Es256 Suite { get; } = new();

    /// <inheritdoc/>
    public string Name => "ES256";

    /// <inheritdoc/>
    public int Number => 1;

    /// <inheritdoc/>
    public int SignatureLength => 64;

    /// <inheritdoc/>
    public string PublicKeyShape =>
        "the SubjectPublicKeyInfo of a public key on the curve P-256, DER in base64 (124 characters)";

    /// <summary>Lends a key of the base library to whoever signs by suite.</summary>
    /// <param name="key">A private key on P-256; it stays the caller's, who disposes of it.</param>
    /// <returns>The same key.</returns>
    public static ISigningKey KeyOf(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new SigningKey(key, isOwned: false);
    }

    /// <inheritdoc/>
    public SignatureCheck ReadPublicKey(ReadOnlySpan<byte> publicKey)
    {
        // The check keeps it for as long as the key is registered. Verifying by it is safe from many threads.
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out var read);
            var fault = read != publicKey.Length ? "something after the key"
                : IsOnCurve(key) ? null : "another curve";
            return fault is null
                ? (message, signature) => key.VerifyData(message, signature, HashAlgorithmName.SHA256, Format)
                : throw new FormatException($"Expected {PublicKeyShape}; found {fault}.");
        }
        catch (Exception wrong) when (wrong is CryptographicException or FormatException)
        {
            key.Dispose();
            throw wrong as FormatException ?? new FormatException(
                $"Expected {PublicKeyShape}; found {publicKey.Length} bytes that are no such key.", wrong);
        }
    }

    /// <inheritdoc/>
    public ISigningKey? ReadPrivateKey(ReadOnlySpan<char> pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (IsOnCurve(key) && key.ExportParameters(includePrivateParameters: true).D is { Length: 32 })
            {
                return new SigningKey(key, isOwned: true);
            }
        }
        catch (Exception other) when (other is ArgumentException or CryptographicException)
        {
            // The answer below says it.
        }

        key.Dispose();
        return null;
    }

    // The base library takes the curve of SM2 too, and would do plain ECDSA on it.
    private static bool IsOnCurve(ECDsa key) =>
        key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true, Oid.Value: NistP256 };

    private sealed class SigningKey(ECDsa key, bool isOwned) : ISigningKey
    {
        public ISignatureSuite Suite => Es256.Suite;

        public ReadOnlyMemory<byte> PublicKey { get; } = key.ExportSubjectPublicKeyInfo();

        public byte[] Sign(ReadOnlySpan<byte> message) => key.SignData(message, HashAlgorithmName.SHA256, Format);

        public void Dispose()
        {
            if (isOwned)
            {
                key.Dispose();
            }
        }
    }
}
