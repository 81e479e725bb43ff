using System.Collections.Immutable;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Drawing;

/// <summary>The eight steps of taking evidence, as a strip.</summary>
internal static class StepStrip
{
    private static readonly ImmutableArray<(EvidenceStep.DetailOneofCase Detail, Wording Name)> Steps =
    [
        (EvidenceStep.DetailOneofCase.Locate, new("定位签到", "Locate")),
        (EvidenceStep.DetailOneofCase.Inform, new("亮证告知", "Inform")),
        (EvidenceStep.DetailOneofCase.Verify, new("信息核实", "Verify")),
        (EvidenceStep.DetailOneofCase.Inspect, new("现场检查", "Inspect")),
        (EvidenceStep.DetailOneofCase.Record, new("笔录制作", "Record")),
        (EvidenceStep.DetailOneofCase.Sign, new("打印签名", "Sign")),
        (EvidenceStep.DetailOneofCase.Archive, new("电子归档", "Archive")),
        (EvidenceStep.DetailOneofCase.Complete, new("任务完成", "Complete")),
    ];

    /// <summary>Lists all eight with what was done; null for a step that is missing.</summary>
    public static IEnumerable<(Wording Name, EvidenceStep? Done)> Of(IReadOnlyCollection<EvidenceStep> done) =>
        Steps.Select(step => (step.Name, done.FirstOrDefault(one => one.DetailCase == step.Detail)));
}
