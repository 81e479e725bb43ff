using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>How a fine follows from a table, step by step.</summary>
/// <remarks>Amounts between the steps are fen with their fractions; only the last one is rounded.</remarks>
public sealed record Calculation
{
    /// <summary>Gets the table.</summary>
    public required DiscretionTable Table { get; init; }

    /// <summary>Gets the provision.</summary>
    public required DiscretionArticle Article { get; init; }

    /// <summary>Gets every factor of the article with the level that counted, in the order of the table.</summary>
    public required ImmutableArray<CountedFactor> Factors { get; init; }

    /// <summary>Gets the start and all weights together.</summary>
    public required Percentage Sum { get; init; }

    /// <summary>Gets the share that counted: never below zero, and of accumulated weights never above the highest sum of the
    /// table.</summary>
    public required Percentage Counted { get; init; }

    /// <summary>Gets what that share comes to.</summary>
    public required decimal Weighed { get; init; }

    /// <summary>Gets the same within the range of the statute.</summary>
    public required decimal WithinRange { get; init; }

    /// <summary>Gets the modifiers that were asked for, in the order of the table.</summary>
    public required ImmutableArray<CountedModifier> Modifiers { get; init; }

    /// <summary>Gets what is left after them, before the range and the rounding.</summary>
    public required decimal Reduced { get; init; }

    /// <summary>Gets the fine.</summary>
    public required Fen Amount { get; init; }

    /// <summary>Gets the calculation in words, a line for every step.</summary>
    public Wording Text => CalculationText.Of(this);

    /// <summary>Compares a fine that was imposed.</summary>
    /// <param name="fine">The fine.</param>
    /// <returns>By how much it differs, and whether the decision must say why.</returns>
    public Deviation Compare(Fen fine)
    {
        var difference = (decimal)fine.Value - Amount.Value;
        return new Deviation(
            fine,
            Amount,
            Amount.Value == 0 ? null : Math.Round(difference * 100 / Amount.Value, 2, MidpointRounding.AwayFromZero),
            Table.Terms.Deviation,
            IsOutsideRange: fine < Article.RangeMin || fine > Article.RangeMax);
    }
}

/// <summary>A factor in a calculation.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="Level">The level that counted.</param>
/// <param name="IsKnown">False when nothing was found, so that the lowest level counted.</param>
/// <param name="RestsOn">The records that show it.</param>
public sealed record CountedFactor(
    DiscretionFactor Factor, DiscretionLevel Level, bool IsKnown, ImmutableArray<RecordId> RestsOn);

/// <summary>A modifier in a calculation.</summary>
/// <param name="Modifier">The modifier.</param>
/// <param name="Reduction">How much it takes off; zero when it is excluded.</param>
/// <param name="ExcludedBy">What keeps it from being applied; empty when nothing does.</param>
public sealed record CountedModifier(
    DiscretionModifier Modifier, Percentage Reduction, ImmutableArray<DiscretionExclusion> ExcludedBy);

/// <summary>How a fine differs from the one that the table gives.</summary>
/// <param name="Fine">The fine that was imposed.</param>
/// <param name="Calculated">The fine that the table gives.</param>
/// <param name="Percent">The difference in per cent of the calculated fine, to two decimals, negative when less was imposed; null
/// when the table gives nothing.</param>
/// <param name="Allowed">By how much of the calculated fine it may differ without a reason.</param>
/// <param name="IsOutsideRange">Whether it is outside the range of the statute, which no reason heals.</param>
public sealed record Deviation(Fen Fine, Fen Calculated, decimal? Percent, Percentage Allowed, bool IsOutsideRange)
{
    /// <summary>Gets whether the decision must say why.</summary>
    public bool MustBeReasoned =>
        IsOutsideRange || Math.Abs((decimal)Fine.Value - Calculated.Value) > Allowed.Of(Calculated.Value);

    /// <summary>Gets the comparison in words.</summary>
    public Wording Text => CalculationText.Of(this);
}
