using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>What holds for all articles of a table.</summary>
/// <param name="RulesetId">What decisions call the table.</param>
/// <param name="Edition">Which edition it is, such as the day from which it applies.</param>
/// <param name="Title">Its name for people.</param>
public sealed record DiscretionTerms(string RulesetId, string Edition, Wording Title)
{
    /// <summary>Gets where the table comes from.</summary>
    public string Source { get; init; } = "";

    /// <summary>Gets how well that has been checked.</summary>
    public SourceTrust Trust { get; init; }

    /// <summary>Gets the highest sum of accumulated weights.</summary>
    public Percentage WeightsMax { get; init; }

    /// <summary>Gets by how much a fine may differ without a reason, of the calculated fine.</summary>
    public Percentage Deviation { get; init; }

    /// <summary>Gets how the fine is rounded.</summary>
    public AmountRounding Rounding { get; init; } = new(new Fen(1), RoundingDirection.Down, SourceTrust.Derived);
}

/// <summary>Which neighbour a rounded amount becomes.</summary>
public enum RoundingDirection
{
    /// <summary>The lower one, in favour of the party.</summary>
    Down = 1,

    /// <summary>The nearer one; the higher one when both are equally near.</summary>
    Nearest = 2,

    /// <summary>The higher one.</summary>
    Up = 3,
}

/// <summary>How the fine is rounded.</summary>
/// <param name="Unit">The fine is a multiple of it, unless the range of the statute is in the way.</param>
/// <param name="Direction">Which multiple is taken.</param>
/// <param name="Trust">How well this has been checked.</param>
public sealed record AmountRounding(Fen Unit, RoundingDirection Direction, SourceTrust Trust)
{
    /// <summary>Rounds an amount, exactly.</summary>
    internal decimal Of(decimal amount)
    {
        var rest = amount % Unit.Value;
        var isUp = Direction switch
        {
            RoundingDirection.Down => false,
            RoundingDirection.Nearest => rest * 2 >= Unit.Value,
            _ => rest > 0,
        };
        return amount - rest + (isUp ? Unit.Value : 0);
    }
}
