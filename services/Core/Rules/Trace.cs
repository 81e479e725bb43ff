using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>A fact that an expression asked for.</summary>
/// <param name="Path">Its name; an element of a list by its index from 0, such as <c>events[2].on</c>.</param>
/// <param name="Value">As an expression would write it, without quotation marks; <c>unknown</c> when it is not known.</param>
/// <param name="Source">Where it came from, such as <c>node:310118/12</c>.</param>
internal sealed record UsedFact(string Path, string Value, string? Source);

/// <summary>A part of an expression with the value that it had.</summary>
/// <param name="Text">The part, in canonical form.</param>
/// <param name="Value">Its value, as a text.</param>
/// <param name="IsKnown">Whether there is one.</param>
/// <param name="Parts">Of what it was made.</param>
internal sealed record TraceStep(string Text, string Value, bool IsKnown, ImmutableArray<TraceStep> Parts)
{
    /// <summary>Gets the fact, when the part is a name.</summary>
    public UsedFact? Fact { get; init; }

    /// <summary>Gets a value indicating whether the value of the whole rests on this part, as far as the step around it can
    /// tell.</summary>
    public bool IsDecisive { get; init; } = true;

    /// <summary>Gets how many further elements of a list are not shown.</summary>
    public int More { get; init; }

    public static TraceStep Of(UsedFact fact, bool isKnown) => new(fact.Path, fact.Value, isKnown, []) { Fact = fact };

    /// <summary>Gets the facts on which the value rests, each once, in the order in which they were asked for.</summary>
    public IEnumerable<UsedFact> Facts()
    {
        var facts = new List<UsedFact>();
        Collect(facts);
        return facts.Distinct();
    }

    /// <summary>Gets what would have to be known for the value to be known: names, or parts that have no value.</summary>
    public IEnumerable<string> Missing()
    {
        var open = Parts.Where(part => part is { IsKnown: false, IsDecisive: true }).ToList();
        return IsKnown ? [] : open.Count == 0 ? [Text] : open.SelectMany(part => part.Missing()).Distinct(StringComparer.Ordinal);
    }

    private void Collect(List<UsedFact> facts)
    {
        if (Fact is not null)
        {
            facts.Add(Fact);
        }

        foreach (var part in Parts.Where(part => part.IsDecisive))
        {
            part.Collect(facts);
        }
    }
}

/// <summary>How an expression came to its value.</summary>
/// <param name="Value">The value; null when it is not known.</param>
/// <param name="Root">The tree of its parts.</param>
/// <param name="Facts">The facts on which the value rests.</param>
/// <param name="Missing">What is not known and would have to be; empty when the value is known.</param>
internal sealed record Trace<T>(T? Value, TraceStep Root, ImmutableArray<UsedFact> Facts, ImmutableArray<string> Missing)
    where T : struct;

/// <summary>Writes values as texts that are the same everywhere.</summary>
internal static class RuleValues
{
    public static string Format<T>(T? value)
        where T : struct => value switch
    {
        null => "unknown",
        bool truth => truth ? "true" : "false",
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        long fen => $"{new Fen(fen)} yuan",
        DateOnly date => CivilDates.Format(date),
        _ => value.ToString() ?? "",
    };
}
