using System.Security.Cryptography;

namespace ExchangeHub.LibCrypto;

/// <summary>The digest SM3 (GB/T 32905-2016).</summary>
internal sealed class Sm3 : IDisposable
{
    /// <summary>The length of a digest, in bytes.</summary>
    public const int Length = 32;

    private Sm3(DigestHandle handle) => Handle = handle;

    /// <summary>For signing.</summary>
    internal DigestHandle Handle { get; }

    /// <summary>Finds it in libcrypto; null when this libcrypto has none.</summary>
    /// <param name="properties">Which implementations will do, as OpenSSL's property queries say it; null for any.</param>
    public static Sm3? Find(string? properties = null)
    {
        var handle = Evp.FindDigest(0, "SM3", properties);
        if (!handle.IsInvalid)
        {
            return new Sm3(handle);
        }

        Evp.ForgetErrors();
        handle.Dispose();
        return null;
    }

    /// <summary>Digests a message.</summary>
    /// <returns>32 bytes.</returns>
    /// <exception cref="CryptographicException">libcrypto failed.</exception>
    public byte[] DigestOf(ReadOnlySpan<byte> message)
    {
        var digest = new byte[Length];
        return Evp.Digest(message, (nuint)message.Length, digest, out _, Handle, 0) == 1
            ? digest
            : throw Evp.Failure("digesting by SM3");
    }

    public void Dispose() => Handle.Dispose();
}
