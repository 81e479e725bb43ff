using System.Collections.Concurrent;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Protos.Delivery.V1;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Hub.Deliveries;

/// <summary>Who subscribes: remembers it, and lets the watch know whose inbox is open.</summary>
internal sealed class Subscribers(ISubscriptions subscriptions, NodeWatch watch, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (long Position, DateTimeOffset At)> _delivered = new(StringComparer.Ordinal);

    /// <summary>Opens a subscription under a name; another filter under it is for the caller to see.</summary>
    public Task<Subscription> OpenAsync(string name, string definition, CancellationToken cancellation) =>
        subscriptions.OpenAsync(name, definition, clock.GetUtcNow(), cancellation);

    /// <summary>Moves the acknowledged position; null when there is no such subscription.</summary>
    public Task<long?> AcknowledgeAsync(string name, long position, CancellationToken cancellation) =>
        subscriptions.AcknowledgeAsync(name, position, clock.GetUtcNow(), cancellation);

    /// <summary>Something was delivered.</summary>
    public void Delivered(string name, long position) => _delivered[name] = (position, clock.GetUtcNow());

    /// <summary>Says what was delivered last, and when, since this hub began; null when nothing was.</summary>
    public (long Position, DateTimeOffset At)? LastDelivered(string name) =>
        _delivered.TryGetValue(name, out var last) ? last : null;

    /// <summary>A subscriber is being served, until it <see cref="Left"/>.</summary>
    public void Came(string name) => watch.Opened(name);

    /// <summary>A subscriber is not served any more.</summary>
    public void Left(string name) => watch.Closed(name);

    /// <summary>Makes the sign of life that a subscriber gets.</summary>
    /// <param name="head">Up to where everything has been delivered.</param>
    public Heartbeat Beat(long head)
    {
        var beat = new Heartbeat { HeadPosition = head, At = Timestamp.FromDateTimeOffset(clock.GetUtcNow()) };
        beat.SilentNodes.Add(watch.Current().Select(silence => new SilentNode
        {
            Node = silence.Node.ToString(),
            LastHeardAt = Timestamp.FromDateTimeOffset(silence.LastHeardAt),
            NotedAt = Timestamp.FromDateTimeOffset(silence.NotedAt),
        }));
        return beat;
    }
}
