using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>A signed statement, byte for byte as its node sent it.</summary>
/// <param name="PayloadType">What the payload is; a statement has <see cref="StatementType"/>.</param>
/// <param name="Payload">The bytes that were signed. Parse them only after <see cref="Dsse.Verify"/>.</param>
/// <param name="KeyId">A hint which key signed: the first 16 hexadecimal digits of the SHA-256 of the public key.</param>
/// <param name="Signature">As the suite of the key shapes it: 64 bytes, r||s, in every suite that is known.</param>
/// <remarks>
/// DSSE v1. There is no algorithm in it: the key that the registry holds decides. The signature is never used as an identity,
/// because whoever sees a signature of ECDSA can make another one for the same bytes; <see cref="Dsse.DigestOf"/> is.
/// </remarks>
public sealed record Envelope(string PayloadType, ReadOnlyMemory<byte> Payload, string KeyId, ReadOnlyMemory<byte> Signature)
{
    /// <summary>The payload type of a statement.</summary>
    public const string StatementType = "application/vnd.exchangehub.statement.v1+protobuf";

    /// <summary>The payload type of a receipt that the hub signs.</summary>
    public const string ReceiptType = "application/vnd.exchangehub.receipt.v1+protobuf";

    /// <summary>The payload type of what the hub signs of a list that it gives.</summary>
    public const string ListType = "application/vnd.exchangehub.list.v1+protobuf";

    /// <summary>Gets the RFC 3161 time-stamp token over the signature, DER; empty without one.</summary>
    public ReadOnlyMemory<byte> TimestampToken { get; init; }
}

/// <summary>Signs and verifies envelopes: DSSE v1, by the suite of the key.</summary>
public static class Dsse
{
    /// <summary>Builds the bytes that are signed.</summary>
    /// <param name="payloadType">The payload type.</param>
    /// <param name="payload">The payload.</param>
    /// <returns><c>DSSEv1 SP LEN(type) SP type SP LEN(payload) SP payload</c>, lengths in bytes as ASCII decimals.</returns>
    /// <remarks>Source: DSSE 1.0.2, "Signature definition".</remarks>
    public static byte[] PreAuthenticationEncoding(string payloadType, ReadOnlySpan<byte> payload)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} ");
        var headBytes = Encoding.UTF8.GetByteCount(head);
        var encoding = new byte[headBytes + payload.Length];
        Encoding.UTF8.GetBytes(head, encoding);
        payload.CopyTo(encoding.AsSpan(headBytes));
        return encoding;
    }

    /// <summary>Gets the identity of a statement: SHA-256 of its pre-authentication encoding.</summary>
    /// <param name="envelope">The envelope; its signature plays no part.</param>
    /// <returns>32 bytes.</returns>
    public static Digest DigestOf(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return Digest.Of(PreAuthenticationEncoding(envelope.PayloadType, envelope.Payload.Span));
    }

    /// <summary>Signs a payload.</summary>
    /// <param name="payloadType">The payload type.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="key">The private key; its suite is that of the signature.</param>
    /// <returns>The envelope.</returns>
    public static Envelope Sign(string payloadType, ReadOnlyMemory<byte> payload, ISigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new Envelope(
            payloadType,
            payload,
            VerificationKey.IdOf(key.PublicKey.Span),
            key.Sign(PreAuthenticationEncoding(payloadType, payload.Span)));
    }

    /// <summary>Signs a payload by ES256.</summary>
    /// <param name="payloadType">The payload type.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="key">A private key on P-256.</param>
    /// <returns>The envelope.</returns>
    public static Envelope Sign(string payloadType, ReadOnlyMemory<byte> payload, ECDsa key) =>
        Sign(payloadType, payload, Es256.KeyOf(key));

    /// <summary>Verifies an envelope against the key that the registry holds.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="key">The public key, which says the suite; the caller looked it up by the node of the statement.</param>
    /// <returns>Whether the signature has the shape of the suite and verifies.</returns>
    public static bool Verify(Envelope envelope, VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(key);
        return key.Verifies(
            PreAuthenticationEncoding(envelope.PayloadType, envelope.Payload.Span), envelope.Signature.Span);
    }
}
