namespace ExchangeHub.Records;

/// <summary>When and where an act was done, enough to see that two decisions concern one act.</summary>
/// <param name="From">First day; null when the record does not say it.</param>
/// <param name="To">Last day, the first day for an act of one day; null when the act goes on, or the record does not say
/// it.</param>
/// <param name="Point">Where, WGS-84; null when the record does not say it.</param>
public sealed record ActSketch(DateOnly? From, DateOnly? To, GeoPoint? Point);
