using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Lists;

/// <summary>The lists of dishonest entities as credit platforms copy them, and what was given to whom.</summary>
public interface ICreditLists
{
    /// <summary>Waits until the lists take account of the log up to a position.</summary>
    /// <param name="position">A position that the log has reached.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The position that the lists have reached, at least <paramref name="position"/>.</returns>
    Task<long> WaitForAsync(long position, CancellationToken cancellation);

    /// <summary>Reads a list.</summary>
    /// <param name="list">Which list, for whom.</param>
    /// <param name="asOf">The civil day as of which.</param>
    /// <param name="knownTo">The position up to which the log is taken account of.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>For each entry on the list the change that put it there, by dossier; read as it is asked for.</returns>
    IAsyncEnumerable<ListChange> ReadAsync(ListName list, DateOnly asOf, long knownTo, CancellationToken cancellation);

    /// <summary>Reads the changes of a list.</summary>
    /// <param name="list">Which list, for whom.</param>
    /// <param name="after">The position after which.</param>
    /// <param name="upTo">The position up to which.</param>
    /// <param name="countMax">How many at most.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>In the order of the log.</returns>
    Task<ImmutableArray<ListChange>> ChangesAsync(
        ListName list, long after, long upTo, int countMax, CancellationToken cancellation);

    /// <summary>Reads the newest changes of a list.</summary>
    /// <param name="list">Which list, for whom.</param>
    /// <param name="before">The position before which.</param>
    /// <param name="countMax">How many at most.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The newest first.</returns>
    Task<ImmutableArray<ListChange>> NewestChangesAsync(
        ListName list, long before, int countMax, CancellationToken cancellation);

    /// <summary>Keeps what was given to somebody. Durable when the task completes.</summary>
    /// <param name="handover">What was given; its number does not matter.</param>
    /// <param name="cancellation">Ends it early; nothing is kept then.</param>
    /// <returns>A task.</returns>
    Task KeepAsync(Handover handover, CancellationToken cancellation);

    /// <summary>Lists what was given to a subscription.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="afterNumber">The number after which to begin.</param>
    /// <param name="countMax">How many at most.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>Oldest first.</returns>
    Task<ImmutableArray<Handover>> HandoversAsync(
        string subscription, long afterNumber, int countMax, CancellationToken cancellation);

    /// <summary>Lists who owes the acknowledgement of withdrawals.</summary>
    /// <param name="knownBefore">Only of withdrawals that the hub learnt before.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>By name of the subscription.</returns>
    Task<ImmutableArray<Arrears>> OverdueAsync(DateTimeOffset knownBefore, CancellationToken cancellation);
}

/// <summary>A list as it stands for one party.</summary>
/// <param name="Code">The list, such as ENV-YRD.</param>
/// <param name="Party">The party.</param>
public sealed record ListName(string Code, Jurisdiction Party)
{
    private const string Prefix = "list/";

    /// <summary>Gets what a subscription to it is kept as.</summary>
    public string Definition => $"{Prefix}{Code}/{Party}";

    /// <summary>Reads the definition of a subscription.</summary>
    /// <param name="definition">The definition.</param>
    /// <returns>The list; null when the subscription is to something else.</returns>
    public static ListName? Of(string definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.StartsWith(Prefix, StringComparison.Ordinal) && definition.Split('/') is [_, var code, var division]
            && Jurisdiction.TryParse(division, out var party) ? new ListName(code, party) : null;
    }
}

/// <summary>What was given to somebody.</summary>
/// <param name="Number">Counts the hand-overs of all subscriptions.</param>
/// <param name="Subscription">To whom.</param>
/// <param name="IsSnapshot">It is a whole list and not a page of changes.</param>
/// <param name="Position">The position of the log up to which it was complete.</param>
/// <param name="Envelope">What the hub signed of it: a DSSE envelope in its wire form.</param>
/// <param name="GivenAt">When.</param>
/// <param name="AcknowledgedAt">When the subscriber said that it had carried it out; null when it has not, and for a
/// snapshot.</param>
public sealed record Handover(
    long Number,
    string Subscription,
    bool IsSnapshot,
    long Position,
    ReadOnlyMemory<byte> Envelope,
    DateTimeOffset GivenAt,
    DateTimeOffset? AcknowledgedAt);

/// <summary>Withdrawals that a subscription has not acknowledged.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="List">What it is to.</param>
/// <param name="Acknowledged">The position that it has acknowledged.</param>
/// <param name="Count">How many withdrawals.</param>
/// <param name="OldestPosition">The position of the oldest.</param>
/// <param name="OldestKnownAt">When the hub learnt of the oldest.</param>
public sealed record Arrears(
    string Subscription, ListName List, long Acknowledged, long Count, long OldestPosition, DateTimeOffset OldestKnownAt);
