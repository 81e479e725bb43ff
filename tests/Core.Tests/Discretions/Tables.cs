using System.Collections.Immutable;
using ExchangeHub.Discretions;
using ExchangeHub.RuleFiles;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Discretions;

/// <summary>The table of the zone, and the case that the agreement's notes work through.</summary>
internal static class Tables
{
    public const string Discharge = "水污染防治法/2017/83";

    public static readonly string Text = File.ReadAllText(Path.Combine(DemoNetwork.Samples, "discretion", "yrd-2024.yaml"));

    public static readonly DiscretionTable Zone = Read(Text);

    /// <summary>Over-limit discharge into the Taipu River, corrected promptly.</summary>
    public static readonly CaseFindings Worked = Found(
        "excess=3-5x", "volume=100-500t", "water=drinking", "repeat=second", "complaint=complaints", "correction=prompt");

    public static DiscretionTable Read(string text)
    {
        var table = DiscretionDocument.Parse(text, out var faults);
        Assert.True(table is not null, faults.ToString());
        return table;
    }

    public static CaseFindings Found(params string[] levels) => new()
    {
        Levels = [.. levels.Select(level => new FoundLevel(level.Split('=')[0], level.Split('=')[1], []))],
    };

    public static CaseFindings Without(this CaseFindings found, string factor) =>
        found with { Levels = found.Levels.RemoveAll(level => level.Factor == factor) };

    public static CaseFindings With(this CaseFindings found, string modifier, string? reduction, params string[] exclusions) =>
        found with
        {
            Modifiers = [new AskedModifier(modifier, reduction is null ? null : Share(reduction))],
            Exclusions = [.. exclusions],
        };

    public static Calculation Calculate(CaseFindings found, string article = Discharge, DiscretionTable? table = null)
    {
        var calculation = (table ?? Zone).Calculate(article, found, out var mistakes);
        Assert.True(calculation is not null, string.Join('\n', mistakes));
        return calculation;
    }

    public static ImmutableArray<Violation> Mistakes(CaseFindings found, string article = Discharge)
    {
        Assert.Null(Zone.Calculate(article, found, out var mistakes));
        return mistakes;
    }

    public static Percentage Share(string text) =>
        Percentage.TryParse(text, out var share) ? share : throw new FormatException(text);
}
