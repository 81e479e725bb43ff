using System.Collections.Immutable;
using ExchangeHub.Records;

namespace ExchangeHub.Agreements;

/// <summary>What follows for the single items of an evidence package.</summary>
internal static class ItemConclusion
{
    /// <summary>Takes what concerns some of the items only out of what holds for the package.</summary>
    /// <param name="holding">Rules that hold for the package, by precedence. Those that concern items stay among them where
    /// nothing is left of the package.</param>
    /// <param name="seen">The package.</param>
    /// <returns>The items that have grounds of their own; empty where the package as a whole is concerned.</returns>
    public static ImmutableArray<ItemAssessment> Take(List<Rule> holding, Circumstances seen)
    {
        if (!holding.Exists(rule => rule.IsOfItems)
            || seen.Record.Details is not RecordDetails.Evidence { Taking.Items: { } items })
        {
            return [];
        }

        var concerned = ImmutableArray.CreateBuilder<ItemAssessment>();
        foreach (var item in items)
        {
            var alone = seen.Of(item);
            var rules = holding.FindAll(rule => rule.IsOfItems && rule.Holds(alone) is true);
            if (rules.Count > 0)
            {
                concerned.Add(new ItemAssessment(item.Number, Outcome.Refused, [.. rules.Select(rule => rule.Find(alone))]));
            }
        }

        if (concerned.Count == items.Count)
        {
            return [];
        }

        _ = holding.RemoveAll(rule => rule.IsOfItems);
        return concerned.ToImmutable();
    }
}
