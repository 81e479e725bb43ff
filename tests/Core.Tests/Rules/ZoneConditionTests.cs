using System.Runtime.CompilerServices;
using ExchangeHub.Agreements;
using ExchangeHub.Rules;
using ExchangeHub.Tests.Zones;
using static ExchangeHub.Tests.Rules.Asking;

namespace ExchangeHub.Tests.Rules;

/// <summary>The language must be able to say what the zone's rules say, in the words in which they were decided.</summary>
public sealed class ZoneConditionTests
{
    [Fact]
    public void Sixty_conditions_of_the_zone_can_be_said()
    {
        Assert.Equal(60, ZoneConditions.All.Length);
        Assert.All(ZoneConditions.All, condition => Condition(condition.Text));
    }

    [Fact]
    public void A_penalty_that_was_revoked_on_reconsideration_ends() => Assert.Equal(
        [
            "TRM-REVOKED-RECON", "FLG-MAJOR-CASE", "REF-AGE", "repeat", "weight", "served", "remedies lapsed",
            "contested",
        ],
        ZoneConditions.All.Where(condition => Test(condition.Text) is true)
            .Select(condition => condition.Code));

    [Fact]
    public void What_the_page_shows_can_be_said()
    {
        var shown = Page().Where(line => line.StartsWith("    ", StringComparison.Ordinal))
            .Concat(Page().SkipWhile(line => !line.StartsWith("| in the words", StringComparison.Ordinal)).Skip(2)
                .TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('`')[1]))
            .ToList();
        Assert.True(shown.Count > 12);
        var schema = CaseSchema.Of(DemoNetwork.Rules("rules/yrd-demo-2020-v4.yaml").Terms.Parameters);
        Assert.All(shown, text =>
        {
            Assert.NotNull(Formula.Condition(text, schema, out var faults));
            Assert.Empty(faults.First);
        });
    }

    // Before the reference of the language, the page shows programs at work.
    private static string[] Page([CallerFilePath] string own = "") =>
    [
        .. File.ReadLines(Path.Combine(Path.GetDirectoryName(own)!, "..", "..", "..", "docs", "rules.md"))
            .SkipWhile(line => line != "## The language"),
    ];
}
