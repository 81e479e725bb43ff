using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExchangeHub.BagIt;

/// <summary>The parts of a signed message (RFC 5652, 5) that a signature of a bag has.</summary>
internal static class CmsParts
{
    public const string PlainContent = "1.2.840.113549.1.7.1";
    public const string SignedContent = "1.2.840.113549.1.7.2";

    public static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";
    private const string SigningTime = "1.2.840.113549.1.9.5";
    private const string SignatureTimestamp = "1.2.840.113549.1.9.16.2.14";

    private static readonly Asn1Tag One = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>Writes the attributes that are signed.</summary>
    public static byte[] Attributes(byte[] digest, DateTimeOffset at)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            Write(writer, ContentType, () => writer.WriteObjectIdentifier(PlainContent));
            Write(writer, SigningTime, () => writer.WriteUtcTime(at));
            Write(writer, MessageDigest, () => writer.WriteOctetString(digest));
        }

        return writer.Encode();
    }

    /// <summary>Writes the attributes that are not signed: a time-stamp over the signature.</summary>
    public static void WriteTimestamp(AsnWriter writer, ReadOnlySpan<byte> token)
    {
        using (writer.PushSetOf(One))
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignatureTimestamp);
            using (writer.PushSetOf())
            {
                writer.WriteEncodedValue(token);
            }
        }
    }

    private static void Write(AsnWriter writer, string attribute, Action value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(attribute);
            using (writer.PushSetOf())
            {
                value();
            }
        }
    }

    /// <summary>Opens a signed message.</summary>
    /// <returns>The certificates in it, and what its signers say.</returns>
    public static (X509Certificate2Collection Certificates, AsnReader Information) Open(ReadOnlyMemory<byte> signature)
    {
        var outer = new AsnReader(signature, AsnEncodingRules.BER).ReadSequence();
        Expect(outer.ReadObjectIdentifier(), SignedContent);
        var content = outer.ReadSequence(Zero).ReadSequence();
        _ = content.ReadInteger();
        _ = content.ReadSetOf();
        Expect(content.ReadSequence().ReadObjectIdentifier(), PlainContent);
        var certificates = new X509Certificate2Collection();
        if (content.PeekTag().HasSameClassAndValue(Zero))
        {
            for (var set = content.ReadSetOf(Zero); set.HasData;)
            {
                certificates.Add(X509CertificateLoader.LoadCertificate(set.ReadEncodedValue().Span));
            }
        }

        if (content.PeekTag().HasSameClassAndValue(One))
        {
            _ = content.ReadEncodedValue();
        }

        return (certificates, content.ReadSetOf());
    }

    /// <summary>Finds the digest among the attributes that are signed.</summary>
    public static byte[] DigestIn(byte[] attributes) => Find(attributes, MessageDigest)?.ReadOctetString() ?? [];

    /// <summary>Finds when it was signed, by the word of who signed; null when nothing is said of it.</summary>
    public static DateTimeOffset? SignedAt(byte[] attributes) => Find(attributes, SigningTime) is not { } time ? null
        : time.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? time.ReadUtcTime() : time.ReadGeneralizedTime();

    /// <summary>Finds the token of a time-stamp over the signature among the attributes that are not signed (RFC 3161, appendix
    /// A).</summary>
    public static ReadOnlyMemory<byte> TimestampIn(byte[] attributes)
    {
        attributes[0] = 0x31; // [1] IMPLICIT in the message
        return Find(attributes, SignatureTimestamp)?.ReadEncodedValue() ?? default;
    }

    // The first value of an attribute.
    private static AsnReader? Find(byte[] attributes, string type)
    {
        for (var set = new AsnReader(attributes, AsnEncodingRules.BER).ReadSetOf(); set.HasData;)
        {
            var attribute = set.ReadSequence();
            if (attribute.ReadObjectIdentifier() == type)
            {
                return attribute.ReadSetOf();
            }
        }

        return null;
    }

    /// <summary>Demands an identifier.</summary>
    /// <exception cref="CryptographicException">It is another one.</exception>
    public static void Expect(string found, string expected)
    {
        if (found != expected)
        {
            throw new CryptographicException($"The signature has {found} where {expected} was expected.");
        }
    }
}
