using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Certificates;

/// <summary>Requests for a certificate, PKCS #10.</summary>
public static class KeyRequests
{
    /// <summary>How large a request may be.</summary>
    public const int BytesMax = 8 * 1024;

    private const string EllipticKey = "1.2.840.10045.2.1";
    private const string NistP256 = "1.2.840.10045.3.1.7";

    /// <summary>Makes a request for a key.</summary>
    /// <param name="key">The private key, on P-256.</param>
    /// <returns>The request, DER. Its subject says nothing: whoever issues the certificate names the member.</returns>
    public static byte[] Make(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName("exchangehub");
        return new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256).CreateSigningRequest();
    }

    /// <summary>Reads a request, and nothing of it but the key.</summary>
    /// <param name="content">PEM, or DER in base64 as EST has it, or DER.</param>
    /// <param name="key">The public key, on P-256.</param>
    /// <param name="violation">What was expected and found.</param>
    /// <returns>The request, DER; null unless its signature shows that the sender holds the private key.</returns>
    public static byte[]? Read(ReadOnlyMemory<byte> content, out PublicKey? key, out Violation? violation)
    {
        key = null;
        violation = null;
        try
        {
            if (content.Length <= BytesMax)
            {
                var der = ToDer(content.Span);
                var request = CertificateRequest.LoadSigningRequest(der, HashAlgorithmName.SHA256);
                if (IsOnP256(request.PublicKey))
                {
                    key = request.PublicKey;
                    return der;
                }
            }
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or FormatException or ArgumentException)
        {
            // Said below, without the text of the library.
        }

        violation = new Violation(
            new Wording(
                "不超过 8 KiB 的 PKCS #10 证书请求（PEM 或 base64 DER），密钥为 P-256，且由该密钥签名",
                "a certificate request (PKCS #10, PEM or DER in base64, 8 KiB at most) for a key on P-256, signed with that key"),
            new Wording("其他内容", "something else"));
        return null;
    }

    private static byte[] ToDer(ReadOnlySpan<byte> content)
    {
        if (content is [0x30, ..])
        {
            return content.ToArray();
        }

        var text = Encoding.ASCII.GetString(content);
        return PemEncoding.TryFind(text, out var fields)
            ? Convert.FromBase64String(text[fields.Base64Data])
            : Convert.FromBase64String(text);
    }

    private static bool IsOnP256(PublicKey key)
    {
        if (key.Oid.Value != EllipticKey)
        {
            return false;
        }

        using var imported = key.GetECDsaPublicKey();
        return imported?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == NistP256;
    }
}
