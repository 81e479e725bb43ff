using System.Globalization;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.EvidencePackages;

/// <summary>The checks of steps 5 to 8.</summary>
internal sealed class ChecksOnPaper(PackageSheet sheet, StepCheckList list)
{
    private const int OfficersMin = 2;

    private static readonly TimeSpan SealWithin = TimeSpan.FromHours(24);
    private static readonly ReasonCode Hash = new("REF-INT-HASH");
    private static readonly ReasonCode Bag = new("REF-INT-BAG");
    private static readonly ReasonCode Signature = new("REF-SIG-INVALID");

    public void Run(StepSheet step, BagSeen? bag)
    {
        switch (step)
        {
            case StepSheet.Record record:
                Check(record);
                break;
            case StepSheet.Sign sign:
                Check(sign);
                break;
            case StepSheet.Archive archive:
                Check(archive);
                if (bag is not null)
                {
                    Check(bag);
                }

                break;
            case StepSheet.Complete complete:
                Check(complete);
                break;
        }
    }

    private static Wording Missing { get; } = new("没有记录", "nothing is recorded");

    private void Check(StepSheet.Record step)
    {
        list.Must(step.Protocols.Length > 0, new Wording("至少制作一份笔录", "one record or more"), Missing);
        foreach (var protocol in step.Protocols)
        {
            var name = protocol.Item;
            list.Must(protocol.StartedAt is { } start && protocol.EndedAt is { } end && start < end,
                new Wording($"笔录 {name} 的起止时间具体到分且先后正确", $"record {name} with a begin and a later end"), protocol is
                { StartedAt: null } or { EndedAt: null } ? Missing : new Wording("结束不晚于开始", "an end not after the begin"));
            if (!protocol.IsQuestioning)
            {
                list.Must(protocol.IsMadeOnSite && IsOfInspection(protocol),
                    new Wording($"现场笔录 {name} 当场制作，与现场检查同时或者紧接其后",
                        $"record {name} made on the spot, during the inspection or right after it"),
                    protocol.IsMadeOnSite
                        ? new Wording("在检查开始之前或者离开之后制作", "it was made before the inspection or after they had left")
                        : new Wording("事后制作", "it was made later"));
            }

            list.Should(protocol.Persons <= 1, new Wording(
                $"笔录 {name} 只询问一人，分别询问", $"one person questioned in record {name}"),
                new Wording($"{protocol.Persons} 人", string.Create(CultureInfo.InvariantCulture, $"{protocol.Persons}")));
        }
    }

    private bool IsOfInspection(ProtocolSheet protocol)
    {
        var inspect = StepOrder.Find(sheet, 4);
        var left = (StepOrder.Find(sheet, 8) as StepSheet.Complete)?.LeftAt;
        return (inspect is null || protocol.StartedAt is null || protocol.StartedAt >= inspect.StartedAt)
            && (left is null || protocol.StartedAt is null || protocol.StartedAt <= left);
    }

    private void Check(StepSheet.Sign step)
    {
        list.Must(step.Party != PartySigning.None, new Wording(
            "当事人签名，或者注明拒签、不在场（处罚办法2023 28(3)）", "the party's signature, or its refusal or absence noted (Measures 2023, 28(3))"),
            Missing);
        var officers = step.Certificates.Distinct(StringComparer.Ordinal).Count();
        list.Must(officers >= OfficersMin, new Wording("两名以上执法人员签名", "the signatures of two officers or more"),
            new Wording($"{officers} 人", string.Create(CultureInfo.InvariantCulture, $"{officers}")));
        list.Should(step.SignedPages >= step.Pages, new Wording("逐页签名", "every page signed"),
            new Wording($"{step.Pages} 页中 {step.SignedPages} 页", $"{step.SignedPages} of {step.Pages} pages"));
        list.May(step.AreBlanksStruck, new Wording("空白处划线", "blanks struck"), Missing);
    }

    private void Check(StepSheet.Archive step)
    {
        list.Must(step.AreFilesListed, new Wording(
            "逐一登记文件的哈希、时间、来源、载体及存放处", "every file with its digest, time, source, carrier and place"), Missing);
        var sealedAt = step.SealedAt ?? sheet.SealedAt;
        list.Must(sealedAt is null || sheet.Items.All(item => item.CapturedAt <= sealedAt), new Wording(
            "在末件证据取得之后封包", "a sealing after the last item was taken"),
            new Wording("封包早于末件证据", "a sealing before the last item"));
        if (sealedAt is { } at && StepOrder.Find(sheet, 6) is { } sign)
        {
            list.May(at - sign.Over <= SealWithin, new Wording(
                "在第六步之后 24 小时内封包", "a sealing within 24 hours after step 6"), new Wording(
                $"相隔 {Hours(at - sign.Over)} 小时", $"{Hours(at - sign.Over)} h"));
        }
    }

    private static string Hours(TimeSpan span) => span.TotalHours.ToString("F0", CultureInfo.InvariantCulture);

    private void Check(BagSeen bag)
    {
        list.Must(Bag, bag.IsComplete, new Wording("证据包完整", "a complete bag"), new Wording("不完整", "it is not"));
        list.Must(Hash, bag.IsValid, new Wording(
            "全部文件与清单哈希一致，封包后未改动", "every file as its digest says, none altered after sealing"),
            new Wording("不一致", "not so"));
        if (bag.IsSigned is { } isSigned)
        {
            list.Must(Signature, isSigned, new Wording("标签清单签名有效", "a good signature over the tag manifest"),
                new Wording("签名无效", "it does not verify"));
        }

        foreach (var item in sheet.Items.Where(item => item.Path.Length > 0))
        {
            var isThere = bag.Digests.TryGetValue(item.Path, out var digest);
            list.Must(Hash, isThere && item.Sha256 == digest, new Wording(
                $"证据 {item.Number} 的文件与所载哈希一致", $"the file of item {item.Number} with the digest that the item says"),
                isThere
                    ? item.Sha256 is null ? new Wording("未载明哈希", "it says none") : new Wording("哈希不同", "another one")
                    : new Wording($"包内没有“{item.Path}”", $"no '{item.Path}' in the bag"));
        }
    }

    private void Check(StepSheet.Complete step)
    {
        list.Must(step.ResultCode.Length > 0, new Wording("记录任务结果", "the result of the task"), Missing);
        list.Must(step.Next != NextAction.NotSaid, new Wording("记录后续处理", "what follows"), Missing);
        if (StepOrder.Find(sheet, 4) is StepSheet.Inspect inspect && step.Next != NextAction.NotSaid)
        {
            list.May((inspect.ViolationCount > 0) == (step.Next != NextAction.Nothing) || inspect.ViolationCount == 0,
                new Wording("结果与检查发现相符", "a result that fits the findings"),
                new Wording("发现违法行为而无后续处理", "a violation was found, and nothing follows"));
        }

        var operators = sheet.Steps.Select(one => one.Operator).Where(one => one.Length > 0)
            .Distinct(StringComparer.Ordinal).ToList();
        if (step.Reviewer.Length > 0 && operators.Count > 0)
        {
            list.May(operators is not [var only] || only != step.Reviewer, new Wording(
                "审核人不是唯一操作人", "a reviewer who is not the sole operator"), new Wording("同一人", "the same person"));
        }
    }
}
