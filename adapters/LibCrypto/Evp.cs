using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ExchangeHub.LibCrypto;

/// <summary>The functions of OpenSSL 3's <c>libcrypto.so.3</c> that this adapter calls, by their own names.</summary>
/// <remarks>
/// The library is the one that .NET itself loads on Linux, so there is one OpenSSL to keep patched. Errors stand in a queue of
/// the calling thread: whoever sees a call fail takes them with <see cref="Failure"/>, or the next caller would read them as
/// its own.
/// </remarks>
internal static partial class Evp
{
    internal const string Library = "libcrypto.so.3";
    private const int ErrorTextLength = 256;

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key_ex", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial KeyHandle NewPrivateKey(
        nint context, string algorithm, string? properties, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key_ex", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial KeyHandle NewPublicKey(
        nint context, string algorithm, string? properties, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    internal static partial int GetPublicKey(KeyHandle key, Span<byte> output, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_is_a", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int IsOfAlgorithm(KeyHandle key, string algorithm);

    [LibraryImport(Library, EntryPoint = "d2i_AutoPrivateKey")]
    internal static partial KeyHandle ReadPrivateKey(nint reuse, ref nint der, nint length);

    [LibraryImport(Library, EntryPoint = "d2i_PUBKEY")]
    internal static partial KeyHandle ReadPublicKey(nint reuse, ref nint der, nint length);

    [LibraryImport(Library, EntryPoint = "i2d_PUBKEY")]
    internal static partial int WritePublicKey(KeyHandle key, nint none);

    [LibraryImport(Library, EntryPoint = "i2d_PUBKEY")]
    internal static partial int WritePublicKey(KeyHandle key, ref nint der);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_set1_id")]
    internal static partial int SetSigner(nint keyContext, ReadOnlySpan<byte> id, int length);

    [LibraryImport(Library, EntryPoint = "EVP_MD_fetch", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DigestHandle FindDigest(nint context, string algorithm, string? properties);

    [LibraryImport(Library, EntryPoint = "EVP_MD_free")]
    internal static partial void FreeDigest(nint digest);

    [LibraryImport(Library, EntryPoint = "EVP_Digest")]
    internal static partial int Digest(
        ReadOnlySpan<byte> message, nuint length, Span<byte> output, out uint outputLength, DigestHandle digest, nint engine);

    [LibraryImport(Library, EntryPoint = "EVP_SIGNATURE_fetch", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint FindSignature(nint context, string algorithm, string? properties);

    [LibraryImport(Library, EntryPoint = "EVP_SIGNATURE_free")]
    internal static partial void FreeSignature(nint signature);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    internal static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    internal static partial SigningHandle NewSigning();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    internal static partial void FreeSigning(nint signing);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    internal static partial int BeginSigning(
        SigningHandle signing, out nint keyContext, DigestHandle digest, nint engine, KeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    internal static partial int Sign(
        SigningHandle signing, Span<byte> signature, ref nuint length, ReadOnlySpan<byte> message, nuint messageLength);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    internal static partial int BeginVerifying(
        SigningHandle signing, out nint keyContext, DigestHandle digest, nint engine, KeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    internal static partial int Verify(
        SigningHandle signing, ReadOnlySpan<byte> signature, nuint length, ReadOnlySpan<byte> message, nuint messageLength);

    /// <summary>Empties the calling thread's queue of errors into an exception.</summary>
    /// <param name="act">What was tried, such as <c>reading a private key</c>.</param>
    /// <returns>The exception to throw; it names each error in the order in which they happened.</returns>
    internal static CryptographicException Failure(string act)
    {
        var errors = new List<string>();
        Span<byte> text = stackalloc byte[ErrorTextLength];
        for (var code = NextError(); code != 0; code = NextError())
        {
            Describe(code, text, ErrorTextLength);
            errors.Add(Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]));
        }

        return new CryptographicException(
            $"libcrypto failed at {act}: {(errors is [] ? "it gives no reason" : string.Join("; ", errors))}.");
    }

    /// <summary>Empties the calling thread's queue: a refused signature is an answer, no failure.</summary>
    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    internal static partial void ForgetErrors();

    [LibraryImport(Library, EntryPoint = "ERR_get_error")]
    private static partial nuint NextError();

    [LibraryImport(Library, EntryPoint = "ERR_error_string_n")]
    private static partial void Describe(nuint code, Span<byte> text, nuint length);
}
