namespace ExchangeHub.LibCrypto;

/// <summary>Signatures by Ed25519 (RFC 8032, 5.1), as checkpoints, witnesses and signed notes carry them.</summary>
public static class Ed25519
{
    /// <summary>The length of a public key, in bytes.</summary>
    public const int PublicKeyLength = 32;

    /// <summary>The length of a seed, which is the whole private key, in bytes.</summary>
    public const int SeedLength = 32;

    /// <summary>The length of a signature, in bytes.</summary>
    public const int SignatureLength = 64;

    internal const string Name = "ED25519";

    /// <summary>Says whether a signature was made over a message with the private half of a key.</summary>
    /// <param name="publicKey">The key as RFC 8032 encodes it: 32 bytes, no SubjectPublicKeyInfo around them.</param>
    /// <param name="message">The message itself, of any length; Ed25519 hashes it.</param>
    /// <param name="signature">The signature; another length than 64 bytes is a wrong signature.</param>
    /// <returns>Whether it is right. Wrong ones never throw.</returns>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyLength)
        {
            throw new ArgumentException(
                $"An Ed25519 public key has {PublicKeyLength} bytes; found {publicKey.Length}.", nameof(publicKey));
        }

        using var key = Evp.NewPublicKey(0, Name, null, publicKey, PublicKeyLength);
        if (key.IsInvalid)
        {
            throw Evp.Failure("taking an Ed25519 public key");
        }

        using var verifying = Evp.NewSigning();
        if (verifying.IsInvalid || Evp.BeginVerifying(verifying, out _, DigestHandle.None, 0, key) != 1)
        {
            throw Evp.Failure("beginning to verify by Ed25519");
        }

        var answer = Evp.Verify(verifying, signature, (nuint)signature.Length, message, (nuint)message.Length);
        Evp.ForgetErrors();
        return answer == 1;
    }
}
