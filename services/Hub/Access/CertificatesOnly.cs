using System.Security.Cryptography.X509Certificates;

namespace ExchangeHub.Hub.Access;

/// <summary>An answer of certificates and nothing else: PKCS #7 in base64 (RFC 7030, 4.1.3 and 4.2.3).</summary>
internal sealed class CertificatesOnly(X509Certificate2Collection certificates) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers["Content-Transfer-Encoding"] = "base64";
        httpContext.Response.ContentType = "application/pkcs7-mime; smime-type=certs-only";
        var bundle = certificates.Export(X509ContentType.Pkcs7)!;
        return httpContext.Response.WriteAsync(
            Convert.ToBase64String(bundle, Base64FormattingOptions.InsertLineBreaks) + "\r\n");
    }
}
