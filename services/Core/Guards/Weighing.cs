using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Guards;

/// <summary>Says how a decision weighs for a receiver that asks how often a subject has been found out.</summary>
/// <remarks>Source: domain reference "Effects matrix", second row.</remarks>
internal static class Weighing
{
    /// <summary>Weighs a decision by what a receiver makes of it.</summary>
    public static Weight Of(RecordDetails details, Assessment assessment)
    {
        bool Has(params ReadOnlySpan<ReasonEffect> effects)
        {
            foreach (var finding in assessment.Findings)
            {
                if (effects.Contains(finding.Code.Effect))
                {
                    return true;
                }
            }

            return false;
        }

        return assessment.Outcome switch
        {
            Outcome.Recognised or Outcome.RecognisedWithFlag => Counts(details) ? Weight.Counts : Weight.Passes,

            // A party's own decision needs nobody's recognition; that it was undone or stayed concerns the party all the same.
            Outcome.Origin when !Counts(details) || Has(ReasonEffect.Terminate) => Weight.Passes,
            Outcome.Origin when Has(ReasonEffect.Suspend, ReasonEffect.Hold) => Weight.Open,
            Outcome.Origin => Weight.Counts,
            Outcome.Pending or Outcome.Suspended or Outcome.NotKnown => Weight.Open,
            _ => Weight.Passes,
        };
    }

    /// <summary>Says whether a decision is open for no other reason than that two organs decided on one act: which of them
    /// stands is not known, but one does.</summary>
    public static bool IsDisputedOnly(Assessment assessment) =>
        assessment.Findings.Where(finding => finding.Code.Effect is ReasonEffect.Suspend or ReasonEffect.Hold).ToArray()
            is { Length: > 0 } resting
        && Array.TrueForAll(resting, finding => finding.Code.ToString() is "SUS-CONFLICT" or "SUS-VENUE");

    /// <summary>Puts decisions on one act together, in the order in which they are given.</summary>
    public static List<List<T>> ByAct<T>(IEnumerable<T> decisions, Func<T, PenalisedAct?> actOf, int metresMax)
    {
        var groups = new List<List<T>>();
        foreach (var one in decisions)
        {
            var act = actOf(one);
            var same = act is null
                ? []
                : groups.Where(group => group.Exists(other => actOf(other) is { } known && act.IsSameActAs(known, metresMax)))
                    .ToList();
            _ = groups.RemoveAll(same.Contains);
            groups.Add([.. same.SelectMany(group => group), one]);
        }

        return groups;
    }

    private static bool Counts(RecordDetails details) => details switch
    {
        RecordDetails.Penalty => true,
        RecordDetails.NoPenalty decision => decision.Ground != NoPenaltyGround.FactsNotEstablished,
        _ => false,
    };
}
