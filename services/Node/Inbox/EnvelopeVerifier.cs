using System.Collections.Frozen;
using ExchangeHub.Agreements;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using WireEnvelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.Node.Inbox;

/// <summary>
/// Verifies what the hub delivers as if nobody had verified it before: the signature by the key that the network file holds for
/// the node, then the bytes that were verified. Stateless; safe for any number of callers.
/// </summary>
internal sealed class EnvelopeVerifier(Network network, IStatementReader reader)
{
    private readonly FrozenDictionary<string, (NodeId Node, VerificationKey Key)> _keys = (
        from node in network.Nodes.Values
        from key in node.Keys
        select (key.KeyId, Value: (node.Id, key)))
        .ToFrozenDictionary(pair => pair.KeyId, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Verifies a delivery.</summary>
    /// <returns>The statement, if it is one; and what is wrong, null when nothing is.</returns>
    public (Statement? Statement, string? Fault) Verify(Delivery delivery)
    {
        if (!DossierId.TryParse(delivery.Dossier, out var dossier))
        {
            if (delivery.EventCase == Delivery.EventOneofCase.Statement
                && VerifyAct(delivery.Dossier, delivery.Statement.Envelope, delivery.At) is { } said
                && delivery.Statement.Withheld.All(late => VerifyAct(delivery.Dossier, late.Envelope, late.At) is not null))
            {
                return (said, null);
            }

            return (null, "its dossier has no shape that this node knows.");
        }

        switch (delivery.EventCase)
        {
            case Delivery.EventOneofCase.Statement:
                var (statement, fault) = VerifyIn(dossier, delivery.Statement.Envelope, delivery.At?.ToDateTimeOffset());
                return (statement, fault ?? delivery.Statement.Withheld
                    .Select(late => VerifyIn(dossier, late.Envelope, late.At?.ToDateTimeOffset()).Fault)
                    .FirstOrDefault(found => found is not null));
            case Delivery.EventOneofCase.Decision:
                var isHere = delivery.Decision.Decision?.Dossier == delivery.Dossier;
                return (null, isHere ? null : "the decision is on another dossier.");
            case Delivery.EventOneofCase.Conflict:
                var isWhole = DossierId.TryParse(delivery.Conflict.OtherDossier, out _)
                    && CivilDates.TryParse(delivery.Conflict.SinceOn, out _);
                return (null, isWhole ? null : "the conflict names no dossier or no day.");
            case Delivery.EventOneofCase.Reliance:
                var isComplete = RecordId.TryParse(delivery.Reliance.RecordId, out _)
                    && CivilDates.TryParse(delivery.Reliance.SinceOn, out _);
                return (null, isComplete ? null : "the reliance names no record or no day.");
            case Delivery.EventOneofCase.Series:
                var isDated = delivery.Series.Subject.Length > 0 && CivilDates.TryParse(delivery.Series.SinceOn, out _);
                return (null, isDated ? null : "the series names no subject or no day.");
            default:
                return (null, "it holds nothing that this node knows.");
        }
    }

    private Statement? VerifyAct(string filedUnder, WireEnvelope? wire, Timestamp? takenAt) =>
        Verify(wire, takenAt?.ToDateTimeOffset()).Statement is { Body: StatementBody.CaseAct act } said
            && act.FiledUnder == filedUnder ? said : null;

    private (Statement? Statement, string? Fault) VerifyIn(DossierId dossier, WireEnvelope? wire, DateTimeOffset? takenAt) =>
        Verify(wire, takenAt) is var (statement, fault) && statement is not null && statement.Dossier != dossier
            ? (null, "the statement belongs into another dossier.") : (statement, fault);

    private (Statement? Statement, string? Fault) Verify(WireEnvelope? wire, DateTimeOffset? takenAt)
    {
        if (wire is not { PayloadType: Envelope.StatementType })
        {
            return (null, "it is not the envelope of a statement.");
        }

        if (!_keys.TryGetValue(wire.KeyId, out var signer))
        {
            return (null, "the key that signed it is not in the network file.");
        }

        var envelope = new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory)
        {
            TimestampToken = wire.TimestampToken.Memory,
        };
        if (!Dsse.Verify(envelope, signer.Key))
        {
            return (null, "the signature does not verify.");
        }

        // What the hub took while the key was in use stands; of what came later only a trusted time-stamp says so.
        if (signer.Key.RevokedAt is { } revokedAt && !(takenAt < revokedAt)
            && !(TimestampToken.SignedBy(envelope, network.TimestampAuthorities) < revokedAt))
        {
            return (null, "the key that signed it had been revoked.");
        }

        var reading = reader.Read(wire.Payload.Memory);
        return reading.Statement is not { } statement ? (null, $"it cannot be read: {reading.Violations[0].Field}.")
            : reading.NetworkId != network.Id ? (null, "it is for another network.")
            : statement.Node != signer.Node ? (null, "the key that signed it belongs to another node.")
            : (statement, null);
    }
}
