using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>An organ as a record names it.</summary>
/// <param name="Name">Its name as it signs.</param>
/// <param name="CreditCode">Its unified social credit code; null for a dispatched body that has none of its own.</param>
/// <param name="Division">The division that it serves, six digits; null for an organ outside the table of divisions.</param>
public sealed record Organ(string Name, string? CreditCode, string? Division)
{
    /// <summary>Gets the level of the division that it serves; null when the division is not said or not known.</summary>
    public DivisionLevel? Level { get; } =
        Division is not null && Jurisdiction.TryParse(Division, out var code) ? Divisions.Find(code)?.Level : null;

    /// <summary>Gets a value indicating whether it calls itself a dispatched branch 分局. Only the name says it.</summary>
    public bool IsBranch { get; } = Name.EndsWith("分局", StringComparison.Ordinal);

    /// <summary>Gets a value indicating whether it is public security 公安, which alone detains.</summary>
    public bool IsPolice { get; } = Name.Contains("公安", StringComparison.Ordinal);

    /// <summary>Gets a value indicating whether it is a people's government 人民政府, which alone orders a closure.</summary>
    public bool IsGovernment { get; } = Name.EndsWith("人民政府", StringComparison.Ordinal);

    /// <summary>Says whether another name stands for the same organ: by credit code where both have one, by name
    /// otherwise.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Whether it does.</returns>
    public bool IsSameAs(Organ other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CreditCode is not null && other.CreditCode is not null
            ? CreditCode == other.CreditCode
            : string.Equals(Name, other.Name, StringComparison.Ordinal);
    }

    /// <summary>Says whether a division is the one that it serves, or lies in it.</summary>
    /// <param name="division">Six digits.</param>
    /// <returns>Null when its own division is not said.</returns>
    public bool? Covers(string division) => Level switch
    {
        DivisionLevel.Province => division.AsSpan(0, 2).SequenceEqual(Division.AsSpan(0, 2)),
        DivisionLevel.Prefecture => division.AsSpan(0, 4).SequenceEqual(Division.AsSpan(0, 4)),
        DivisionLevel.County => division == Division,
        _ => null,
    };
}
