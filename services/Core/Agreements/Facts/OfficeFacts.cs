using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements.Facts;

/// <summary>What may be asked of the organs behind a record: issuer, acting unit, seal.</summary>
internal static class OfficeFacts
{
    private static readonly CodeSet Levels = Spelling.Set<DivisionLevel>(new Wording("行政层级", "the levels of divisions"));
    private static readonly CodeSet Sensitivities =
        Spelling.Set<RecordSensitivity>(new Wording("共享范围", "the degrees of sensitivity"));

    /// <summary>Adds the facts.</summary>
    public static void Add(RuleSchema<Circumstances> schema)
    {
        Add(schema, "issuer", new Wording("署名机关", "the issuer"), seen => Of(seen).Issuer);
        Add(schema, "actingUnit", new Wording("承办单位", "the acting unit"), seen => Of(seen).ActingUnit);
        Add(schema, "seal", new Wording("印章单位", "the organ of the seal"), seen => Of(seen).SealedBy);
        _ = schema
            .Code("issuer.level", new Wording("署名机关层级", "the level of the division of the issuer"), Levels,
                seen => Spelling.Of<DivisionLevel>(Of(seen).Issuer?.Level))
            .Truth("issuer.isBranch", new Wording("是否以派出分局名义署名", "the issuer calls itself a dispatched branch"),
                seen => Of(seen).Issuer?.IsBranch)
            .Truth("issuer.isPolice", new Wording("署名机关是否为公安机关", "the issuer is public security"),
                seen => Of(seen).Issuer?.IsPolice)
            .Truth("issuer.isGovernment", new Wording("署名机关是否为人民政府", "the issuer is a people's government"),
                seen => Of(seen).Issuer?.IsGovernment)
            .Truth("issuer.coversVenue", new Wording("管辖地是否在署名机关辖区内", "the division that has venue lies in that of the issuer"),
                seen => Of(seen).CoversVenue)
            .Truth("actingUnit.isIssuer", new Wording("承办单位是否即署名机关", "the acting unit is the issuer itself"),
                seen => Of(seen) is { ActingUnit: { } unit, Issuer: { } issuer } ? unit.IsSameAs(issuer) : null)
            .Truth("seal.isOfIssuer", new Wording("印章是否为署名机关所有", "the seal is that of the issuer"),
                seen => Of(seen).IsSealedByIssuer)
            .Code("record.sensitivity", new Wording("共享范围", "who may see it"), Sensitivities,
                seen => Spelling.Of<RecordSensitivity>(Of(seen).Sensitivity));
    }

    private static void Add(
        RuleSchema<Circumstances> schema, string path, Wording what, Func<Circumstances, Organ?> get) => _ = schema
        .Text($"{path}.name", new Wording($"{what.Chinese}名称", $"the name of {what.English}"), seen => get(seen)?.Name)
        .Text($"{path}.creditCode", new Wording($"{what.Chinese}统一社会信用代码", $"the credit code of {what.English}"),
            seen => get(seen)?.CreditCode)
        .Text($"{path}.division", new Wording($"{what.Chinese}所属区划", $"the division of {what.English}"),
            seen => get(seen)?.Division);

    private static OfficeAct Of(Circumstances seen) => seen.Record.Details.Office;
}
