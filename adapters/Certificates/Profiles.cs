using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Access;

namespace ExchangeHub.Certificates;

/// <summary>What certificates say of their use (RFC 5280, 4.2.1).</summary>
internal static class Profiles
{
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public static void AddAuthority(CertificateRequest request, int authoritiesBelow)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, authoritiesBelow, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }

    public static void AddMember(
        CertificateRequest request, PublicKey key, MemberId member, (string Urn, IEnumerable<string> Hosts) called)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(member.Kind == MemberKind.Hub ? ServerAuthentication : ClientAuthentication)], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(called.Urn));
        foreach (var host in called.Hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
    }
}
