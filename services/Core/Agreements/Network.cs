using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Who takes part in a network, with which keys and under which agreement.</summary>
/// <param name="Id">Name of the network, such as <c>yrd-demo</c>; every statement names it.</param>
/// <param name="Parties">By division code.</param>
/// <param name="Nodes">By node id.</param>
/// <param name="Agreement">The agreement between the parties.</param>
public sealed record Network(
    string Id,
    ImmutableDictionary<Jurisdiction, Party> Parties,
    ImmutableDictionary<NodeId, RegisteredNode> Nodes,
    Agreement Agreement)
{
    /// <summary>Gets the certificates, DER, of the time-stamping authorities whose word counts for when something was
    /// signed.</summary>
    public ImmutableArray<ImmutableArray<byte>> TimestampAuthorities { get; init; } = [];

    /// <summary>Gets the keys with which the hub signs receipts, oldest first; none where nobody asks for signed ones.</summary>
    public ImmutableArray<VerificationKey> ReceiptKeys { get; init; } = [];

    /// <summary>Gets whom the members trust for the history of the hub: its log and how many of which witnesses, as the text of a
    /// C2SP tlog-policy; empty where nobody watches.</summary>
    public string HistoryPolicy { get; init; } = "";

    /// <summary>Gets which nodes are silent, as far as whoever answers knows; no rule asks for it, only answers mention
    /// it.</summary>
    public ImmutableArray<Silence> Silences { get; init; } = [];
}

/// <summary>A jurisdiction that takes part.</summary>
/// <param name="Division">Its division code.</param>
/// <param name="Name">Its name.</param>
public sealed record Party(Jurisdiction Division, Wording Name)
{
    /// <summary>Gets the keys with which it signs agreements, oldest first.</summary>
    public ImmutableArray<VerificationKey> Keys { get; init; } = [];
}

/// <summary>A node as the registry knows it.</summary>
/// <param name="Id">The node.</param>
/// <param name="Party">The party for which it speaks; null for an arbiter.</param>
/// <param name="Issuers">Credit codes of the organs on whose behalf it may publish.</param>
/// <param name="IsArbiter">It may designate venue between parties.</param>
/// <param name="Keys">Keys for records, oldest first.</param>
public sealed record RegisteredNode(
    NodeId Id, Jurisdiction? Party, ImmutableHashSet<string> Issuers, bool IsArbiter, ImmutableArray<VerificationKey> Keys);
