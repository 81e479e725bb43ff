using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Access;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Certificates;

/// <summary>Who is named in a certificate.</summary>
public static class Subjects
{
    private const string AlternativeNames = "2.5.29.17";
    private const string OrganisationalUnit = "2.5.4.11";
    private static readonly Asn1Tag UriName = new(TagClass.ContextSpecific, 6);

    /// <summary>Names the key of a certificate: the pin by which the registry of members knows it.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <returns>SHA-256 of its SubjectPublicKeyInfo, DER.</returns>
    public static Digest PinOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Digest.Of(certificate.PublicKey.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Finds the member that a certificate names.</summary>
    /// <param name="certificate">The certificate, whose chain was verified.</param>
    /// <param name="network">The network.</param>
    /// <returns>The member; null unless the certificate has exactly one URI, and that is of a member of the network.</returns>
    public static MemberId? MemberOf(X509Certificate2 certificate, string network) =>
        UrisOf(certificate) is [var urn] && MemberId.TryParseUrn(urn, network, out var member) ? member : null;

    /// <summary>Finds the network for which a certificate was issued.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <returns>The network that its subject names; null when it names none.</returns>
    public static string? NetworkOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .FirstOrDefault(part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganisationalUnit)
            ?.GetSingleElementValue();
    }

    // Not from a text such as "O=…, CN=…", which is encoded in the reverse order; the builder reverses what is added to it.
    internal static X500DistinguishedName Of(string network, string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        builder.AddOrganizationalUnitName(network);
        builder.AddOrganizationName("ExchangeHub");
        return builder.Build();
    }

    /// <summary>Reads the URIs that a certificate names.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <returns>The URIs; none when they cannot be read.</returns>
    public static IReadOnlyList<string> UrisOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var uris = new List<string>();
        foreach (var extension in certificate.Extensions.Where(one => one.Oid?.Value == AlternativeNames))
        {
            try
            {
                var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
                while (names.HasData)
                {
                    if (names.PeekTag().HasSameClassAndValue(UriName))
                    {
                        uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriName));
                    }
                    else
                    {
                        _ = names.ReadEncodedValue();
                    }
                }
            }
            catch (AsnContentException)
            {
                // Who cannot be read is nobody.
                return [];
            }
        }

        return uris;
    }
}
