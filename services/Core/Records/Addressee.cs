namespace ExchangeHub.Records;

/// <summary>Somebody to whom an act of office is addressed 行政相对人, as far as rules ask.</summary>
/// <param name="Category">What sort of subject it is.</param>
/// <param name="CreditCode">Its unified social credit code; null for a natural person.</param>
/// <param name="Industry">Two to four digits of GB/T 4754; null when the record does not say it.</param>
/// <param name="IsMinor">A natural person under 18 on the day of the act.</param>
/// <param name="IsUnderFourteen">A natural person under 14 on the day of the act.</param>
public sealed record Addressee(
    AddresseeCategory Category, string? CreditCode, string? Industry, bool IsMinor, bool IsUnderFourteen);

/// <summary>Sorts of subject, as in the publicity tables.</summary>
public enum AddresseeCategory
{
    /// <summary>Legal person or other organisation 法人及非法人组织.</summary>
    Organisation = 1,

    /// <summary>Natural person 自然人.</summary>
    NaturalPerson = 2,

    /// <summary>Sole trader 个体工商户.</summary>
    SoleTrader = 3,
}
