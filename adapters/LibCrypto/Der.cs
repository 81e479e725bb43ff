using System.Runtime.InteropServices;

namespace ExchangeHub.LibCrypto;

/// <summary>Keys as DER, by functions of libcrypto that move a pointer along.</summary>
internal static class Der
{
    internal delegate KeyHandle KeyReader(nint reuse, ref nint der, nint length);

    /// <summary>Reads a key; an invalid handle when it is none or when something follows it.</summary>
    public static KeyHandle Read(ReadOnlySpan<byte> der, KeyReader read)
    {
        // Copied to memory that does not move; wiped, because it may be a private key.
        var start = Marshal.AllocHGlobal(Math.Max(1, der.Length));
        try
        {
            var bytes = der.ToArray();
            Marshal.Copy(bytes, 0, start, bytes.Length);
            Array.Clear(bytes);
            var at = start;
            var key = read(0, ref at, der.Length);
            if (key.IsInvalid || at == start + der.Length)
            {
                return key;
            }

            key.Dispose();
            return new KeyHandle();
        }
        finally
        {
            Marshal.Copy(new byte[der.Length], 0, start, der.Length);
            Marshal.FreeHGlobal(start);
        }
    }

    /// <summary>Writes the public half of a key.</summary>
    /// <returns>SubjectPublicKeyInfo, DER.</returns>
    public static byte[] PublicKeyOf(KeyHandle key)
    {
        var length = Evp.WritePublicKey(key, 0);
        if (length <= 0)
        {
            throw Evp.Failure("writing a public key");
        }

        var start = Marshal.AllocHGlobal(length);
        try
        {
            var at = start;
            var written = Evp.WritePublicKey(key, ref at);
            if (written != length)
            {
                throw Evp.Failure("writing a public key");
            }

            var der = new byte[length];
            Marshal.Copy(start, der, 0, length);
            return der;
        }
        finally
        {
            Marshal.FreeHGlobal(start);
        }
    }
}
