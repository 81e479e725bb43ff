using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Disclosures;

/// <summary>What a node says, signed, about personal values that a record commits to and does not show.</summary>
/// <param name="By">The node.</param>
/// <param name="SignedAt">When.</param>
/// <param name="Id">Names the request, 32 hexadecimal digits.</param>
/// <param name="Officer">The officer who decided, by the law-enforcement certificate.</param>
/// <param name="Deed">What it says.</param>
public sealed record DisclosureAct(NodeId By, DateTimeOffset SignedAt, string Id, string Officer, DisclosureDeed Deed)
{
    /// <summary>The payload type of the envelope of an act.</summary>
    public const string PayloadType = "application/vnd.exchangehub.disclosure.v1+protobuf";
}

/// <summary>What an act says.</summary>
public abstract record DisclosureDeed
{
    private DisclosureDeed() { }

    /// <summary>Asks for values, with reasons.</summary>
    /// <param name="Dossier">The record.</param>
    /// <param name="Paths">Paths of the commitments.</param>
    /// <param name="CaseNumber">The case for which they are needed.</param>
    /// <param name="Reason">Why the masked ones are not enough.</param>
    /// <param name="ReplyKey">SubjectPublicKeyInfo of the key, on P-256, to which the answer is encrypted.</param>
    public sealed record Ask(
        DossierId Dossier, ImmutableArray<string> Paths, string CaseNumber, string Reason, ReadOnlyMemory<byte> ReplyKey)
        : DisclosureDeed;

    /// <summary>Hands values out.</summary>
    /// <param name="Sealed">The values, which the holder of the reply key alone can read.</param>
    public sealed record Grant(ReadOnlyMemory<byte> Sealed) : DisclosureDeed;

    /// <summary>Turns a request down.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refusal(string Reason) : DisclosureDeed;
}

/// <summary>Reads the verified bytes of an act.</summary>
/// <param name="payload">The payload of an envelope whose signature has been verified.</param>
/// <returns>The network that it names and the act; or everything that is wrong with it.</returns>
public delegate (string NetworkId, DisclosureAct? Act, ImmutableArray<FieldViolation> Violations) ReadDisclosureAct(
    ReadOnlyMemory<byte> payload);

/// <summary>Lists the paths of the commitments in a record.</summary>
/// <param name="statement">The payload of the statement that published it.</param>
/// <returns>Such as <c>subjects[0].person.number_commitment</c>; empty when it holds no record.</returns>
public delegate ImmutableArray<string> ListCommitments(ReadOnlyMemory<byte> statement);

/// <summary>An act that the hub took.</summary>
/// <param name="Envelope">As its node signed it.</param>
/// <param name="Act">What it says.</param>
/// <param name="Publisher">The node that published the record: it answers.</param>
/// <param name="At">When the hub took it.</param>
public sealed record DisclosureTaken(Envelope Envelope, DisclosureAct Act, NodeId Publisher, DateTimeOffset At)
{
    /// <summary>The stream of all acts: one, so that its revision counts them.</summary>
    public const string Stream = "disclosures";
}

/// <summary>Gives acts a stored form with a stable name and version.</summary>
public interface IDisclosureCodec
{
    /// <summary>Writes an act.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="taken">The act.</param>
    /// <returns>Its stored form: the same act always gives the same bytes.</returns>
    NewEvent Encode(Guid id, DisclosureTaken taken);

    /// <summary>Reads an act.</summary>
    /// <param name="logged">An event of the stream <see cref="DisclosureTaken.Stream"/>.</param>
    /// <returns>The act.</returns>
    /// <exception cref="InvalidDataException">Its name is unknown, or its bytes are not what the name says.</exception>
    DisclosureTaken Decode(LoggedEvent logged);
}

/// <summary>Opens the envelope of an act: verifies first, and reads the bytes that were verified.</summary>
public static class SealedDisclosure
{
    /// <summary>Opens an envelope.</summary>
    /// <param name="network">The network, with the keys of its nodes.</param>
    /// <param name="envelope">The envelope; null when none was sent.</param>
    /// <param name="read">Reads what is inside.</param>
    /// <returns>The act; or everything that is wrong with it, REF-SIG-KEY and REF-SIG-INVALID among the reasons.</returns>
    public static (DisclosureAct? Act, ImmutableArray<FieldViolation> Violations) Open(
        Network network, Envelope? envelope, ReadDisclosureAct read)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(read);
        if (envelope is not { PayloadType: DisclosureAct.PayloadType })
        {
            return Wrong("envelope.payload_type", "REF-INT-SCHEMA",
                $"应为“{DisclosureAct.PayloadType}”。", $"Expected '{DisclosureAct.PayloadType}'.");
        }

        var (node, key) = network.Nodes.Values.SelectMany(node => node.Keys.Select(key => (node, key)))
            .FirstOrDefault(known => known.key.KeyId == envelope.KeyId);
        if (node is null || key.RevokedAt is not null)
        {
            return Wrong("envelope.key_id", "REF-SIG-KEY",
                "签名密钥未登记为任何节点的有效密钥。", "The key is no key of a node that counts.");
        }

        if (!Dsse.Verify(envelope, key))
        {
            return Wrong("envelope.signature", "REF-SIG-INVALID", "签名与内容不符。", "The signature does not verify.");
        }

        var (networkId, act, violations) = read(envelope.Payload);
        if (act is null)
        {
            return (null, violations);
        }

        if (networkId != network.Id)
        {
            return Wrong("network_id", "REF-INT-SCHEMA",
                $"该行为属于网络“{networkId}”，此处为“{network.Id}”。", $"The act is for network '{networkId}'; this is '{network.Id}'.");
        }

        return act.By == node.Id ? (act, []) : Wrong("node", "REF-SIG-KEY",
            $"该行为署名 {act.By}，签名密钥却属于 {node.Id}。",
            $"The act says it is of {act.By}, but the key that signed it belongs to {node.Id}.");
    }

    private static (DisclosureAct?, ImmutableArray<FieldViolation>) Wrong(
        string field, string code, string chinese, string english) =>
        (null, [new FieldViolation(field, new Wording(chinese, english), new ReasonCode(code))]);
}
