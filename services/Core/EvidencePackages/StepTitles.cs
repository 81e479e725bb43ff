using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.EvidencePackages;

/// <summary>What the steps are called.</summary>
public static class StepTitles
{
    private static readonly ImmutableArray<Wording> Titles =
    [
        new("定位签到", "locate and sign in"),
        new("亮证告知", "show certificate and inform"),
        new("信息核实", "verify identity"),
        new("现场检查", "inspect"),
        new("笔录制作", "draw up the record"),
        new("打印签名", "print and sign"),
        new("电子归档", "archive electronically"),
        new("任务完成", "complete the task"),
    ];

    /// <summary>Gets what a step is called.</summary>
    /// <param name="step">1 to 8; 0 for what belongs to no step.</param>
    /// <returns>Its title.</returns>
    public static Wording Of(int step) => step == 0 ? new Wording("证据材料", "items of evidence") : Titles[step - 1];
}
