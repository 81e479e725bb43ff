using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>What was found in a case, as far as it counts for the amount; the order means nothing.</summary>
public sealed record CaseFindings
{
    /// <summary>Gets the levels that were found, each factor at most once.</summary>
    public ImmutableArray<FoundLevel> Levels { get; init; } = [];

    /// <summary>Gets the modifiers that are asked for, each at most once.</summary>
    public ImmutableArray<AskedModifier> Modifiers { get; init; } = [];

    /// <summary>Gets the circumstances that keep modifiers from being applied.</summary>
    public ImmutableArray<string> Exclusions { get; init; } = [];
}

/// <summary>The level of a factor in a case.</summary>
/// <param name="Factor">The id of the factor.</param>
/// <param name="Level">The id of the level; where the factor is measured, also the number that was measured, such as
/// <c>3.6</c>.</param>
/// <param name="RestsOn">The records that show it, such as earlier penalties.</param>
public sealed record FoundLevel(string Factor, string Level, ImmutableArray<RecordId> RestsOn);

/// <summary>A modifier that is asked for in a case.</summary>
/// <param name="Modifier">Its id.</param>
/// <param name="Reduction">How much is to be taken off; null for the least.</param>
public sealed record AskedModifier(string Modifier, Percentage? Reduction);
