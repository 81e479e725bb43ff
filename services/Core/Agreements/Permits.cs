using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What time does to a permit, without anybody having to say so.</summary>
internal static class Permits
{
    /// <summary>Finds a suspension in force; one for a term ends by itself.</summary>
    public static Finding? Suspension(Circumstances seen)
    {
        if (seen.Newest(fact => fact is LifeCycleFact.PermitSuspended or LifeCycleFact.PermitResumed)
            is not (var on, LifeCycleFact.PermitSuspended suspended, var source) || suspended.Until < seen.On)
        {
            return null;
        }

        var found = seen.Find("SUS-PERMIT", on, "permit_suspended_on", on, source);
        return suspended.Until is { } until
            ? found with { Facts = found.Facts.Add(new Fact("permit_suspended_until", CivilDates.Format(until), source)) }
            : found;
    }

    /// <summary>Finds that the last day of validity is over.</summary>
    public static Finding? Expiry(Circumstances seen) =>
        seen.Record.Details is RecordDetails.Permit permit && permit.ValidTo < seen.On
            ? seen.Find("TRM-PERMIT-ENDED", permit.ValidTo.AddDays(1), "permit.valid_to", permit.ValidTo)
            : null;
}
