using ExchangeHub.Protos.Node.V1;
using Grpc.Core;

namespace ExchangeHub.Console.Deciding;

/// <summary>How a node is, and what is stuck at it.</summary>
/// <param name="Division">Its division.</param>
/// <param name="Status">How it is; null when it does not answer.</param>
/// <param name="Stuck">What is stuck.</param>
internal sealed record NodeStuck(string Division, GetStatusResponse? Status, ListStuckResponse Stuck)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks the nodes of divisions, all at once.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="divisions">Which of them.</param>
    /// <param name="before">Only statements before this sequence; 0 for the newest.</param>
    /// <param name="clock">The clock.</param>
    public static Task<NodeStuck[]> AskAsync(Nodes nodes, IEnumerable<string> divisions, long before, TimeProvider clock) =>
        Task.WhenAll(divisions.Select(async division =>
        {
            var soon = new CallOptions(deadline: clock.GetUtcNow().UtcDateTime + Patience);
            var node = nodes.Of(division)!;
            try
            {
                var status = node.GetStatusAsync(new(), soon).ResponseAsync;
                var stuck = node.ListStuckAsync(new ListStuckRequest { BeforeSequence = before }, soon).ResponseAsync;
                return new NodeStuck(division, await status, await stuck);
            }
            catch (RpcException)
            {
                return new NodeStuck(division, null, new ListStuckResponse());
            }
        }));
}
