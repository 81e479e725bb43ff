using System.Text.Json.Nodes;
using ExchangeHub.Discretions;

namespace ExchangeHub.Cli.Output;

/// <summary>A calculation for programs: amounts in fen, shares in hundredths of a per cent, as on the wire.</summary>
internal static class CalculationJson
{
    public static JsonObject Of(Calculation calculation, Deviation? deviation)
    {
        var (table, article) = (calculation.Table, calculation.Article);
        var value = new JsonObject
        {
            ["rulesetId"] = table.Terms.RulesetId,
            ["edition"] = table.Terms.Edition,
            ["tableHash"] = table.Hash.ToString(),
            ["article"] = article.Id,
            ["rangeMinFen"] = article.RangeMin?.Value,
            ["rangeMaxFen"] = article.RangeMax?.Value,
            ["startBasisPoints"] = article.Start.BasisPoints,
            ["factors"] = new JsonArray([.. calculation.Factors.Select(Of)]),
            ["sumBasisPoints"] = calculation.Sum.BasisPoints,
            ["countedBasisPoints"] = calculation.Counted.BasisPoints,
            ["modifiers"] = new JsonArray([.. calculation.Modifiers.Select(Of)]),
            ["resultFen"] = calculation.Amount.Value,
            ["zh"] = calculation.Text.Chinese,
            ["en"] = calculation.Text.English,
        };
        if (deviation is not null)
        {
            value["deviation"] = new JsonObject
            {
                ["fineFen"] = deviation.Fine.Value,
                ["percent"] = deviation.Percent,
                ["isOutsideRange"] = deviation.IsOutsideRange,
                ["mustBeReasoned"] = deviation.MustBeReasoned,
                ["zh"] = deviation.Text.Chinese,
                ["en"] = deviation.Text.English,
            };
        }

        return value;
    }

    private static JsonNode Of(CountedFactor counted) => new JsonObject
    {
        ["factorId"] = counted.Factor.Id,
        ["levelId"] = counted.Level.Id,
        ["isKnown"] = counted.IsKnown,
        ["weightBasisPoints"] = counted.Level.Weight.BasisPoints,
        ["recordIds"] = new JsonArray([.. counted.RestsOn.Select(record => (JsonNode)record.ToString())]),
    };

    private static JsonNode Of(CountedModifier counted) => new JsonObject
    {
        ["modifierId"] = counted.Modifier.Id,
        ["reductionBasisPoints"] = counted.Reduction.BasisPoints,
        ["excludedBy"] = new JsonArray([.. counted.ExcludedBy.Select(reason => (JsonNode)reason.Id)]),
    };
}
