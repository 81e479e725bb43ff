namespace ExchangeHub.Records;

/// <summary>A place in a law that a record cites.</summary>
/// <param name="Instrument">The instrument, such as 水污染防治法.</param>
/// <param name="Edition">Its edition, such as 2017.</param>
/// <param name="Article">The article in Arabic digits, an inserted one with a hyphen.</param>
/// <param name="Paragraph">The paragraph, from 1; null when none is cited.</param>
/// <param name="Item">The item, from 1; null when none is cited.</param>
public sealed record CitedLaw(string Instrument, string Edition, string Article, int? Paragraph, int? Item);

/// <summary>When an act was done.</summary>
/// <param name="FirstOn">First day.</param>
/// <param name="LastOn">Last day, the first day for an act of one day; null when it went on as the record was made.</param>
/// <param name="IsContinuing">It was continuing or continuous 连续或者继续状态.</param>
public sealed record ActPeriod(DateOnly FirstOn, DateOnly? LastOn, bool IsContinuing);
