using System.Collections.Frozen;
using ExchangeHub.Protos.Node.V1;
using Grpc.Net.Client;

namespace ExchangeHub.Console.Deciding;

/// <summary>The nodes that sign what officers decide, by division.</summary>
internal sealed class Nodes(IReadOnlyDictionary<string, string> addresses) : IDisposable
{
    private readonly FrozenDictionary<string, GrpcChannel> _channels = addresses.ToFrozenDictionary(
        pair => pair.Key, pair => GrpcChannel.ForAddress(pair.Value), StringComparer.Ordinal);

    /// <summary>Finds an address that cannot be a node's: nodes serve their own machine, and nothing else is encrypted.</summary>
    /// <returns>Its division; null when all are well.</returns>
    public static string? Fault(IReadOnlyDictionary<string, string> addresses) => addresses.FirstOrDefault(pair =>
        !Uri.TryCreate(pair.Value, UriKind.Absolute, out var address)
        || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))).Key;

    /// <summary>Gets the divisions whose nodes are configured, in their order.</summary>
    public IEnumerable<string> Divisions => _channels.Keys.Order(StringComparer.Ordinal);

    /// <summary>Finds the node of a division.</summary>
    /// <returns>Its client; null when none is configured.</returns>
    public NodeService.NodeServiceClient? Of(string division) =>
        _channels.TryGetValue(division, out var channel) ? new NodeService.NodeServiceClient(channel) : null;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }
}
