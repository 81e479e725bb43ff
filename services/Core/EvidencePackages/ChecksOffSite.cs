using ExchangeHub.Vocabulary;

namespace ExchangeHub.EvidencePackages;

/// <summary>The checks of what stands for steps 1 and 2 when nobody was on the spot 非现场.</summary>
internal sealed class ChecksOffSite(PackageSheet sheet, StepCheckList list)
{
    public void Run(int number)
    {
        var recorded = sheet.Items.Where(item => item is { Kind: ItemChecks.Electronic, IsOfSystem: true }).ToList();
        if (number == 1)
        {
            list.Should(recorded.Count > 0, new Wording(
                "有系统生成的数据采集记录代替现场签到（处罚法41）",
                "a record of data acquisition, made by a system, in place of signing in (Penalty Law 41)"),
                new Wording("没有系统生成的电子数据", "no electronic data of a system"));
        }
        else
        {
            var papers = sheet.Items.Where(item => item.Kind != ItemChecks.Electronic).Select(item => item.Number)
                .ToHashSet(StringComparer.Ordinal);
            list.Should(recorded.Count > 0 && recorded.All(item => item.ReliesOn.Any(papers.Contains)), new Wording(
                "监测设备经法制和技术审核，审核材料列为证据（处罚法41）",
                "the legal and technical review of the device, as an item that the data rest on (Penalty Law 41)"),
                new Wording("未列明审核材料", "no such item"));
        }
    }
}
