using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.EvidencePackages;

/// <summary>The three attributes of every item 三性, and what electronic data and expert opinions must carry.</summary>
internal sealed class ItemChecks(PackageSheet sheet, SamplingChain sampling, StepCheckList list)
{
    public const int AudioVisual = 3;
    public const int Electronic = 4;
    public const int ExpertOpinion = 7;
    public const int InspectionRecord = 8;

    private const int ExtractorsMin = 2;

    private static readonly TimeSpan ClockFlag = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ClockMax = TimeSpan.FromMinutes(10);
    private static readonly ReasonCode PostDecision = new("REF-EV-POSTDECISION");
    private static readonly ReasonCode Clock = new("FLG-CLOCK");
    private static readonly ReasonCode Copy = new("FLG-COPY");
    private static readonly ReasonCode Relevance = new("FLG-RELEVANCE");
    private static readonly Wording Missing = new("没有记载", "it says nothing of it");

    /// <summary>Says whether an item has to bear the four labels of an image.</summary>
    public static bool IsImage(ItemSheet item, ImmutableArray<string> named) =>
        item.Kind is AudioVisual or Electronic || named.Contains(item.Number);

    public void Run(DateOnly? decidedOn)
    {
        var known = sheet.Items.Select(item => item.Number).Concat(sheet.Samples.Select(sample => sample.Number))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var item in sheet.Items)
        {
            CheckAttributes(item, decidedOn);
            list.Should(item.ReliesOn.All(known.Contains), new Wording(
                $"证据 {item.Number} 所依据的原件或者样品在包内", $"what item {item.Number} rests on in the package"),
                new Wording("包内没有", "it is not there"), item.Number);
            if (item is { Kind: Electronic, IsOfSystem: false })
            {
                list.Should(item.SignatureCount >= ExtractorsMin, new Wording(
                    $"电子数据 {item.Number} 由两人以上提取并签名", $"electronic data {item.Number} extracted and signed by two or more"),
                    new Wording(
                        $"{item.SignatureCount} 人", string.Create(CultureInfo.InvariantCulture, $"{item.SignatureCount}")),
                    item.Number);
            }

            if (item.Kind == Electronic && item.Path.Length > 0)
            {
                list.Should(item.Sha256 is not null, new Wording(
                    $"电子数据 {item.Number} 有完整性校验值", $"an integrity value of electronic data {item.Number}"), Missing, item.Number);
            }

            if (item.Report is { } report)
            {
                CheckReport(item, report);
            }
        }

        foreach (var sample in sheet.Samples.Where(_ => sampling.HasAny))
        {
            list.May(sample.SealNumber.Length > 0, new Wording(
                $"样品 {sample.Number} 有封签编号", $"the number of the seal of sample {sample.Number}"), Missing);
        }
    }

    private void CheckAttributes(ItemSheet item, DateOnly? decidedOn)
    {
        if (decidedOn is { } day)
        {
            var taken = CivilDates.Of(item.CapturedAt);
            list.Must(PostDecision, taken <= day, new Wording(
                $"证据 {item.Number} 在决定作出（{CivilDates.Format(day)}）之前取得",
                $"item {item.Number} taken by the decision of {CivilDates.Format(day)}"),
                new Wording(CivilDates.Format(taken), CivilDates.Format(taken)), item.Number);
        }

        var off = item.ClockOffset.Duration();
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{off.TotalSeconds:F0}");
        var found = new Wording($"相差 {seconds} 秒", $"{seconds} s");
        list.Should(off <= ClockMax, new Wording(
            $"证据 {item.Number} 的设备时钟偏差不超过 10 分钟", $"a clock of item {item.Number} at most 10 min wrong"), found, item.Number);
        list.May(off <= ClockFlag, new Wording(
            $"证据 {item.Number} 的设备时钟偏差不超过 60 秒", $"a clock of item {item.Number} at most 60 s wrong"), found, Clock, item.Number);
        list.May(!item.IsCopy, new Wording($"证据 {item.Number} 为原件", $"item {item.Number} as the original"),
            new Wording("复制件或者节录本", "a copy or an extract"), Copy, item.Number);
        if (item.IsCopy)
        {
            list.Should(item.IsCheckedAgainstOriginal, new Wording(
                $"复制件 {item.Number} 经核对无误", $"copy {item.Number} checked against the original"), Missing, item.Number);
        }

        list.May(item.Proves.Length > 0, new Wording(
            $"证据 {item.Number} 写明证明对象", $"what item {item.Number} proves"), Missing, Relevance, item.Number);
    }

    private void CheckReport(ItemSheet item, ReportSheet report)
    {
        list.May(report.Missing.IsEmpty, new Wording(
            $"报告 {item.Number} 载明机构、资质编号、方法和结果", $"body, accreditation, method and results in report {item.Number}"),
            new Wording(
                "缺少" + string.Join('、', report.Missing.Select(missing => missing.Chinese)),
                "no " + string.Join(", no ", report.Missing.Select(missing => missing.English))), null, item.Number);
        if (report is { SampledAt: { } sampled, IssuedOn: { } issued })
        {
            list.Should(CivilDates.Of(sampled) <= issued, new Wording(
                $"报告 {item.Number} 的采样时间不晚于报告日期", $"samples of report {item.Number} taken by its day"),
                new Wording("采样晚于报告", "they were taken later"), item.Number);
        }

        if (report is { IssuedOn: { } made, ToldOn: { } told })
        {
            list.May(told >= made, new Wording(
                $"报告 {item.Number} 作出后告知当事人", $"report {item.Number} told to the party after it was made"),
                new Wording("告知早于报告", "it was told before"), null, item.Number);
        }
    }
}
