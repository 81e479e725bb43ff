using System.Collections.Immutable;
using System.Security.Cryptography;

namespace ExchangeHub.Records;

/// <summary>A public key that the registry holds for a node or a party, and the suite that it is for.</summary>
public sealed record VerificationKey
{
    private readonly SignatureCheck _check;

    /// <summary>Takes a public key.</summary>
    /// <param name="suite">The suite, as the registry says it.</param>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER.</param>
    /// <exception cref="FormatException">It is no key of that suite.</exception>
    public VerificationKey(ISignatureSuite suite, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(suite);
        _check = suite.ReadPublicKey(publicKey);
        Suite = suite;
        KeyId = IdOf(publicKey);
        PublicKey = [.. publicKey];
    }

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of the public key.</summary>
    public string KeyId { get; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public ImmutableArray<byte> PublicKey { get; }

    /// <summary>By what it verifies, and nothing else.</summary>
    public ISignatureSuite Suite { get; }

    /// <summary>Gets from when nothing may be signed with it any more; null while it is in use.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Names a public key.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER.</param>
    /// <returns>The first 16 hexadecimal digits of its SHA-256, lower case.</returns>
    public static string IdOf(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, 8));

    /// <summary>Says whether the private half of this key signed a message. Asks for no revocation.</summary>
    /// <param name="message">The message itself, not its digest.</param>
    /// <param name="signature">The signature, of any length.</param>
    /// <returns>Whether it has the length of the suite and verifies.</returns>
    public bool Verifies(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == Suite.SignatureLength && _check(message, signature);
}
