using ExchangeHub.Records;

namespace ExchangeHub.Agreements;

/// <summary>What reconsideration and litigation do to a decision.</summary>
/// <remarks>
/// Neither stays execution by itself (Penalty Law 73, Reconsideration Law 42, Litigation Law 56). A reconsideration decision has
/// effect on service (Reconsideration Law 75); a judgment binds only when it is final.
/// </remarks>
internal static class Remedies
{
    /// <summary>Finds a remedy that was accepted and has not come to an end.</summary>
    public static (DateOnly On, string Source)? Pending(Circumstances seen)
    {
        foreach (var (filed, on, fact) in seen.Events)
        {
            if (fact is LifeCycleFact.RemedyAccepted accepted
                && !seen.Events.Any(later => later.On >= on && Ends(later.Fact, accepted.Remedy)))
            {
                return (on, filed.Statement.Source);
            }
        }

        return null;
    }

    /// <summary>Finds a stay in force: ordered, not lifted, and not ended with the remedy for whose duration it was
    /// ordered.</summary>
    /// <remarks>Source: Reconsideration Law 42, Litigation Law 56: execution rests while the remedy is pending.</remarks>
    public static (DateOnly On, string Source)? Stay(Circumstances seen)
    {
        var events = seen.Events;
        for (var index = events.Count - 1; index >= 0; index--)
        {
            if (events[index].Fact is LifeCycleFact.StayLifted || LeavesNonePending(events, index))
            {
                return null;
            }

            if (events[index] is (var filed, var on, LifeCycleFact.StayOrdered))
            {
                return (on, filed.Statement.Source);
            }
        }

        return null;
    }

    /// <summary>
    /// Finds what leaves the record standing only in part: it was revoked in part, or changed, and no later version has followed.
    /// </summary>
    public static RemedyOutcome? StandsInPart(Circumstances seen)
    {
        foreach (var (_, on, fact) in seen.Events)
        {
            if (fact is LifeCycleFact.RemedyDecided ended && Binds(ended)
                && ended.Outcome is RemedyOutcome.PartlyRevoked or RemedyOutcome.Changed
                && !(seen.Record.Version > 1 && seen.PublishedOn >= on))
            {
                return ended.Outcome;
            }
        }

        return null;
    }

    /// <summary>Says whether a fact undoes the decision itself, and not only its publicity.</summary>
    public static bool Annuls(LifeCycleFact fact, bool confirmedIllegalEnds) => fact is LifeCycleFact.Withdrawn
        || (fact is LifeCycleFact.RemedyDecided ended && Binds(ended)
            && (ended.Outcome is RemedyOutcome.Revoked or RemedyOutcome.Invalid
                || (ended.Outcome == RemedyOutcome.ConfirmedIllegal && confirmedIllegalEnds)));

    /// <summary>Says whether the end of a remedy binds.</summary>
    public static bool Binds(LifeCycleFact.RemedyDecided ended) => ended.Remedy == Remedy.Reconsideration || ended.IsFinal;

    // An appeal ends the suit that it continues.
    private static bool Ends(LifeCycleFact fact, Remedy pending) => fact is LifeCycleFact.RemedyDecided ended && Binds(ended)
        && (ended.Remedy == Remedy.Reconsideration) == (pending == Remedy.Reconsideration);

    // Whether the event ends a remedy and no other one is pending beside it.
    private static bool LeavesNonePending(IReadOnlyList<(FiledStatement Filed, DateOnly On, LifeCycleFact Fact)> events,
        int index) =>
        events[index].Fact is LifeCycleFact.RemedyDecided ended && Binds(ended)
        && !events.Take(index).Any(before => before.Fact is LifeCycleFact.RemedyAccepted accepted
            && !events.Take(index + 1).Any(later => later.On >= before.On && Ends(later.Fact, accepted.Remedy)));
}
