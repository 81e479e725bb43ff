namespace ExchangeHub.Vocabulary;

/// <summary>The rank of a division.</summary>
public enum DivisionLevel
{
    /// <summary>A province, or a municipality directly under the central government.</summary>
    Province = 1,

    /// <summary>A prefecture-level city, or the placeholder between Shanghai and its districts.</summary>
    Prefecture = 2,

    /// <summary>A district, county or county-level city: what can be a <see cref="Jurisdiction"/> of the agreement.</summary>
    County = 3,
}
