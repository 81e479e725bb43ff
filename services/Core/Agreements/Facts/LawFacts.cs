using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements.Facts;

/// <summary>What may be asked of the laws that a record cites, and of the days that say which edition applies.</summary>
internal static class LawFacts
{
    private static readonly RuleSchema<CitedLaw> Law = Describe(new RuleSchema<CitedLaw>(), it => it);

    /// <summary>Adds the facts, the list <c>basis</c> among them.</summary>
    public static void Add(RuleSchema<Circumstances> schema)
    {
        AddAct(schema);
        _ = schema.List(
            "basis", new Wording("法律依据", "the laws that it cites"), seen => seen.Record.Details.Office.Basis, Law);
    }

    /// <summary>Adds when the act was done; for whoever makes a list <c>basis</c> of his own.</summary>
    public static void AddAct(RuleSchema<Circumstances> schema) => _ = schema
        .Date("act.firstOn", new Wording("行为起始日", "the first day of the act"), seen => Act(seen)?.FirstOn)
        .Date("act.lastOn", new Wording("行为终了日", "the last day of the act"), seen => Act(seen)?.LastOn)
        .Truth("act.isContinuing", new Wording("行为是否连续或者继续", "the act was continuing or continuous"),
            seen => Act(seen)?.IsContinuing);

    /// <summary>Adds what a citation says of itself to elements that say more, such as since when the edition is in
    /// force.</summary>
    /// <param name="element">The schema of the elements.</param>
    /// <param name="law">The citation of an element.</param>
    /// <returns>The same schema.</returns>
    public static RuleSchema<TElement> Describe<TElement>(RuleSchema<TElement> element, Func<TElement, CitedLaw> law) => element
        .Text("instrument", new Wording("法律文件", "the instrument"), it => law(it).Instrument)
        .Text("edition", new Wording("版本", "its edition"), it => law(it).Edition)
        .Text("article", new Wording("条", "the article"), it => law(it).Article)
        .Number("paragraph", new Wording("款", "the paragraph"), it => law(it).Paragraph)
        .Number("item", new Wording("项", "the item"), it => law(it).Item);

    private static ActPeriod? Act(Circumstances seen) => seen.Record.Details.Office.Period;
}
