using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.EvidencePackages;

/// <summary>The checks of steps 1 to 4.</summary>
internal sealed class ChecksOnSite(PackageSheet sheet, StepCheckList list)
{
    private const int OfficersMin = 2;
    private const int DistanceMetresMax = 500;

    private static readonly ReasonCode Count = new("REF-OFF-COUNT");
    private static readonly ReasonCode Certificate = new("REF-OFF-CERT");
    private static readonly ReasonCode Mismatch = new("REF-SUBJ-MISMATCH");

    public void Run(StepSheet step, SamplingChain sampling)
    {
        switch (step)
        {
            case StepSheet.Locate locate:
                Check(locate);
                break;
            case StepSheet.Inform inform:
                Check(inform);
                break;
            case StepSheet.Verify verify:
                Check(verify);
                break;
            case StepSheet.Inspect inspect:
                Check(inspect, sampling);
                break;
        }
    }

    private static Wording Missing { get; } = new("没有记录", "nothing is recorded");

    private void Check(StepSheet.Locate step)
    {
        var valid = sheet.Officers.Count(officer => officer.IsValid ?? true);
        list.Must(step.Certificates.Length > 0, new Wording("记录签到的执法人员", "the officers who signed in"), Missing);
        list.Must(Count, valid >= OfficersMin || sheet.Officers.IsEmpty,
            new Wording("持有效执法证的执法人员不少于两人", "two officers or more with valid certificates"),
            new Wording($"{valid} 人", string.Create(CultureInfo.InvariantCulture, $"{valid}")));
        list.Must(Certificate, valid >= OfficersMin || sheet.Officers.All(officer => officer.IsValid ?? true),
            new Wording("执法证在检查当日有效", "certificates that were valid on the day"),
            new Wording("有执法证失效，且有效者不足两人", "a certificate that was not, and fewer than two that were"));
        list.Should(step.Position is not null, new Wording("记录定位坐标", "the coordinates"), Missing);
        if (step.Position is { } position)
        {
            list.May(position.Datum.Length > 0, new Wording("注明坐标系（WGS-84、GCJ-02 或 CGCS2000）", "the datum named"),
                new Wording("未注明", "none"));
        }

        var metres = DistanceOf(step);
        list.Should(metres <= DistanceMetresMax,
            new Wording($"签到位置在现场或者距现场 {DistanceMetresMax} 米以内",
                $"a place inside the site or at most {DistanceMetresMax} m from it"),
            new Wording($"相距 {metres:F0} 米", string.Create(CultureInfo.InvariantCulture, $"{metres:F0} m")));
    }

    // Measured where both are known in one datum, or in two that agree; else as the device reckoned it.
    private double DistanceOf(StepSheet.Locate step) =>
        step.Position is { } here && sheet.Site is { } site && IsSame(here.Datum, site.Datum)
            ? Math.Max(here.Point.MetresTo(site.Point), step.DistanceMetres)
            : step.DistanceMetres;

    private static bool IsSame(string one, string other) =>
        one == other || (one is "WGS84" or "CGCS2000" && other is "WGS84" or "CGCS2000");

    private void Check(StepSheet.Inform step)
    {
        list.Must(step.Certificates.Length > 0, new Wording("出示执法证并记录证号", "the certificates that were shown"), Missing);
        list.Must(step.OfRecusal && step.OfDefence, new Wording(
            "告知申请回避和陈述申辩的权利", "the right to ask for recusal and the right to state and defend told"),
            new Wording(
                step.OfRecusal ? "未告知陈述申辩" : step.OfDefence ? "未告知申请回避" : "均未告知",
                step.OfRecusal ? "not that to state and defend" : step.OfDefence ? "not that to recusal" : "neither"));
        list.Should(step.OfCooperation, new Wording("告知配合检查的义务", "the duty to cooperate told"), Missing);
        list.Should(step.IsAcknowledged, new Wording(
            "当事人以签名、语音或者录像确认，或者注明拒绝", "an acknowledgement by signature, voice or video, or the refusal noted"), Missing);
    }

    private void Check(StepSheet.Verify step)
    {
        list.Must(step.Name.Length > 0, new Wording("记录证照名称", "the name on the licence"), Missing);
        if (step.CreditCode.Length > 0)
        {
            var isWellFormed = UnifiedSocialCreditCode.TryParse(step.CreditCode, out _, out var wrong);
            list.Must(isWellFormed, new Wording("统一社会信用代码有效", "a good credit code"), wrong?.Found ?? Missing);
            list.Must(sheet.Subjects.All(subject => subject.CreditCode.Length == 0)
                || sheet.Subjects.Any(subject => subject.CreditCode == step.CreditCode),
                new Wording("证照代码与当事人代码一致", "the code on the licence to be that of the subject"),
                new Wording($"“{step.CreditCode}”", $"'{step.CreditCode}'"));
        }

        if (step.Name.Length > 0 && sheet.Subjects.Any(subject => subject.Name.Length > 0))
        {
            list.Must(Mismatch, step.NameDifference.Length > 0 || sheet.Subjects.Any(subject => subject.Name == step.Name),
                new Wording("各处名称一致，或者说明差异", "one name in all documents, or the difference explained"),
                new Wording($"“{step.Name}”", $"'{step.Name}'"));
        }

        list.Should(step.Capacity.Length > 0, new Wording("记录在场人员身份", "the capacity of the person on the spot"), Missing);
    }

    private void Check(StepSheet.Inspect step, SamplingChain sampling)
    {
        list.Must(step.FindingCount > 0, new Wording("至少有一项检查发现，或者“未发现问题”", "one finding or more, or \"no problem\""), Missing);
        var day = CivilDates.Of(step.StartedAt);
        foreach (var (id, until) in step.Instruments)
        {
            list.Should(until >= day, new Wording($"仪器 {id} 在检定有效期内", $"instrument {id} calibrated"), until is { } ended
                ? new Wording($"有效期至 {CivilDates.Format(ended)}", $"until {CivilDates.Format(ended)}")
                : Missing);
        }

        foreach (var item in sheet.Items.Where(item => ItemChecks.IsImage(item, step.Images)))
        {
            list.Should(item.Taker.Length > 0 && item.Place.Length > 0 && item.Title.Length > 0,
                new Wording($"影像 {item.Number} 标明对象、时间、地点、拍摄人", $"object, time, place and taker of image {item.Number}"),
                new Wording(
                    "缺少" + string.Join('、', Lacking(item).Select(lack => lack.Chinese)),
                    string.Join(", ", Lacking(item).Select(lack => "no " + lack.English))),
                item.Number);
        }

        new SamplingChecks(sheet, list).Run(sampling);
    }

    private static ImmutableArray<Wording> Lacking(ItemSheet item) =>
    [
        .. item.Title.Length > 0 ? (Wording[])[] : [new Wording("对象", "object")],
        .. item.Place.Length > 0 ? (Wording[])[] : [new Wording("地点", "place")],
        .. item.Taker.Length > 0 ? (Wording[])[] : [new Wording("拍摄人", "taker")],
    ];
}
