using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements.Facts;

/// <summary>What may be asked of the officers whom a record names.</summary>
internal static class OfficerFacts
{
    private static readonly RuleSchema<OfficerOnFile> Officer = new RuleSchema<OfficerOnFile>()
        .Text("certificate", new Wording("执法证号", "the number of the certificate"), it => it.Certificate)
        .Text("homeDivision", new Wording("派出区划", "the division that sent the officer"), it => it.HomeDivision)
        .Date("validFrom", new Wording("证件生效日", "the first day of the certificate"), it => it.ValidFrom)
        .Date("validTo", new Wording("证件失效日", "the last day of the certificate"), it => it.ValidTo)
        .Truth("isValid", new Wording("执法当日证件是否有效", "the certificate was valid on the day of the act of office"),
            it => it.IsValid)
        .Text("authority", new Wording("跨区域执法依据", "the agreement under which the officer acts away from home"),
            it => it.Authority);

    /// <summary>Adds the facts.</summary>
    public static void Add(RuleSchema<Circumstances> schema) => _ = schema
        .Number("officers.count", new Wording("执法人员数", "how many officers it names"),
            seen => seen.Record.Details switch
            {
                RecordDetails.Penalty penalty => penalty.Officers.Length,
                RecordDetails.Evidence evidence => evidence.Officers.Length,
                _ => null,
            })
        .List("officers", new Wording("执法人员", "the officers whom it names"), seen => seen.Record.Details.OfficersOnFile, Officer);
}
