using Microsoft.Win32.SafeHandles;

namespace ExchangeHub.LibCrypto;

/// <summary>An <c>EVP_PKEY</c>: a key, private or public. May be used by several threads at once.</summary>
internal sealed class KeyHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Evp.FreeKey(handle);
        return true;
    }
}

/// <summary>An <c>EVP_MD_CTX</c>: one signing or verifying. Belongs to one thread.</summary>
internal sealed class SigningHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Evp.FreeSigning(handle);
        return true;
    }
}

/// <summary>An <c>EVP_MD</c>: a digest algorithm. May be used by several threads at once.</summary>
internal sealed class DigestHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>For signatures that bring their own digest.</summary>
    internal static readonly DigestHandle None = new();

    protected override bool ReleaseHandle()
    {
        Evp.FreeDigest(handle);
        return true;
    }
}
