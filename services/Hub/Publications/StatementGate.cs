using System.Collections.Frozen;
using ExchangeHub.Agreements;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Publications;

/// <summary>
/// The door: verifies an envelope, then reads the bytes that were verified, and lets nothing past that is not a well-formed
/// statement of a registered node. Stateless; safe for any number of callers.
/// </summary>
internal sealed class StatementGate(Network network, IStatementReader reader, TimeProvider clock)
{
    /// <summary>How far a node's clock may be ahead. Source: domain reference "Records", V02.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const int PayloadBytesMax = 1024 * 1024;

    private readonly FrozenDictionary<string, (NodeId Node, VerificationKey Key)> _keys = (
        from node in network.Nodes.Values
        from key in node.Keys
        select (key.KeyId, Value: (node.Id, key)))
            .ToFrozenDictionary(pair => pair.KeyId, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Lets a statement in, or says why not.</summary>
    public (Statement? Statement, HubErrors.Failure? Failure) Admit(Envelope? envelope)
    {
        if (envelope is null || Misshapen(envelope) is not null)
        {
            return (null, HubErrors.Invalid([Misshapen(envelope) ?? Missing]));
        }

        if (!_keys.TryGetValue(envelope.KeyId, out var signer))
        {
            return (null, HubErrors.Signature("REF-SIG-KEY", new Wording(
                $"密钥“{Cut(envelope.KeyId)}”未在本网络登记。请使用节点已登记的密钥签名。",
                $"Key '{Cut(envelope.KeyId)}' is not registered in this network. Sign with a registered key of the node.")));
        }

        var suite = signer.Key.Suite;
        if (envelope.Signature.Length != suite.SignatureLength)
        {
            return (null, HubErrors.Invalid([Shape(
                "envelope.signature",
                $"应为 {suite.SignatureLength} 字节的 r||s；实为 {envelope.Signature.Length} 字节。",
                $"Expected {suite.SignatureLength} bytes, r||s; found {envelope.Signature.Length}.")]));
        }

        if (!Dsse.Verify(envelope, signer.Key))
        {
            return (null, HubErrors.Signature("REF-SIG-INVALID", new Wording(
                $"签名与内容不符：内容在签名后被改动，或者签名并非 DSSE 预认证编码上的 {suite.Name} 签名。",
                $"The signature does not verify: the payload was changed after signing, or it is not a signature by {suite.Name} "
                    + "over the DSSE encoding.")));
        }

        // Whoever holds a key that was revoked can write any day into a statement: only a trusted time-stamp counts.
        if (signer.Key.RevokedAt is { } revokedAt && revokedAt <= clock.GetUtcNow()
            && !(TimestampToken.SignedBy(envelope, network.TimestampAuthorities) < revokedAt))
        {
            return (null, HubErrors.Signature("REF-SIG-KEY", new Wording(
                $"密钥“{envelope.KeyId}”已于 {revokedAt:O} 吊销，且没有可信时间戳证明签名早于吊销。请使用现行密钥重新签名。",
                $"Key '{envelope.KeyId}' was revoked at {revokedAt:O}, and no trusted time-stamp shows that the statement was "
                    + "signed before. Sign it again with a key that is in use.")));
        }

        return Read(envelope, signer.Node);
    }

    private (Statement? Statement, HubErrors.Failure? Failure) Read(Envelope envelope, NodeId signer)
    {
        var reading = reader.Read(envelope.Payload);
        if (reading.Statement is not { } statement)
        {
            return (null, HubErrors.Invalid(reading.Violations));
        }

        if (reading.NetworkId != network.Id)
        {
            return (null, HubErrors.OtherNetwork(network.Id, Cut(reading.NetworkId)));
        }

        if (statement.Node != signer)
        {
            return (null, HubErrors.Signature("REF-SIG-KEY", new Wording(
                $"该报送署名 {statement.Node}，签名密钥却属于 {signer}。",
                $"The statement says it is from {statement.Node}, but the key that signed it belongs to {signer}.")) with
            {
                Alarm = new KeyMisuse(statement.Node, signer),
            });
        }

        var now = clock.GetUtcNow();
        return statement.PublishedAt > now + Tolerance
            ? (null, HubErrors.FromTheFuture("published_at", statement.PublishedAt, now))
            : (statement, null);
    }

    private static FieldViolation Missing => Shape("envelope", "应为已签名的报送；实为空。", "Expected a signed statement; found nothing.");

    private static FieldViolation? Misshapen(Envelope? envelope) => envelope switch
    {
        null => Missing,
        { PayloadType: not Envelope.StatementType } => Shape(
            "envelope.payload_type",
            $"应为“{Envelope.StatementType}”；实为“{Cut(envelope.PayloadType)}”。",
            $"Expected '{Envelope.StatementType}'; found '{Cut(envelope.PayloadType)}'."),
        { Payload.Length: 0 or > PayloadBytesMax } => Shape(
            "envelope.payload",
            $"应为 1 至 {PayloadBytesMax} 字节；实为 {envelope.Payload.Length} 字节。",
            $"Expected 1 to {PayloadBytesMax} bytes; found {envelope.Payload.Length}."),
        _ => null,
    };

    private static FieldViolation Shape(string field, string chinese, string english) =>
        new(field, new Wording(chinese, english), new ReasonCode("REF-INT-SCHEMA"));

    private static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
