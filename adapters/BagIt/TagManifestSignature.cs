using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>The signature of a bag: a detached CMS over <c>tagmanifest-sha256.txt</c> (RFC 5652), ECDSA with SHA-256.</summary>
/// <remarks>The certificate and its chain stand inside, so that it can still be judged when its node is long gone.</remarks>
public static class TagManifestSignature
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    /// <summary>Signs.</summary>
    /// <param name="tagManifest">The bytes of the tag manifest.</param>
    /// <param name="certificate">The certificate, with an ECDSA key.</param>
    /// <param name="chain">What vouches for it.</param>
    /// <param name="at">The time of signing.</param>
    /// <param name="stamp">Has the value of the signature time-stamped (RFC 3161) and gets the token; null for no stamp.</param>
    /// <returns>The signature, DER.</returns>
    /// <exception cref="CryptographicException">The certificate has no such key.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> SignAsync(
        ReadOnlyMemory<byte> tagManifest, X509Certificate2 certificate, X509Certificate2Collection chain, DateTimeOffset at,
        Func<byte[], ValueTask<ReadOnlyMemory<byte>>>? stamp)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(chain);
        using var key = certificate.GetECDsaPrivateKey()
            ?? throw new CryptographicException("The certificate has no private ECDSA key.");
        var attributes = CmsParts.Attributes(SHA256.HashData(tagManifest.Span), at);
        var signature = key.SignData(attributes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var token = stamp is null ? default : await stamp(signature).ConfigureAwait(false);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CmsParts.SignedContent);
            using (writer.PushSequence(CmsParts.Zero))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                    Write(writer, Sha256);
                }

                Write(writer, CmsParts.PlainContent);
                using (writer.PushSetOf(CmsParts.Zero))
                {
                    foreach (var one in chain.Prepend(certificate))
                    {
                        writer.WriteEncodedValue(one.RawData);
                    }
                }

                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    WriteSigner(writer, certificate);
                    attributes[0] = 0xA0; // [0] IMPLICIT in the message, a set where it is signed
                    writer.WriteEncodedValue(attributes);
                    Write(writer, EcdsaWithSha256);
                    writer.WriteOctetString(signature);
                    if (!token.IsEmpty)
                    {
                        CmsParts.WriteTimestamp(writer, token.Span);
                    }
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>Verifies.</summary>
    /// <param name="signature">The signature, DER.</param>
    /// <param name="tagManifest">The bytes that it should be over.</param>
    /// <param name="signer">Who signed, as the signature says; whether that may be believed,
    /// <see cref="TagManifestSigner.FaultUnder"/> tells. Null when it cannot be read.</param>
    /// <param name="fault">What is wrong; null when nothing is.</param>
    /// <returns>Whether it is good.</returns>
    public static bool TryVerify(
        ReadOnlyMemory<byte> signature, ReadOnlySpan<byte> tagManifest, out TagManifestSigner? signer, out Wording? fault)
    {
        signer = null;
        try
        {
            var (certificates, information) = CmsParts.Open(signature);
            var reader = information.ReadSequence();
            _ = reader.ReadInteger();
            var name = reader.ReadSequence();
            var (issuer, serial) = (name.ReadEncodedValue(), name.ReadIntegerBytes());
            var certificate = certificates.FirstOrDefault(one =>
                one.IssuerName.RawData.AsSpan().SequenceEqual(issuer.Span) && IsSerial(one, serial.Span));
            CmsParts.Expect(reader.ReadSequence().ReadObjectIdentifier(), Sha256);
            var attributes = reader.ReadEncodedValue().ToArray();
            attributes[0] = 0x31;
            CmsParts.Expect(reader.ReadSequence().ReadObjectIdentifier(), EcdsaWithSha256);
            var value = reader.ReadOctetString();
            using var key = certificate?.GetECDsaPublicKey();
            if (certificate is null || key is null)
            {
                fault = new Wording("签名中没有签名人的证书", "it does not hold the certificate of its signer");
                return false;
            }

            signer = new TagManifestSigner(
                certificate, certificates, CmsParts.SignedAt(attributes), value,
                reader.HasData ? CmsParts.TimestampIn(reader.ReadEncodedValue().ToArray()) : default);
            fault = !key.VerifyData(attributes, value, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                ? new Wording("签名与证书不符", "it was not made by the key of its certificate")
                : !CmsParts.DigestIn(attributes).AsSpan().SequenceEqual(SHA256.HashData(tagManifest))
                    ? new Wording("签署的是另一份标签清单", "it is over another tag manifest")
                    : null;
            return fault is null;
        }
        catch (Exception wrong) when (wrong is AsnContentException or CryptographicException)
        {
            fault = new Wording("不是可读取的 CMS 签名", "it is no CMS signature that can be read");
            return false;
        }
    }

    private static void Write(AsnWriter writer, string algorithm)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(algorithm);
        }
    }

    private static void WriteSigner(AsnWriter writer, X509Certificate2 certificate)
    {
        writer.WriteInteger(1);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(certificate.IssuerName.RawData);
            writer.WriteInteger(certificate.SerialNumberBytes.Span);
        }

        Write(writer, Sha256);
    }

    private static bool IsSerial(X509Certificate2 certificate, ReadOnlySpan<byte> serial) =>
        certificate.SerialNumberBytes.Span.TrimStart((byte)0).SequenceEqual(serial.TrimStart((byte)0));
}
