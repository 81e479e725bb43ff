using System.Formats.Asn1;
using System.Numerics;

namespace ExchangeHub.LibCrypto;

/// <summary>A signature of two numbers, as r||s of 32 bytes each; libcrypto has it as a sequence in DER.</summary>
/// <remarks>On the wire it has one shape only: libraries differ in which malformed DER they take.</remarks>
internal static class RawSignature
{
    public const int Length = 2 * NumberLength;

    /// <summary>A sequence of two numbers with a zero in front of each.</summary>
    public const int DerLengthMax = 2 + (2 * (2 + 1 + NumberLength));

    private const int NumberLength = 32;

    public static byte[] ToDer(ReadOnlySpan<byte> signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER, DerLengthMax);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature[..NumberLength], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature[NumberLength..], isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    public static byte[] FromDer(ReadOnlySpan<byte> der)
    {
        var signature = new byte[Length];
        var reader = new AsnReader(der.ToArray(), AsnEncodingRules.DER);
        var numbers = reader.ReadSequence();
        Write(numbers.ReadInteger(), signature.AsSpan(0, NumberLength));
        Write(numbers.ReadInteger(), signature.AsSpan(NumberLength));
        return signature;
    }

    private static void Write(BigInteger number, Span<byte> place) => _ = number.TryWriteBytes(
        place[^number.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
}
