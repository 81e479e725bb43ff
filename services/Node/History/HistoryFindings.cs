using System.Collections.Concurrent;
using System.Collections.Immutable;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Node.History;

/// <summary>Something that is wrong with the hub's history.</summary>
/// <param name="Kind">altered, removed, omitted, unsigned, tiles, backwards, fork or stale.</param>
/// <param name="Message">What, where, and what to do.</param>
/// <param name="FoundAt">When it was found first.</param>
internal sealed record Finding(string Kind, Wording Message, DateTimeOffset FoundAt);

/// <summary>What this node has found wrong with the hub's history since it started. Safe for any number of threads.</summary>
internal sealed class HistoryFindings(TimeProvider clock, NodeMetrics metrics, ILogger<HistoryFindings> logger)
{
    private readonly ConcurrentDictionary<string, Finding> _found = new(StringComparer.Ordinal);

    /// <summary>Gets everything that was found, the oldest first.</summary>
    public ImmutableArray<Finding> All => [.. _found.Values.OrderBy(finding => finding.FoundAt)];

    /// <summary>Gets how many events were compared with the newest checkpoint that enough witnesses have signed.</summary>
    public long CheckedTo { get; set; }

    /// <summary>Something was found; it is told once.</summary>
    public void Find(string kind, Wording message)
    {
        if (_found.TryAdd(message.English, new Finding(kind, message, clock.GetUtcNow())))
        {
            metrics.Found(kind);
            NodeLog.HistoryUnsound(logger, kind, message.English);
        }
    }

    /// <summary>Something that is not so any more.</summary>
    public void Settle(string kind)
    {
        foreach (var (key, _) in _found.Where(found => found.Value.Kind == kind))
        {
            _ = _found.TryRemove(key, out _);
        }
    }
}
