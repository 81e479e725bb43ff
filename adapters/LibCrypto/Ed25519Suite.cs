using System.Collections.Immutable;
using ExchangeHub.Records;

namespace ExchangeHub.LibCrypto;

/// <summary>Ed25519 for envelopes: the same content always gets the same signature, so that a receipt that is asked for again
/// is the same receipt.</summary>
/// <remarks>Source: RFC 8032 and, for the form of keys, RFC 8410.</remarks>
public sealed class Ed25519Suite : ISignatureSuite
{
    private Ed25519Suite()
    {
    }

    /// <summary>Gets every suite of this assembly that libcrypto can do here.</summary>
    /// <returns>Ed25519, and SM2 with SM3 where it is there.</returns>
    public static ImmutableArray<ISignatureSuite> FindAll() => [new Ed25519Suite(), .. Sm2WithSm3.Find()];

    /// <inheritdoc/>
    public string Name => "Ed25519";

    /// <inheritdoc/>
    public int Number => 3;

    /// <inheritdoc/>
    public int SignatureLength => Ed25519.SignatureLength;

    /// <inheritdoc/>
    public string PublicKeyShape => "the SubjectPublicKeyInfo of an Ed25519 public key, DER in base64 (60 characters)";

    // RFC 8410, 4: these bytes and the key.
    private static ReadOnlySpan<byte> Prefix => [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <inheritdoc/>
    public SignatureCheck ReadPublicKey(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != Prefix.Length + Ed25519.PublicKeyLength || !publicKey.StartsWith(Prefix))
        {
            throw new FormatException($"Expected {PublicKeyShape}; found {publicKey.Length} bytes that are no such key.");
        }

        var key = publicKey[Prefix.Length..].ToArray();
        return (message, signature) => Ed25519.Verify(key, message, signature);
    }

    /// <inheritdoc/>
    public ISigningKey? ReadPrivateKey(ReadOnlySpan<char> pem)
    {
        try
        {
            return new SigningKey(this, Ed25519PrivateKey.FromPem(pem));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private sealed class SigningKey(ISignatureSuite suite, Ed25519PrivateKey key) : ISigningKey
    {
        public ISignatureSuite Suite => suite;

        public ReadOnlyMemory<byte> PublicKey { get; } = (byte[])[.. Prefix, .. key.PublicKey];

        public byte[] Sign(ReadOnlySpan<byte> message) => key.Sign(message);

        public void Dispose() => key.Dispose();
    }
}
