using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Tells major cases 大要案 by machine.</summary>
/// <remarks>
/// Source: domain reference "Major cases", default machine criteria [derived]. Criteria that need other records (penalties in
/// twelve months, supervision, petitions) are not among them yet.
/// </remarks>
internal static class MajorCase
{
    private static readonly Fen FineFrom = new(100_000_000); // 1 000 000 yuan
    private static readonly ImmutableArray<string> GravePenalties = ["P08", "P11", "P13"];

    /// <summary>Applies FLG-MAJOR-CASE.</summary>
    public static Finding? Find(Circumstances seen)
    {
        var facts = (seen.Record.Details switch
        {
            RecordDetails.Penalty penalty => Of(penalty).Concat(Of(penalty.Gravity)),
            RecordDetails.Evidence evidence => Of(evidence.Gravity),
            _ => [],
        }).Select(fact => new Fact(fact.Name, fact.Value, seen.Source)).ToImmutableArray();

        return facts.IsEmpty ? null : new Finding(new ReasonCode("FLG-MAJOR-CASE"), seen.Record.Details.DecidedOn, facts);
    }

    private static IEnumerable<(string Name, string Value)> Of(RecordDetails.Penalty penalty)
    {
        if (penalty.Fine.Value >= FineFrom.Value)
        {
            yield return ("fine_fen", penalty.Fine.Value.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var kind in penalty.Kinds.Intersect(GravePenalties, StringComparer.Ordinal))
        {
            yield return ("penalties.kind", kind);
        }
    }

    private static IEnumerable<(string Name, string Value)> Of(Gravity gravity)
    {
        if (gravity.Declared)
        {
            yield return ("major_case.declared", "true");
        }

        if (gravity.DrinkingWaterSource)
        {
            yield return ("matter.drinking_water_source", "true");
        }

        if (gravity.DivisionsHarmed >= 2)
        {
            yield return ("matter.harmed_divisions.count", gravity.DivisionsHarmed.ToString(CultureInfo.InvariantCulture));
        }

        if (gravity.CriminalReferral)
        {
            yield return ("criminal_referral", "true");
        }
    }
}
