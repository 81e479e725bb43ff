using System.Collections.Frozen;
using ExchangeHub.Agreements;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Access;

/// <summary>Whether a node publishes what it has signed itself, and not what it holds of others.</summary>
internal sealed class Ownership(Network network, HubMetrics metrics, ILogger<Ownership> logger)
{
    // The hint of the envelope is enough: whoever lies in it is turned down by the signature.
    private readonly FrozenDictionary<string, NodeId> _owners = (
        from node in network.Nodes.Values
        from key in node.Keys
        select (key.KeyId, node.Id)).ToFrozenDictionary(pair => pair.KeyId, pair => pair.Id, StringComparer.Ordinal);

    /// <summary>Looks for a statement of another node.</summary>
    /// <returns>The failure, which has been told to the operators; null when all is well, or nobody is known.</returns>
    public HubErrors.Failure? Fault(ServerCallContext context, Envelope? envelope)
    {
        if (envelope is null || Gatekeeper.Of(context) is not { Caller.Member: var member }
            || !_owners.TryGetValue(envelope.KeyId, out var owner) || member.Node == owner)
        {
            return null;
        }

        metrics.Alarmed();
        AccessLog.ForeignStatement(logger, member.ToString(), owner.ToString());
        return AccessErrors.ForeignStatement(member.ToString(), owner.ToString());
    }
}
