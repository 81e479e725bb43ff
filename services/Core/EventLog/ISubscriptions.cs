using System.Collections.Immutable;

namespace ExchangeHub.EventLog;

/// <summary>Remembers named subscriptions: what they ask for, and how far they have acknowledged.</summary>
public interface ISubscriptions
{
    /// <summary>Opens a subscription, and creates it the first time.</summary>
    /// <param name="name">Its name, at most 100 characters.</param>
    /// <param name="definition">What it asks for, in a canonical text.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The subscription as it is remembered; its definition may differ from the one given.</returns>
    Task<Subscription> OpenAsync(string name, string definition, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Moves the acknowledged position forward, durably; never back.</summary>
    /// <param name="name">The subscription.</param>
    /// <param name="position">Everything up to here has been stored by the subscriber.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The acknowledged position, or null when there is no such subscription.</returns>
    Task<long?> AcknowledgeAsync(string name, long position, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Says who has stored an event, and since when.</summary>
    /// <param name="position">The position of the event.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Every subscription, by name, with the instant at which it had acknowledged the position.</returns>
    Task<ImmutableArray<(Subscription Subscription, DateTimeOffset? StoredAt)>> ReceiptsAsync(
        long position, CancellationToken cancellation);
}

/// <summary>A named subscription.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Definition">What it asks for, in a canonical text.</param>
/// <param name="Acknowledged">The acknowledged position; 0 at first.</param>
public sealed record Subscription(string Name, string Definition, long Acknowledged)
{
    /// <summary>Gets when the subscriber moved the acknowledged position last; null when it never has, or nobody asked.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }
}
