using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements.Facts;

/// <summary>What may be asked of those to whom a record is addressed 行政相对人.</summary>
internal static class SubjectFacts
{
    private static readonly CodeSet Categories = Spelling.Set<AddresseeCategory>(new Wording("相对人类别", "the sorts of subjects"));

    private static readonly RuleSchema<Addressee> Subject = new RuleSchema<Addressee>()
        .Code("category", new Wording("相对人类别", "what sort of subject it is"), Categories,
            it => Spelling.Of<AddresseeCategory>(it.Category))
        .Text("creditCode", new Wording("统一社会信用代码", "its unified social credit code"), it => it.CreditCode)
        .Text("industry", new Wording("行业代码", "its industry"), it => it.Industry)
        .Truth("isMinor", new Wording("行为时是否未满十八周岁", "it was under 18 on the day of the act"), it => it.IsMinor)
        .Truth("isUnderFourteen", new Wording("行为时是否未满十四周岁", "it was under 14 on the day of the act"),
            it => it.IsUnderFourteen);

    /// <summary>Adds the facts.</summary>
    public static void Add(RuleSchema<Circumstances> schema) => _ = schema.List(
        "subjects", new Wording("行政相对人", "to whom it is addressed"), seen => seen.Record.Details.Office.Addressees, Subject);
}
