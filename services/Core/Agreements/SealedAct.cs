using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Gets the network with the agreement as it stands at the moment.</summary>
/// <returns>The network.</returns>
public delegate Network NetworkInForce();

/// <summary>Opens the envelope of an act: verifies first, and reads the bytes that were verified.</summary>
public static class SealedAct
{
    /// <summary>Opens an envelope.</summary>
    /// <param name="network">The network, with the keys of its parties.</param>
    /// <param name="envelope">The envelope; null when none was sent.</param>
    /// <param name="reader">Reads what is inside.</param>
    /// <returns>The act; or everything that is wrong with it, REF-SIG-KEY and REF-SIG-INVALID among the reasons.</returns>
    public static (AgreementAct? Act, ImmutableArray<FieldViolation> Violations) Open(
        Network network, Envelope? envelope, IAgreementActReader reader)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(reader);
        if (envelope is not { PayloadType: AgreementAct.PayloadType })
        {
            return Wrong("envelope.payload_type", "REF-INT-SCHEMA",
                $"应为“{AgreementAct.PayloadType}”。", $"Expected '{AgreementAct.PayloadType}'.");
        }

        var (party, key) = network.Parties.Values.SelectMany(party => party.Keys.Select(key => (party, key)))
            .FirstOrDefault(known => known.key.KeyId == envelope.KeyId);
        if (party is null)
        {
            return Wrong("envelope.key_id", "REF-SIG-KEY",
                "签名密钥未登记为任何缔约方的密钥。请使用缔约方密钥（而非节点密钥）签名。",
                "The key is registered for no party. Sign with a key of the party, not of its node.");
        }

        if (!Dsse.Verify(envelope, key))
        {
            return Wrong("envelope.signature", "REF-SIG-INVALID", "签名与内容不符。", "The signature does not verify.");
        }

        var reading = reader.Read(envelope.Payload);
        if (reading.Act is not { } act)
        {
            return (null, reading.Violations);
        }

        if ((reading.NetworkId, reading.Agreement) != (network.Id, network.Agreement.Id))
        {
            return Wrong("agreement", "REF-INT-SCHEMA",
                $"该行为属于网络“{reading.NetworkId}”的“{reading.Agreement}”，此处为“{network.Id}”的“{network.Agreement.Id}”。",
                $"The act is for {reading.Agreement} of network '{reading.NetworkId}'; this is {network.Agreement.Id} of "
                + $"'{network.Id}'.");
        }

        return act.Party == party.Division ? (act, []) : Wrong("party", "REF-SIG-KEY",
            $"该行为署名 {act.Party}，签名密钥却属于 {party.Division}。",
            $"The act says it is of {act.Party}, but the key that signed it belongs to {party.Division}.");
    }

    private static (AgreementAct?, ImmutableArray<FieldViolation>) Wrong(
        string field, string code, string chinese, string english) =>
        (null, [new FieldViolation(field, new Wording(chinese, english), new ReasonCode(code))]);
}
