using System.Collections.Immutable;
using ExchangeHub.Records;

namespace ExchangeHub.Recognitions;

/// <summary>One day on which a dispute over an act turns, as one of the two dossiers sees it.</summary>
internal readonly record struct Turn(ConflictState State, DateOnly SinceOn, string Source);

/// <summary>Somebody said who has venue.</summary>
/// <param name="By">The dossier in which it was filed.</param>
/// <param name="IsArbiter">Whether it binds everybody, or only the one that yields.</param>
/// <param name="Prevailing">Whose issuer has venue.</param>
/// <param name="On">From which day.</param>
/// <param name="Source">The statement.</param>
internal sealed record Designation(DossierId By, bool IsArbiter, DossierId Prevailing, DateOnly On, string Source);

/// <summary>
/// A dispute between two fines for one act, worked out from everything that is known of both, so that it ends the same whichever
/// decision, designation or withdrawal came first.
/// </summary>
/// <remarks>
/// It opens on the day on which both are public; the newest designation settles it (Penalty Law 25); it is over when one of the
/// two is undone.
/// </remarks>
internal static class Dispute
{
    /// <summary>Works out the turns as one of the two sees them.</summary>
    /// <param name="own">The dossier that sees them.</param>
    /// <param name="other">The other dossier.</param>
    /// <param name="opened">When both were public, and the statement that made it so.</param>
    /// <param name="designations">What was said about venue, in the order in which it holds.</param>
    /// <param name="over">When the first of the two was undone, and by which statement; null while both stand.</param>
    /// <returns>At most one turn a day, oldest first; empty when one was undone before both were public.</returns>
    public static ImmutableArray<Turn> Turns(
        DossierId own,
        DossierId other,
        (DateOnly On, string Source) opened,
        IEnumerable<Designation> designations,
        (DateOnly On, string Source)? over)
    {
        if (over?.On <= opened.On)
        {
            return [];
        }

        var turns = new SortedDictionary<DateOnly, Turn> { [opened.On] = new(ConflictState.Open, opened.On, opened.Source) };
        foreach (var said in designations.Where(said => Settles(said, own, other) && !(said.On >= over?.On)))
        {
            var on = said.On > opened.On ? said.On : opened.On;
            turns[on] = new Turn(said.Prevailing == own ? ConflictState.Prevails : ConflictState.Yields, on, said.Source);
        }

        if (over is (var overOn, var source))
        {
            turns[overOn] = new Turn(ConflictState.FellAway, overOn, source);
        }

        return [.. turns.Values];
    }

    /// <summary>Says what must be recorded so that the recorded turns tell the same as those worked out.</summary>
    /// <param name="recorded">What has been recorded, in the order of the log.</param>
    /// <param name="turns">What was worked out.</param>
    /// <returns>The missing turns. What no longer holds is overruled on its own day, because nothing is taken back.</returns>
    public static IEnumerable<Turn> Missing(IEnumerable<ConflictFact> recorded, ImmutableArray<Turn> turns)
    {
        var known = recorded.GroupBy(fact => fact.SinceOn).ToDictionary(day => day.Key, day => day.Last());
        foreach (var turn in turns)
        {
            if (known.GetValueOrDefault(turn.SinceOn) is not { } fact || fact.State != turn.State || fact.Source != turn.Source)
            {
                yield return turn;
            }
        }

        foreach (var (day, fact) in known.Where(day => !turns.Any(turn => turn.SinceOn == day.Key)).OrderBy(day => day.Key))
        {
            var standing = turns.LastOrDefault(turn => turn.SinceOn < day, new Turn(ConflictState.FellAway, day, fact.Source));
            if (fact.State != standing.State)
            {
                yield return standing with { SinceOn = day };
            }
        }
    }

    private static bool Settles(Designation said, DossierId own, DossierId other) => said.IsArbiter
        ? said.Prevailing == own || said.Prevailing == other
        : (said.By == own && said.Prevailing == other) || (said.By == other && said.Prevailing == own);
}
