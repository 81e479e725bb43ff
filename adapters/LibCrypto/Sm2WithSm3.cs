using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ExchangeHub.Records;

namespace ExchangeHub.LibCrypto;

/// <summary>
/// SM2 with SM3 (GB/T 32918.2-2016), with the signer's id 1234567812345678 that GM/T 0009-2012 gives to everybody, signatures as
/// r||s of 64 bytes.
/// </summary>
/// <remarks>
/// The algorithm as the standard's sample has it, by OpenSSL in software. It is no certified product, and nothing here says
/// that a deployment conforms to GB/T 39786: that asks for a certified device, for which <see cref="ISignatureSuite"/> is the
/// place.
/// </remarks>
public sealed class Sm2WithSm3 : ISignatureSuite
{
    private const string Algorithm = "SM2";
    private const string PemLabel = "PRIVATE KEY";

    private readonly Sm3 _sm3;

    private Sm2WithSm3(Sm3 sm3) => _sm3 = sm3;

    /// <inheritdoc/>
    public string Name => "SM2-SM3";

    /// <inheritdoc/>
    public int Number => 2;

    /// <inheritdoc/>
    public int SignatureLength => RawSignature.Length;

    /// <inheritdoc/>
    public string PublicKeyShape =>
        "the SubjectPublicKeyInfo of a public key on the curve of SM2, DER in base64 (124 characters)";

    private static ReadOnlySpan<byte> Signer => "1234567812345678"u8;

    /// <summary>Finds the suite on this machine.</summary>
    /// <returns>The suite; nothing where there is no libcrypto of OpenSSL 3, or one that was built without SM2 or SM3.</returns>
    public static ImmutableArray<ISignatureSuite> Find() => Find(properties: null);

    /// <inheritdoc/>
    public SignatureCheck ReadPublicKey(ReadOnlySpan<byte> publicKey)
    {
        var key = Der.Read(publicKey, Evp.ReadPublicKey);
        if (!key.IsInvalid && Evp.IsOfAlgorithm(key, Algorithm) == 1 && Der.PublicKeyOf(key).AsSpan().SequenceEqual(publicKey))
        {
            return (message, signature) => Verify(key, message, signature);
        }

        Evp.ForgetErrors();
        key.Dispose();
        throw new FormatException($"Expected {PublicKeyShape}; found {publicKey.Length} bytes that are no such key.");
    }

    /// <inheritdoc/>
    public ISigningKey? ReadPrivateKey(ReadOnlySpan<char> pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || !pem[fields.Label].SequenceEqual(PemLabel))
        {
            return null;
        }

        var der = new byte[fields.DecodedDataLength];
        try
        {
            _ = Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out var length);
            var key = Der.Read(der.AsSpan(0, length), Evp.ReadPrivateKey);
            if (!key.IsInvalid && Evp.IsOfAlgorithm(key, Algorithm) == 1)
            {
                return new SigningKey(this, key);
            }

            Evp.ForgetErrors();
            key.Dispose();
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    internal static ImmutableArray<ISignatureSuite> Find(string? properties)
    {
        if (!NativeLibrary.TryLoad(Evp.Library, out var library))
        {
            return [];
        }

        // What was loaded stays loaded for those who call it.
        _ = library;
        var signature = Evp.FindSignature(0, Algorithm, properties);
        if (signature == 0)
        {
            Evp.ForgetErrors();
            return [];
        }

        Evp.FreeSignature(signature);
        return Sm3.Find(properties) is { } sm3 ? [new Sm2WithSm3(sm3)] : [];
    }

    private bool Verify(KeyHandle key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != RawSignature.Length)
        {
            return false;
        }

        using var verifying = Evp.NewSigning();
        if (verifying.IsInvalid || Evp.BeginVerifying(verifying, out var context, _sm3.Handle, 0, key) != 1
            || Evp.SetSigner(context, Signer, Signer.Length) != 1)
        {
            throw Evp.Failure("beginning to verify by SM2");
        }

        var der = RawSignature.ToDer(signature);
        var answer = Evp.Verify(verifying, der, (nuint)der.Length, message, (nuint)message.Length);
        Evp.ForgetErrors();
        return answer == 1;
    }

    private byte[] Sign(KeyHandle key, ReadOnlySpan<byte> message)
    {
        using var signing = Evp.NewSigning();
        if (signing.IsInvalid || Evp.BeginSigning(signing, out var context, _sm3.Handle, 0, key) != 1
            || Evp.SetSigner(context, Signer, Signer.Length) != 1)
        {
            throw Evp.Failure("beginning to sign by SM2");
        }

        Span<byte> der = stackalloc byte[RawSignature.DerLengthMax];
        nuint length = RawSignature.DerLengthMax;
        return Evp.Sign(signing, der, ref length, message, (nuint)message.Length) == 1
            ? RawSignature.FromDer(der[..(int)length])
            : throw Evp.Failure("signing by SM2");
    }

    private sealed class SigningKey(Sm2WithSm3 suite, KeyHandle key) : ISigningKey
    {
        public ISignatureSuite Suite => suite;

        public ReadOnlyMemory<byte> PublicKey { get; } = Der.PublicKeyOf(key);

        public byte[] Sign(ReadOnlySpan<byte> message) => suite.Sign(key, message);

        public void Dispose() => key.Dispose();
    }
}
