namespace ExchangeHub.Vocabulary;

/// <summary>An administrative division that is in use.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name without those of its superiors; the English one is the Chinese where the table has none.</param>
/// <param name="IsInDemonstrationZone">Whether it is one of the three of the Yangtze River Delta demonstration zone.</param>
/// <param name="IsStatisticalOnly">Whether it is a development zone that the statistics list and GB/T 2260 does not: it may sign
/// documents locally and is no jurisdiction of the agreement.</param>
public sealed record Division(Jurisdiction Code, Wording Name, bool IsInDemonstrationZone, bool IsStatisticalOnly)
{
    /// <summary>Gets its rank, which its code says.</summary>
    public DivisionLevel Level => Code.ToString() switch
    {
        [_, _, '0', '0', '0', '0'] => DivisionLevel.Province,
        [_, _, _, _, '0', '0'] => DivisionLevel.Prefecture,
        _ => DivisionLevel.County,
    };

    /// <summary>Gets the province that it lies in; itself when it is one.</summary>
    public Jurisdiction Province => Jurisdiction.Parse($"{Code.ToString()[..2]}0000");

    /// <summary>Gets the division directly above it; null for a province.</summary>
    public Jurisdiction? Parent => Level switch
    {
        DivisionLevel.Province => null,
        DivisionLevel.Prefecture => Province,
        _ => Jurisdiction.Parse($"{Code.ToString()[..4]}00"),
    };
}
