using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements.Facts;

/// <summary>What may be asked of a permit.</summary>
internal static class PermitFacts
{
    private static readonly CodeSet States = new(new Wording("许可状态", "the states of a permit"), ["VALID", "NOT_VALID"]);
    private static readonly CodeSet Managements = Spelling.Set<PermitManagement>(new Wording("管理类别", "the sorts of management"));

    /// <summary>Adds the facts.</summary>
    public static void Add(RuleSchema<Circumstances> schema) => _ = schema
        .Code("permit.state", new Wording("许可状态", "its state as the register shows it"), States,
            seen => Of(seen)?.IsShownValid is { } isValid ? isValid ? "VALID" : "NOT_VALID" : null)
        .Code("permit.management", new Wording("管理类别", "how closely the holder is managed"), Managements,
            seen => Spelling.Of<PermitManagement>(Of(seen)?.Management))
        .Date("permit.validFrom", new Wording("有效期起始日", "the first day of its validity"), seen => Of(seen)?.ValidFrom)
        .Date("permit.validTo", new Wording("有效期截止日", "the last day of its validity"), seen => Of(seen)?.ValidTo);

    private static RecordDetails.Permit? Of(Circumstances seen) => seen.Record.Details as RecordDetails.Permit;
}
