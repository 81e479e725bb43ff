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
    public static Finding? Pending(Circumstances seen, string code)
    {
        foreach (var (filed, on, fact) in seen.Events)
        {
            if (fact is LifeCycleFact.RemedyAccepted accepted
                && !seen.Events.Any(later => later.On >= on && Ends(later.Fact, accepted.Remedy)))
            {
                return seen.Find(code, on, "remedy_accepted_on", on, filed.Statement.Source);
            }
        }

        return null;
    }

    /// <summary>Finds a binding end of a remedy.</summary>
    public static Finding? Decided(Circumstances seen, string code, Func<LifeCycleFact.RemedyDecided, bool> concerns)
    {
        foreach (var (filed, on, fact) in seen.Events)
        {
            if (fact is LifeCycleFact.RemedyDecided ended && Binds(ended) && concerns(ended))
            {
                return seen.Find(code, on, "remedy_decided_on", on, filed.Statement.Source);
            }
        }

        return null;
    }

    /// <summary>
    /// Finds the day from which the record stands only in part: revoked in part, or changed without the new version having arrived.
    /// </summary>
    public static DateOnly? StandsInPartSince(Circumstances seen)
    {
        foreach (var (_, on, fact) in seen.Events)
        {
            if (fact is LifeCycleFact.RemedyDecided ended && Binds(ended)
                && ended.Outcome is RemedyOutcome.PartlyRevoked or RemedyOutcome.Changed
                && !(seen.Record.Version > 1 && seen.Current.Statement.PublishedOn >= on))
            {
                return on;
            }
        }

        return null;
    }

    private static bool Binds(LifeCycleFact.RemedyDecided ended) => ended.Remedy == Remedy.Reconsideration || ended.IsFinal;

    // An appeal ends the suit that it continues.
    private static bool Ends(LifeCycleFact fact, Remedy pending) => fact is LifeCycleFact.RemedyDecided ended && Binds(ended)
        && (ended.Remedy == Remedy.Reconsideration) == (pending == Remedy.Reconsideration);
}
