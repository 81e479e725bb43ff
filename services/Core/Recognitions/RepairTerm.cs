using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>From when the credit of a listed party may be repaired.</summary>
/// <remarks>Source: domain reference "Records", 1.5; scenario S03.</remarks>
internal static class RepairTerm
{
    private const string Applied = "repair_applied";

    /// <summary>Checks that an application, or the repair itself, does not come before the shortest publicity has
    /// ended.</summary>
    /// <remarks>What arrives before the entry does is held, and the rules look at the day again.</remarks>
    /// <returns>Null when it does not.</returns>
    public static Rejection? Check(DossierFacts facts, Statement statement) =>
        statement.Body is StatementBody.LifeCycleEvent
        {
            Fact: LifeCycleFact.CreditRepaired or LifeCycleFact.Noted { What: Applied },
        } happened
        && facts.Current is { } current
        && Assessor.Details(current) is RecordDetails.Blacklist { Terms.MinimumUntil: var minimum }
        && happened.OccurredOn <= minimum
            ? new Rejection(RejectionCode.MinimumNotReached, new Wording(
                $"最短公示期至 {CivilDates.Format(minimum)} 届满，{CivilDates.Format(happened.OccurredOn)} "
                    + "尚不得申请或者办理信用修复，名单状态不变。请在最短公示期届满后重新报送。",
                $"The shortest publicity ends with {CivilDates.Format(minimum)}; on {CivilDates.Format(happened.OccurredOn)} "
                    + "credit cannot be repaired, nor can that be applied for, and the entry stands as it was. Report it after "
                    + "that day."))
            : null;
}
