using ExchangeHub.Protos.Operation.V1;
using ExchangeHub.Protos.Query.V1;

namespace ExchangeHub.Console.Asking;

/// <summary>A published record, and who has stored it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Position">Position of the last statement on it; 0 where it is not given out.</param>
/// <param name="ReceivedAt">When the hub took that.</param>
internal sealed record Sent(RecordSummary Record, long Position, DateTimeOffset? ReceivedAt)
{
    /// <summary>Asks where the records of a page stand in the log.</summary>
    public static async Task<Sent[]> AskAsync(Hub hub, IEnumerable<RecordSummary> records) =>
        await Task.WhenAll(records.Select(async record =>
        {
            var held = await Explained.GetAsync(hub, record.RecordId);
            return new Sent(
                record, held.Statements.LastOrDefault()?.Position ?? 0,
                held.Statements.LastOrDefault()?.ReceivedAt.ToDateTimeOffset());
        }));

    /// <summary>Says whether the node of a party has stored it.</summary>
    /// <returns>Null when the party has no node that subscribes, or the position is not given out.</returns>
    public bool? IsStoredBy(string party, IEnumerable<Peer> peers)
    {
        var inboxes = peers.Where(peer => peer.Member == $"node:{party}").SelectMany(peer => peer.Subscriptions)
            .Where(one => one.Name.EndsWith("/inbox", StringComparison.Ordinal)).ToArray();
        return inboxes.Length == 0 || Position == 0 ? null : inboxes.Max(one => one.Acknowledged) >= Position;
    }
}
