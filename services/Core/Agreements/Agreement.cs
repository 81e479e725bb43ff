using System.Collections.Immutable;

namespace ExchangeHub.Agreements;

/// <summary>An agreement on mutual recognition, with every version of its rules.</summary>
/// <param name="Id">Such as <c>agr:yrd-demo-2020</c>.</param>
/// <param name="RuleSets">Oldest first, without overlap.</param>
public sealed record Agreement(string Id, ImmutableArray<RuleSet> RuleSets)
{
    /// <summary>Gets the rules for a record: those in force on the day on which it was published.</summary>
    /// <param name="publishedOn">The civil day (Asia/Shanghai).</param>
    /// <returns>The rule set, or null when none was in force.</returns>
    /// <remarks>Source: domain reference "Decision model", which rule version, (a).</remarks>
    public RuleSet? InForceOn(DateOnly publishedOn) => RuleSets.FirstOrDefault(
        rules => rules.InForceFrom <= publishedOn && (rules.InForceTo is null || publishedOn <= rules.InForceTo));
}
