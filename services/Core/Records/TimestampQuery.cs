using System.Formats.Asn1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>Asks an RFC 3161 authority for a time-stamp, and reads what it answers.</summary>
public static class TimestampQuery
{
    /// <summary>The media type of a question.</summary>
    public const string MediaType = "application/timestamp-query";

    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const int GrantedWithModifications = 1;

    /// <summary>Writes a question.</summary>
    /// <param name="imprint">SHA-256 of what is to be stamped.</param>
    /// <returns>A TimeStampReq, DER, which asks for the authority's certificate in the token. Without a nonce: a token that was
    /// made before for the same bytes says the truth.</returns>
    public static byte[] Write(Digest imprint)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Sha256);
                    writer.WriteNull();
                }

                writer.WriteOctetString(imprint.ToBytes().AsSpan());
            }

            writer.WriteBoolean(true);
        }

        return writer.Encode();
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">A TimeStampResp, DER.</param>
    /// <returns>The token, of which nothing is verified.</returns>
    /// <exception cref="FormatException">The authority granted none, or it is no such answer.</exception>
    public static ReadOnlyMemory<byte> ReadAnswer(ReadOnlyMemory<byte> answer)
    {
        try
        {
            var response = new AsnReader(answer, AsnEncodingRules.BER).ReadSequence();
            var status = response.ReadSequence().ReadInteger();
            return status >= 0 && status <= GrantedWithModifications && response.HasData
                ? response.ReadEncodedValue()
                : throw new FormatException($"The time-stamping authority refused: status {status}.");
        }
        catch (AsnContentException malformed)
        {
            throw new FormatException("Expected a TimeStampResp of RFC 3161; found something else.", malformed);
        }
    }
}
