using System.Security.Cryptography;
using System.Text;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Encrypts values so that the holder of one key alone can read them: ephemeral ECDH on P-256, HKDF with SHA-256,
/// AES-256-GCM.</summary>
/// <remarks>
/// A sealed text is the ephemeral public key (SubjectPublicKeyInfo, 91 bytes), a nonce of 12 bytes, a tag of 16 bytes and the
/// cipher text. The key is HKDF(secret: the x coordinate, salt: ephemeral || recipient, info: the context); the context is
/// authenticated too. Source: RFC 5869; NIST SP 800-56A, 6.1.2.2.
/// </remarks>
public static class ReplySeal
{
    private const int PublicKeyBytes = 91;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KeyBytes = 32;

    /// <summary>Encrypts for the holder of a key.</summary>
    /// <param name="recipient">The public key, SubjectPublicKeyInfo on P-256.</param>
    /// <param name="plain">What to encrypt.</param>
    /// <param name="context">To what it belongs; opening needs the same.</param>
    /// <returns>The sealed text.</returns>
    /// <exception cref="CryptographicException">The key is none on P-256.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> plain, string context)
    {
        using var theirs = ECDiffieHellman.Create();
        theirs.ImportSubjectPublicKeyInfo(recipient, out _);
        using var ours = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var ephemeral = ours.ExportSubjectPublicKeyInfo();
        var key = KeyOf(ours, theirs.PublicKey, ephemeral, recipient, context);
        return [.. ephemeral, .. SealWith(key, plain, context)];
    }

    /// <summary>Decrypts what was encrypted for a key.</summary>
    /// <param name="recipient">The private key.</param>
    /// <param name="sealedText">The sealed text.</param>
    /// <param name="context">To what it belongs.</param>
    /// <returns>The plain text; null when it was sealed for another key or context, or changed.</returns>
    public static byte[]? Open(ECDiffieHellman recipient, ReadOnlySpan<byte> sealedText, string context)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        if (sealedText.Length < PublicKeyBytes)
        {
            return null;
        }

        // The runtime has three ways to say that a point is not on the curve.
        try
        {
            using var theirs = ECDiffieHellman.Create();
            theirs.ImportSubjectPublicKeyInfo(sealedText[..PublicKeyBytes], out _);
            var key = KeyOf(
                recipient, theirs.PublicKey, sealedText[..PublicKeyBytes], recipient.ExportSubjectPublicKeyInfo(), context);
            return OpenWith(key, sealedText[PublicKeyBytes..], context);
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException
            or PlatformNotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Encrypts with a key that both sides have.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="plain">What to encrypt.</param>
    /// <param name="context">To what it belongs; opening needs the same.</param>
    /// <returns>Nonce, tag and cipher text.</returns>
    public static byte[] SealWith(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, string context)
    {
        var output = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(output.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(
            output.AsSpan(0, NonceBytes), plain, output.AsSpan(NonceBytes + TagBytes), output.AsSpan(NonceBytes, TagBytes),
            Encoding.UTF8.GetBytes(context));
        return output;
    }

    /// <summary>Decrypts with a key that both sides have.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="sealedText">Nonce, tag and cipher text.</param>
    /// <param name="context">To what it belongs.</param>
    /// <returns>The plain text; null when the key or context is another, or the text was changed.</returns>
    public static byte[]? OpenWith(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedText, string context)
    {
        if (sealedText.Length < NonceBytes + TagBytes)
        {
            return null;
        }

        var plain = new byte[sealedText.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        try
        {
            cipher.Decrypt(
                sealedText[..NonceBytes], sealedText[(NonceBytes + TagBytes)..], sealedText.Slice(NonceBytes, TagBytes), plain,
                Encoding.UTF8.GetBytes(context));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] KeyOf(
        ECDiffieHellman ours, ECDiffieHellmanPublicKey theirs, ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> recipient,
        string context)
    {
        var secret = ours.DeriveRawSecretAgreement(theirs);
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret, KeyBytes, [.. ephemeral, .. recipient], Encoding.UTF8.GetBytes(context));
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }
}
