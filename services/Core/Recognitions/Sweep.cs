using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

// Why a sweep: a record may be cited by more dossiers than one append can carry, and the statement that undoes it must be filed
// all the same, at once, with the decisions of its own dossier and of the first of the others. To leave the rest to whatever
// statements follow would be wrong: an entry of which nobody ever speaks again would stand for good. So the rest is named in the
// stream of the cited record and in a stream of what is due, in the same append, and settled after it, append by append, also
// after a crash.

/// <summary>Judges again the dossiers that a cascade was too large to reach in one append. Pure.</summary>
public static class Sweep
{
    /// <summary>The stream that names every cited record whose cascade was cut short. One that is named there may be settled by
    /// now; its own stream says so.</summary>
    public const string DueStream = "cascade-due";

    // Half of what an append may draw in, so that there is room for what rests on these.
    private const int DossiersMax = Cascade.DrawnMax / 2;

    /// <summary>Names what must still be read before the next dossiers can be settled.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="context">What has been read.</param>
    /// <param name="record">The cited record.</param>
    /// <returns>What is missing from the context. Ask again when it has been read: it may lead to more.</returns>
    public static Unread Missing(Network network, FilingContext context, RecordId record)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Cited.TryGetValue(record, out var cited))
        {
            return new Unread([], [], [record]);
        }

        var next = Next(cited);
        if (next.IsEmpty)
        {
            return new Unread([], [], []);
        }

        var cascade = new Docket(network, context, next[0], default).SettleReliances(next);
        return new Unread([.. cascade.UnreadDossiers], [], [.. cascade.UnreadRecords]);
    }

    /// <summary>Settles the next dossiers.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="context">All that <see cref="Missing"/> asked for.</param>
    /// <param name="record">The cited record.</param>
    /// <param name="at">When the hub does so.</param>
    /// <returns>What it causes, to be stored in one append; nothing when none is left.</returns>
    public static FilingResult Settle(Network network, FilingContext context, RecordId record, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(context);
        var next = Next(context.Cited[record]);
        if (next.IsEmpty)
        {
            return new FilingResult(default, [], [], [], null);
        }

        var docket = new Docket(network, context, next[0], at);
        _ = docket.SettleReliances(next);
        docket.Judge();
        return new FilingResult(default, docket.Dossiers, docket.Subjects, docket.Citations, null);
    }

    private static ImmutableArray<DossierId> Next(CitedState cited) =>
        [.. cited.Postponed.OrderBy(dossier => dossier.ToString(), StringComparer.Ordinal).Take(DossiersMax)];
}
