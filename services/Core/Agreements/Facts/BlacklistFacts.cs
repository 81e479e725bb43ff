using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements.Facts;

/// <summary>What may be asked of an entry of a list of seriously dishonest entities.</summary>
internal static class BlacklistFacts
{
    private static readonly CodeSet Roles = Spelling.Set<ListedRole>(new Wording("列入角色", "the roles of listed subjects"));
    private static readonly RuleSchema<string> Code =
        new RuleSchema<string>().Text("code", new Wording("代码", "its code"), it => it);

    /// <summary>Adds the facts.</summary>
    public static void Add(RuleSchema<Circumstances> schema) => _ = schema
        .Text("blacklist.list", new Wording("名单代码", "the list"), seen => Of(seen)?.Terms?.List)
        .Number("blacklist.basisCount", new Wording("列入依据数", "how many records and documents carry it"),
            seen => Of(seen)?.Terms?.BasisCount)
        .Date("blacklist.minimumUntil", new Wording("最短公示期截止日", "the last day of the shortest publicity"),
            seen => Of(seen)?.Terms?.MinimumUntil)
        .Date("blacklist.maximumUntil", new Wording("最长公示期截止日", "the last day of the longest publicity"),
            seen => Of(seen)?.MaximumUntil)
        .Code("blacklist.role", new Wording("列入角色", "in which role the subject is listed"), Roles,
            seen => Spelling.Of<ListedRole>(Of(seen)?.Terms?.Role))
        .List("blacklist.grounds", new Wording("列入情形", "the grounds of the list"), seen => Of(seen)?.Terms?.Grounds, Code)
        .List("blacklist.sanctions", new Wording("联合惩戒措施", "the joint sanctions"), seen => Of(seen)?.Terms?.Sanctions, Code);

    private static RecordDetails.Blacklist? Of(Circumstances seen) => seen.Record.Details as RecordDetails.Blacklist;
}
