using System.Collections.Immutable;
using ExchangeHub.Records;

namespace ExchangeHub.Agreements;

/// <summary>Every day on which the assessment of a record may change.</summary>
internal static class TurningDays
{
    /// <summary>Lists them up to the day asked about. Without one, up to the newest day of which the statements speak: a permit
    /// that is cited after its last day has expired, though nobody has said so.</summary>
    public static ImmutableArray<DateOnly> Of(DossierFacts facts, Chronicle chronicle, DateOnly? validOn)
    {
        var current = chronicle.Current!;
        var details = Assessor.Details(current);
        var counting = Circumstances.EventsThatCount(chronicle).ToArray();
        var changes = counting.Select(happened => happened.On)
            .Concat(facts.Conflicts.Select(conflict => conflict.SinceOn))
            .Concat(facts.Series.Select(series => series.SinceOn))
            .Concat(Reliances.Histories(facts, chronicle).SelectMany(turns => turns.Select(fact => fact.SinceOn)))
            .Concat(Circumstances.Contradictions(chronicle).Select(other => other.Since))
            .Append(details is RecordDetails.Penalty { ServedOn: { } served } ? served : details.BeginsOn)
            .Append(details.BeginsOn)
            .ToArray();
        var terms = counting.Select(happened => (happened.Fact as LifeCycleFact.PermitSuspended)?.Until)
            .Append((details as RecordDetails.Permit)?.ValidTo)
            .Append((details as RecordDetails.Blacklist)?.MaximumUntil)
            .OfType<DateOnly>().Where(last => last < DateOnly.MaxValue).Select(last => last.AddDays(1));
        var until = validOn ?? counting.Select(happened => chronicle.PublishedOn(happened.Filed))
            .Concat(chronicle.Chain.Concat(chronicle.Contradicting).Select(chronicle.PublishedOn))
            .Concat(changes).Max();
        return [.. changes.Concat(terms).Where(day => day >= details.BeginsOn && day <= until).Distinct().Order()];
    }
}
