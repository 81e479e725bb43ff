using ExchangeHub.Vocabulary;

namespace ExchangeHub.EvidencePackages;

/// <summary>The checks of step 4 that concern samples.</summary>
internal sealed class SamplingChecks(PackageSheet sheet, StepCheckList list)
{
    private static readonly ReasonCode Sampling = new("REF-EV-SAMPLING");

    public void Run(SamplingChain sampling)
    {
        foreach (var item in sheet.Items.Where(item => item.Report is not null || sampling.IsMissedBy(item.Number)))
        {
            list.Must(Sampling, !sampling.IsMissedBy(item.Number), new Wording(
                $"证据 {item.Number} 所依据的样品有采样记录", $"a record of sampling for what item {item.Number} rests on"),
                new Wording("没有采样记录", "none"), item.Number);
        }

        foreach (var sample in sheet.Samples.Where(_ => sheet.Outlet.Length > 0))
        {
            list.May(sample.Point.Contains(sheet.Outlet, StringComparison.Ordinal), new Wording(
                $"样品 {sample.Number} 的采样点为许可排放口 {sheet.Outlet}",
                $"sample {sample.Number} from the permitted outlet {sheet.Outlet}"),
                new Wording($"“{sample.Point}”", $"'{sample.Point}'"));
        }
    }
}
