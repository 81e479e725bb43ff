namespace ExchangeHub.Records;

/// <summary>What makes a case a major one.</summary>
/// <param name="Declared">The issuer says so itself.</param>
/// <param name="DrinkingWaterSource">A source of drinking water is concerned.</param>
/// <param name="DivisionsHarmed">How many divisions were harmed.</param>
/// <param name="CriminalReferral">It was referred as a suspected crime.</param>
public sealed record Gravity(bool Declared, bool DrinkingWaterSource, int DivisionsHarmed, bool CriminalReferral);
