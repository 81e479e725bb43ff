using ExchangeHub.Records;

namespace ExchangeHub.Agreements;

/// <summary>What time does to a permit, without anybody having to say so.</summary>
internal static class Permits
{
    /// <summary>Finds a suspension in force; one for a term ends by itself.</summary>
    public static (DateOnly On, DateOnly? Until, string Source)? Suspension(Circumstances seen) =>
        seen.Newest(fact => fact is LifeCycleFact.PermitSuspended or LifeCycleFact.PermitResumed)
            is (var on, LifeCycleFact.PermitSuspended suspended, var source) && !(suspended.Until < seen.On)
            ? (on, suspended.Until, source)
            : null;
}
