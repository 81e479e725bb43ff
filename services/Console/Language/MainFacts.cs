using ExchangeHub.Protos.Record.V1;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Console.Language;

/// <summary>What an officer looks at first in a document of each kind.</summary>
internal static class MainFacts
{
    /// <summary>Lists the main facts.</summary>
    /// <returns>Name and value; an empty value is nothing to show.</returns>
    public static IEnumerable<(string Name, string Value)> Of(Record record, Tongue tongue) =>
    [
        .. OfAll(record, tongue),
        .. record.BodyCase switch
        {
            Record.BodyOneofCase.Penalty => OfPenalty(record.Penalty, tongue),
            Record.BodyOneofCase.Evidence => OfEvidence(record.Evidence, tongue),
            Record.BodyOneofCase.Permit => OfPermit(record.Permit, tongue),
            Record.BodyOneofCase.Blacklist => OfListing(record.Blacklist, tongue),
            Record.BodyOneofCase.NoPenalty => OfNoPenalty(record.NoPenalty, tongue),
            Record.BodyOneofCase.PositiveListing => OfPositive(record.PositiveListing, tongue),
            _ => [],
        },
        (tongue.Say("法律依据", "Legal basis"), string.Join("；", record.LegalBasis.Select(Cited))),
    ];

    /// <summary>Writes a place in a law as Chinese documents do.</summary>
    public static string Cited(LegalBasis basis) => $"《{basis.InstrumentId}》（{basis.Edition}）第 {basis.Article} 条"
        + (basis.Paragraph > 0 ? $"第 {basis.Paragraph} 款" : "") + (basis.Item > 0 ? $"第 {basis.Item} 项" : "");

    private static (string, string)[] OfAll(Record record, Tongue tongue) =>
    [
        (tongue.Say("署名机关", "Legal issuer"), record.LegalIssuer?.Name ?? ""),
        (tongue.Say("承办单位", "Acting unit"), record.ActingUnit?.Name ?? ""),
        (tongue.Say("决定日期", "Decided on"), record.DecidedOn),
        (tongue.Say("生效日期", "Effective on"), record.EffectiveOn),
        (tongue.Say("截止日期", "Ends on"), record.EndsOn),
        (tongue.Say("行为期间", "Period of the act"), record.ActPeriod is { } act
            ? act.FromOn + (act.ToOn.Length > 0 && act.ToOn != act.FromOn ? $" – {act.ToOn}" : "") : ""),
        (tongue.Say("涉及水体", "Water body"), record.Matter?.WaterBody ?? ""),
    ];

    private static (string, string)[] OfPenalty(Penalty penalty, Tongue tongue) =>
    [
        (tongue.Say("案件名称", "Case"), penalty.CaseName),
        (tongue.Say("违法行为", "Violation"), penalty.ViolationType),
        (tongue.Say("违法事实", "Facts"), penalty.Facts),
        (tongue.Say("处罚内容", "Penalties"), string.Join("；", penalty.Penalties.Select(item => item.Text))),
        (tongue.Say("罚款", "Fine"), penalty.FineFen > 0 ? Tongue.Yuan(penalty.FineFen) : ""),
        (tongue.Say("没收金额", "Confiscated"), penalty.ConfiscatedFen > 0 ? Tongue.Yuan(penalty.ConfiscatedFen) : ""),
        (tongue.Say("送达日期", "Served on"), penalty.ServedOn),
        (tongue.Say("公示截止期", "Public until"), penalty.PublicUntil),
    ];

    private static (string, string)[] OfEvidence(Evidence evidence, Tongue tongue) =>
    [
        (tongue.Say("证据包编号", "Package"), evidence.PackageNumber),
        (tongue.Say("现场", "Site"), evidence.Site?.Name ?? ""),
        (tongue.Say("取证步骤", "Steps"), tongue.Say($"{evidence.Steps.Count} / 8 步", $"{evidence.Steps.Count} of 8")),
        (tongue.Say("证据材料", "Items"), tongue.Say($"{evidence.Items.Count} 份", $"{evidence.Items.Count}")),
        (tongue.Say("保管链", "Custody"), tongue.Say($"{evidence.Custody.Count} 个环节", $"{evidence.Custody.Count} events")),
    ];

    private static (string, string)[] OfPermit(Permit permit, Tongue tongue) =>
    [
        (tongue.Say("许可证编号", "Permit number"), permit.PermitNumber),
        (tongue.Say("证照名称", "Certificate"), permit.CertificateName),
        (tongue.Say("有效期", "Valid"), $"{permit.ValidFrom} – {permit.ValidTo}"),
        (tongue.Say("许可内容", "Content"), permit.Content),
        (tongue.Say("排放口", "Outlets"), string.Join('、', permit.Outlets.Select(outlet => outlet.Code))),
    ];

    private static (string, string)[] OfListing(Blacklist listing, Tongue tongue) =>
    [
        (tongue.Say("名单代码", "List"), listing.ListCode),
        (tongue.Say("列入情形", "Grounds"), string.Join('、', listing.Grounds)),
        (tongue.Say("最短公示期至", "Minimum until"), listing.MinimumUntil),
        (tongue.Say("最长公示期至", "Maximum until"), listing.MaximumUntil),
        (tongue.Say("惩戒措施", "Sanctions"), string.Join("；", listing.Sanctions)),
    ];

    private static (string, string)[] OfNoPenalty(NoPenalty decision, Tongue tongue) =>
    [
        (tongue.Say("违法行为", "Violation"), decision.ViolationType),
        (tongue.Say("违法事实", "Facts"), decision.Facts),
        (tongue.Say("清单事项", "Checklist"), decision.ChecklistItem),
        (tongue.Say("改正日期", "Corrected on"), decision.CorrectedOn),
        (tongue.Say("送达日期", "Served on"), decision.ServedOn),
    ];

    private static (string, string)[] OfPositive(PositiveListing listing, Tongue tongue) =>
    [
        (tongue.Say("文号", "Document number"), listing.DocumentNumber),
        (tongue.Say("有效期至", "Valid to"), listing.ValidTo),
    ];
}
