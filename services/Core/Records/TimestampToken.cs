using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExchangeHub.Records;

/// <summary>RFC 3161 time-stamp tokens: over the signatures of statements, over checkpoints.</summary>
/// <remarks>
/// As much of CMS (RFC 5652) as a token has: one signer over the TSTInfo, with signed attributes. The certificate inside the
/// token plays no part, and no chain is built: the signer is an authority whose certificate the network holds, or nobody.
/// </remarks>
public static class TimestampToken
{
    private const int TokenBytesMax = 64 * 1024;
    private const string Signed = "1.2.840.113549.1.7.2";
    private const string Stamp = "1.2.840.113549.1.9.16.1.4";
    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Says by when a statement had been signed, as far as an authority that the network trusts vouches for
    /// it.</summary>
    /// <param name="envelope">The statement, with its token.</param>
    /// <param name="authorities">Certificates of the authorities, DER.</param>
    /// <returns>The latest instant that the token allows; null when there is no token, it is not for this signature, or nobody
    /// trusted signed it.</returns>
    public static DateTimeOffset? SignedBy(Envelope envelope, ImmutableArray<ImmutableArray<byte>> authorities)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return StampedBy(envelope.TimestampToken, envelope.Signature.Span, authorities);
    }

    /// <summary>Says by when some bytes existed, as far as an authority that the network trusts vouches for it.</summary>
    /// <param name="bytes">The token, DER.</param>
    /// <param name="stamped">The bytes.</param>
    /// <param name="authorities">Certificates of the authorities, DER.</param>
    /// <returns>The latest instant that the token allows; null when there is no token, it is for other bytes, or nobody trusted
    /// signed it.</returns>
    public static DateTimeOffset? StampedBy(
        ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> stamped, ImmutableArray<ImmutableArray<byte>> authorities)
    {
        if (bytes.Length is 0 or > TokenBytesMax || authorities.IsDefaultOrEmpty)
        {
            return null;
        }

        try
        {
            var token = Token.Read(bytes);
            return token.IsFor(stamped) && authorities.Any(authority => token.IsBy(authority.AsSpan())) ? token.Latest : null;
        }
        catch (Exception malformed) when (malformed is AsnContentException or CryptographicException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Reads the instant of a token, for which nobody vouches here.</summary>
    /// <param name="bytes">The token, DER.</param>
    /// <returns>The instant with its accuracy; null when it is no token.</returns>
    public static DateTimeOffset? InstantOf(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Token.Read(bytes).Latest;
        }
        catch (Exception malformed) when (malformed is AsnContentException or CryptographicException or OverflowException)
        {
            return null;
        }
    }

    private static HashAlgorithmName HashOf(string oid) => oid switch
    {
        "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
        "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
        _ => throw new CryptographicException("Expected SHA-256, SHA-384 or SHA-512."),
    };

    private static HashAlgorithmName ReadHash(AsnReader reader) => HashOf(reader.ReadSequence().ReadObjectIdentifier());

    /// <summary>A token that could be read; nothing is verified yet.</summary>
    private sealed record Token(
        ReadOnlyMemory<byte> Content, HashAlgorithmName Hash, byte[] SignedAttributes, byte[] ContentDigest, byte[] Signature)
    {
        private HashAlgorithmName _imprintHash;
        private byte[] _imprint = [];
        private DateTimeOffset _at;

        /// <summary>Gets the instant of the token with its accuracy.</summary>
        public DateTimeOffset Latest { get; private set; }

        public static Token Read(ReadOnlyMemory<byte> bytes)
        {
            var whole = new AsnReader(bytes, AsnEncodingRules.BER);
            var contentInfo = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            Expect(contentInfo.ReadObjectIdentifier(), Signed);
            var signedData = contentInfo.ReadSequence(Context0).ReadSequence();
            _ = signedData.ReadInteger();
            _ = signedData.ReadSetOf();
            var encapsulated = signedData.ReadSequence();
            Expect(encapsulated.ReadObjectIdentifier(), Stamp);
            var content = encapsulated.ReadSequence(Context0).ReadOctetString();
            while (signedData.PeekTag().TagClass == TagClass.ContextSpecific)
            {
                _ = signedData.ReadEncodedValue(); // certificates and revocation lists
            }

            var token = ReadSigner(signedData.ReadSetOf().ReadSequence(), content);
            token.ReadStamp();
            return token;
        }

        /// <summary>Says whether the token is for some bytes.</summary>
        public bool IsFor(ReadOnlySpan<byte> stamped) =>
            CryptographicOperations.HashData(_imprintHash, stamped).AsSpan().SequenceEqual(_imprint);

        /// <summary>Says whether an authority signed it, with a certificate for that purpose that was in force then.</summary>
        public bool IsBy(ReadOnlySpan<byte> authority)
        {
            if (!CryptographicOperations.HashData(Hash, Content.Span).AsSpan().SequenceEqual(ContentDigest))
            {
                return false;
            }

            using var certificate = X509CertificateLoader.LoadCertificate(authority);
            if (!certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(usage =>
                    usage.EnhancedKeyUsages.Cast<Oid>().Any(purpose => purpose.Value == TimeStamping))
                || _at < certificate.NotBefore || _at > certificate.NotAfter)
            {
                return false;
            }

            using var elliptic = certificate.GetECDsaPublicKey();
            using var rsa = certificate.GetRSAPublicKey();
            return elliptic?.VerifyData(SignedAttributes, Signature, Hash, DSASignatureFormat.Rfc3279DerSequence)
                ?? rsa?.VerifyData(SignedAttributes, Signature, Hash, RSASignaturePadding.Pkcs1)
                ?? false;
        }

        private static Token ReadSigner(AsnReader signer, byte[] content)
        {
            _ = signer.ReadInteger();
            _ = signer.ReadEncodedValue(); // who: the certificate is not chosen by the token
            var hash = ReadHash(signer);
            var attributes = signer.PeekEncodedValue().ToArray();
            var digest = ReadAttributes(signer.ReadSetOf(skipSortOrderValidation: true, Context0));
            _ = signer.ReadSequence(); // the key says which algorithm
            var signature = signer.ReadOctetString();

            // What is signed is the set itself, not the place that it has in the token. RFC 5652, 5.4.
            attributes[0] = 0x31;
            return new Token(content, hash, attributes, digest, signature);
        }

        private static byte[] ReadAttributes(AsnReader attributes)
        {
            byte[]? digest = null;
            while (attributes.HasData)
            {
                var attribute = attributes.ReadSequence();
                var type = attribute.ReadObjectIdentifier();
                var values = attribute.ReadSetOf();
                if (type == ContentType)
                {
                    Expect(values.ReadObjectIdentifier(), Stamp);
                }
                else if (type == MessageDigest && digest is null)
                {
                    digest = values.ReadOctetString();
                }
            }

            return digest ?? throw new CryptographicException("Expected a message digest among the signed attributes.");
        }

        private void ReadStamp()
        {
            var info = new AsnReader(Content, AsnEncodingRules.DER).ReadSequence();
            _ = info.ReadInteger();
            _ = info.ReadObjectIdentifier();
            var imprint = info.ReadSequence();
            (_imprintHash, _imprint) = (ReadHash(imprint), imprint.ReadOctetString());
            _ = info.ReadInteger();
            _at = info.ReadGeneralizedTime();
            var accuracy = TimeSpan.Zero;
            if (info.HasData && info.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            {
                accuracy = ReadAccuracy(info.ReadSequence());
            }

            Latest = _at + accuracy;
        }

        private static TimeSpan ReadAccuracy(AsnReader accuracy)
        {
            var total = TimeSpan.Zero;
            while (accuracy.HasData)
            {
                var tag = accuracy.PeekTag();
                var value = (long)(tag.TagClass == TagClass.Universal ? accuracy.ReadInteger() : accuracy.ReadInteger(tag));
                total += (tag.TagClass, tag.TagValue) switch
                {
                    (TagClass.Universal, _) => TimeSpan.FromSeconds(value),
                    (_, 0) => TimeSpan.FromMilliseconds(value),
                    _ => TimeSpan.FromMicroseconds(value),
                };
            }

            return total;
        }

        private static void Expect(string found, string expected)
        {
            if (found != expected)
            {
                throw new CryptographicException("It is no time-stamp token.");
            }
        }
    }
}
