using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace ExchangeHub.Identity.Keys;

/// <summary>A key that signs tokens by ES256.</summary>
/// <param name="Kid">The thumbprint of its public half (RFC 7638).</param>
/// <param name="SignsFrom">From when it signs, until the next one does.</param>
/// <param name="Key">The key.</param>
internal sealed record SigningKey(string Kid, DateTimeOffset SignsFrom, ECDsaSecurityKey Key)
{
    /// <summary>Makes a key.</summary>
    public static SigningKey Make(DateTimeOffset signsFrom) => Of(ECDsa.Create(ECCurve.NamedCurves.nistP256), signsFrom);

    /// <summary>Reads a key.</summary>
    /// <param name="pkcs8">PKCS #8.</param>
    /// <param name="signsFrom">From when it signs.</param>
    public static SigningKey Read(ReadOnlySpan<byte> pkcs8, DateTimeOffset signsFrom)
    {
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(pkcs8, out _);
        return Of(pair, signsFrom);
    }

    private static SigningKey Of(ECDsa pair, DateTimeOffset signsFrom)
    {
        var key = new ECDsaSecurityKey(pair);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return new SigningKey(key.KeyId, signsFrom, key);
    }
}
