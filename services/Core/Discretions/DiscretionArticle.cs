using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>How the amount follows from the share that the levels add up to.</summary>
public enum DiscretionMethod
{
    /// <summary>Start and weights of all factors are added; the sum is a share of the highest fine of the statute.</summary>
    Accumulation = 1,

    /// <summary>The gravity is a share of the way from the lowest to the highest fine.</summary>
    ShareOfRange = 2,

    /// <summary>The statute has a highest fine only: the gravity is a share of it.</summary>
    ShareOfMaximum = 3,

    /// <summary>The statute has a lowest fine only: the gravity is a multiple of it.</summary>
    MultipleOfMinimum = 4,
}

/// <summary>What a table says of the fines of one provision.</summary>
/// <param name="Id">Instrument, edition and article: <c>水污染防治法/2017/83</c>.</param>
/// <param name="Title">The violation.</param>
/// <param name="Method">How the amount follows.</param>
public sealed record DiscretionArticle(string Id, Wording Title, DiscretionMethod Method)
{
    /// <summary>Gets the lowest fine of the statute; null when it has none.</summary>
    public Fen? RangeMin { get; init; }

    /// <summary>Gets the highest fine of the statute; null when it has none.</summary>
    public Fen? RangeMax { get; init; }

    /// <summary>Gets the provisions that the range is from, and who read them where; empty when the id says it.</summary>
    public string RangeBasis { get; init; } = "";

    /// <summary>Gets how well the range has been checked.</summary>
    public SourceTrust RangeTrust { get; init; }

    /// <summary>Gets where the share begins before any factor counts.</summary>
    public Percentage Start { get; init; }

    /// <summary>Gets the factors, in the order of the table; never empty: without factors of its own, an article has the gravity
    /// alone.</summary>
    public ImmutableArray<DiscretionFactor> Factors { get; init; } = [];
}

/// <summary>A circumstance that counts.</summary>
/// <param name="Id">What it is called in a calculation, such as <c>excess</c>.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Levels">Its levels from the lowest weight to the highest; the first counts while none is known.</param>
public sealed record DiscretionFactor(string Id, Wording Name, ImmutableArray<DiscretionLevel> Levels);

/// <summary>A level of a factor.</summary>
/// <param name="Id">What it is called in a calculation, such as <c>3-5x</c>; never a plain number.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Weight">What it adds to the share.</param>
/// <param name="Trust">How well the weight has been checked.</param>
public sealed record DiscretionLevel(string Id, Wording Name, Percentage Weight, SourceTrust Trust)
{
    /// <summary>Gets the least number that belongs to it; null when there is none, or the factor is not measured.</summary>
    public decimal? From { get; init; }

    /// <summary>Gets the least number that is too great for it; null when there is none, or the factor is not measured.</summary>
    public decimal? To { get; init; }

    internal bool Covers(decimal measured) => (From ?? decimal.MinValue) <= measured && measured < (To ?? decimal.MaxValue);
}

/// <summary>A reason for taking something off the fine once the factors have been weighed.</summary>
/// <param name="Id">What it is called in a calculation, such as <c>public-apology</c>.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Least">The least reduction, which counts when the officer names none.</param>
/// <param name="Most">The greatest.</param>
/// <param name="Exclusions">What keeps it from being applied.</param>
/// <param name="Trust">How well this has been checked.</param>
public sealed record DiscretionModifier(
    string Id, Wording Name, Percentage Least, Percentage Most, ImmutableArray<DiscretionExclusion> Exclusions, SourceTrust Trust)
{
    /// <summary>Gets the provision that it is from; empty when there is none.</summary>
    public string Basis { get; init; } = "";
}

/// <summary>A circumstance that keeps a modifier from being applied.</summary>
/// <param name="Id">What it is called in a calculation, such as <c>criminal-case</c>.</param>
/// <param name="Name">Its name for people.</param>
public sealed record DiscretionExclusion(string Id, Wording Name);
