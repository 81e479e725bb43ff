using ExchangeHub.EvidencePackages;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Takes from the report of a laboratory or an expert what the examination of packages looks at.</summary>
internal static class ReportTranslation
{
    /// <summary>Translates a report.</summary>
    public static ReportSheet Of(ExpertReport report) => new(
        [.. report.SampleNumbers],
        SheetTranslation.InstantOf(report.SampledAt),
        RecordTranslation.DateOf(report.IssuedOn),
        RecordTranslation.DateOf(report.ToldOn),
        [
            .. from part in new (bool IsThere, Wording Name)[]
               {
                   (report.Body is not null, new Wording("机构", "body")),
                   (report.AccreditationNumber.Length > 0, new Wording("资质编号", "accreditation number")),
                   (report.Method.Length > 0, new Wording("方法", "method")),
                   (report.Results.Count > 0, new Wording("结果", "results")),
               }
               where !part.IsThere
               select part.Name,
        ]);
}
