using System.Collections.Immutable;
using ExchangeHub.Rules;

namespace ExchangeHub.Agreements;

/// <summary>Picks from the tree of a condition the facts on which a decision rests.</summary>
/// <remarks>
/// An element of a list is named by its list and told by its source: its place among others may change with every event that
/// arrives, and a decision does not become another one by that.
/// </remarks>
internal static class Grounding
{
    public static ImmutableArray<Fact> Of(TraceStep root)
    {
        var facts = new List<UsedFact>();
        Collect(root, facts);
        return [.. facts.Distinct().Select(used => new Fact(WithoutPlace(used.Path), used.Value, used.Source ?? ""))];
    }

    private static void Collect(TraceStep step, List<UsedFact> facts)
    {
        if (step.Fact is { } used)
        {
            facts.Add(used);
            return;
        }

        var elements = step.Parts.Where(IsElement).ToArray();
        foreach (var part in step.Parts.Where(part => part.IsDecisive))
        {
            // An element that was passed over says nothing, and how many there are only counts where none was found.
            if (IsElement(part) ? part.Value != "false" : !IsCount(part) || !Array.Exists(elements, one => one.Value == "true"))
            {
                Collect(part, facts);
            }
        }
    }

    private static bool IsElement(TraceStep step) => step.Fact is null && step.Text.EndsWith(']');

    private static bool IsCount(TraceStep step) =>
        step.Fact is { Source: null } && step.Text.EndsWith(".count", StringComparison.Ordinal);

    private static string WithoutPlace(string path)
    {
        var open = path.IndexOf('[', StringComparison.Ordinal);
        return open < 0 ? path : path[..open] + path[(path.IndexOf(']', open) + 1)..];
    }
}
