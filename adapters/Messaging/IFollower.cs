using System.Collections.Immutable;

namespace ExchangeHub.Messaging;

/// <summary>A service of the hub's organisation that takes every entry of a numbered source once, in order.</summary>
/// <typeparam name="TEntry">What the source gives for a position, such as <see cref="EventLog.LoggedEvent"/>.</typeparam>
/// <remarks>
/// It says where to read and what to do; when to read is decided for it: at once, whenever a notice is heard, and every two
/// seconds anyway. Its members are called one at a time, never two at once. Whatever they throw is logged, and the same work is
/// tried again later; an entry is never skipped.
/// </remarks>
public interface IFollower<TEntry>
{
    /// <summary>Gets the position that a previous <see cref="HandleAsync"/> has stored.</summary>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The position of the last entry whose effect is durable; 0 when there is none. Asked at the start and again after
    /// each failure, because a failed <see cref="HandleAsync"/> may still have stored its entries.</returns>
    Task<long> LoadPositionAsync(CancellationToken cancellation);

    /// <summary>Reads the source in order of position.</summary>
    /// <param name="afterPosition">0 to begin at the start, or the position of the last entry already handled.</param>
    /// <param name="countMax">How many entries at most.</param>
    /// <param name="cancellation">Fires when the service stops, or when the read has taken fifteen seconds: a source that neither
    /// answers nor fails counts as failed.</param>
    /// <returns>The next entries without a gap: the first one follows <paramref name="afterPosition"/>. Empty at the head.
    /// A page that leaves one out, repeats one or comes out of order is refused whole and read again.</returns>
    Task<ImmutableArray<TEntry>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation);

    /// <summary>Gets the position of an entry.</summary>
    /// <param name="entry">An entry that <see cref="ReadAsync"/> gave.</param>
    /// <returns>Its place in the source, from 1.</returns>
    long PositionOf(TEntry entry);

    /// <summary>Gets the position of the entry before another one.</summary>
    /// <param name="entry">An entry that <see cref="ReadAsync"/> gave.</param>
    /// <returns>Where the source says that the entry follows. A source that gives something for every position need not say it; a
    /// subscription, which leaves out what is not for its receiver, must.</returns>
    long PreviousPositionOf(TEntry entry) => PositionOf(entry) - 1;

    /// <summary>Takes the next entries.</summary>
    /// <param name="entries">At least one, without a gap, beginning right after the last one handled.</param>
    /// <param name="cancellation">Fires when the service stops.</param>
    /// <returns>A task that completes when the effect of the entries and the position of the last one are durable. Store both in
    /// one transaction and every entry takes effect exactly once; store them apart and, after a crash, some come again.</returns>
    Task HandleAsync(ImmutableArray<TEntry> entries, CancellationToken cancellation);
}
