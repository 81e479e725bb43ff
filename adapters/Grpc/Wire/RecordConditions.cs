using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Statement = ExchangeHub.Protos.Record.V1.Statement;

namespace ExchangeHub.Grpc.Wire;

/// <summary>The conditions on a statement, a record and a penalty.</summary>
internal static partial class Conditions
{
    private static readonly ReasonCode RawPersonal = new("REF-PRIV-RAW");

    private static void CheckStatement(Statement statement, Walk walk)
    {
        if (statement.Sequence > 1)
        {
            DemandWhen(statement.Previous.IsEmpty, "previous", "该节点上一条报送的摘要，32 个字节",
                "the digest of the node's statement before this one, 32 bytes", walk);
        }
        else if (statement.Sequence == 1)
        {
            ForbidWhen(!statement.Previous.IsEmpty, "previous", "空值：该节点的第一条报送", "nothing in the first statement of a node", walk);
        }

        // V02 of the data standard; whether it was published before it was received is for the hub, which has the clock.
        if (statement.Record is { } record && statement.PublishedAt is { } publishedAt
            && CivilDates.TryParse(record.DecidedOn, out var decidedOn)
            && Instants.TryRead(publishedAt, out var instant) && decidedOn > CivilDates.Of(instant))
        {
            var publishedOn = CivilDates.Format(CivilDates.Of(instant));
            walk.Report("record.decided_on", Violation.Quoting(
                new Wording($"不晚于发布日 {publishedOn} 的日期", $"a date not after the day of publication, {publishedOn}"),
                    record.DecidedOn));
        }

        if (statement.Event is { } happened)
        {
            CheckEvent(statement.Dossier, happened, walk);
        }
    }

    private static void CheckEvent(string dossierText, LifeCycleEvent happened, Walk walk)
    {
        if (!DossierId.TryParse(dossierText, out var dossier))
        {
            walk.Report("dossier", Violation.Quoting(Dossiers.Shape, dossierText));
            return;
        }

        if (RecordId.TryParse(happened.RecordId, out var id) && id.KindCode != dossier.Kind.Code())
        {
            var kind = dossier.Kind.Code();
            walk.Report("event.record_id", Violation.Quoting(
                new Wording($"种类为 {kind} 的记录标识（与 dossier 一致）", $"the id of a record of kind {kind}, as the dossier says"),
                happened.RecordId));
        }

        var number = (int)happened.WhatCase;
        if (number != 0 && !HappensTo(dossier.Kind, number))
        {
            var name = LifeCycleEvent.Descriptor.FindFieldByNumber(number).Name;
            walk.Report($"event.{name}", new Violation(
                new Wording($"种类为 {dossier.Kind.Code()} 的记录可以发生的事件",
                    $"an event that can happen to a record of kind {dossier.Kind.Code()}"),
                new Wording(name, name)));
        }
    }

    // The tens of the field number say to which kinds an event can happen; life_cycle.proto is laid out so.
    private static bool HappensTo(RecordKind kind, int fieldNumber) => (fieldNumber / 10) switch
    {
        1 or 2 => kind != RecordKind.Evidence,
        3 => kind == RecordKind.Permit,
        4 => kind == RecordKind.Evidence,
        5 => kind == RecordKind.Blacklist,
        _ => kind == RecordKind.Penalty,
    };

    private static void CheckVenue(VenueDesignated designated, Walk walk)
    {
        if (!DossierId.TryParse(designated.PrevailingDossier, out var dossier) || dossier.Kind != RecordKind.Penalty)
        {
            walk.Report("prevailing_dossier", Violation.Quoting(Dossiers.Shape, designated.PrevailingDossier));
        }
    }

    private static void CheckRecord(Record record, Walk walk)
    {
        if (record.Version > 1)
        {
            DemandWhen(record.PreviousVersionHash.IsEmpty, "previous_version_hash", "上一版本的内容哈希，32 个字节",
                "the content hash of the version before, 32 bytes", walk);
        }
        else if (record.Version == 1)
        {
            ForbidWhen(!record.PreviousVersionHash.IsEmpty, "previous_version_hash", "空值：第 1 版没有上一版本",
                "nothing: there is no version before version 1", walk);
        }

        CheckSchemaVersion(record, walk);
        CheckJurisdiction(record, walk);
        CheckOrder("ends_on", record.EffectiveOn, record.EndsOn, walk);
        if (record.Sensitivity == Sensitivity.Local)
        {
            walk.Report("sensitivity", new Violation(
                new Wording("PUBLIC、GOV 或 CASE：LOCAL 级记录不出节点", "PUBLIC, GOV or CASE: a LOCAL record stays at its node"),
                new Wording("LOCAL", "LOCAL")));
        }

        if (Dossiers.KindOf(record) is { } kind)
        {
            CheckKind(record, kind, walk);
        }
    }

    private static void CheckSchemaVersion(Record record, Walk walk)
    {
        if (SchemaVersion.TryParse(record.SchemaVersion, out var version) && version.Major != SchemaVersion.Current.Major)
        {
            walk.Report("schema_version", Violation.Quoting(
                new Wording($"主版本号为 {SchemaVersion.Current.Major} 的数据结构版本",
                    $"version {SchemaVersion.Current.Major}.x.x of the schema"),
                record.SchemaVersion));
        }
    }

    private static void CheckJurisdiction(Record record, Walk walk)
    {
        if (Divisions.TryFind(record.Jurisdiction, out var division, out _)
            && (division.Level != DivisionLevel.County || division.IsStatisticalOnly))
        {
            walk.Report("jurisdiction", Violation.Quoting(
                new Wording("县级行政区划代码，例如 310118", "the code of a county-level division such as 310118"), record.Jurisdiction));
        }
    }

    private static void CheckKind(Record record, RecordKind kind, Walk walk)
    {
        if (RecordId.TryParse(record.RecordId, out var id) && id.KindCode != kind.Code())
        {
            walk.Report("record_id", Violation.Quoting(
                new Wording($"种类为 {kind.Code()} 的记录标识（与记录内容一致）", $"the id of a record of kind {kind.Code()}, as the body says"),
                record.RecordId));
        }

        DemandWhen(kind != RecordKind.Evidence && record.DecidedOn.Length == 0, "decided_on",
            "决定日期，例如 2026-03-18", "the day of the decision such as 2026-03-18", walk);
        if (kind == RecordKind.Blacklist && record.Subjects.Count > 1)
        {
            walk.Report("subjects", new Violation(
                new Wording("恰好一个主体：每个主体各列一条", "exactly one subject: each has an entry of its own"),
                new Wording($"{record.Subjects.Count} 个主体", $"{record.Subjects.Count} subjects")));
        }

        if (kind == RecordKind.Penalty)
        {
            DemandWhen(record.LegalBasis.Count == 0, "legal_basis", "至少一项法律依据", "at least one legal basis", walk);
            for (var index = 0; index < record.Penalty.Penalties.Count; index++)
            {
                var target = record.Penalty.Penalties[index].TargetSubject;
                if (target >= record.Subjects.Count && target < 100 && record.Subjects.Count > 0)
                {
                    walk.Report($"penalty.penalties[{index}].target_subject", new Violation(
                        new Wording($"0 至 {record.Subjects.Count - 1}，即 subjects 中的序号",
                            $"an index into subjects, from 0 to {record.Subjects.Count - 1}"),
                        new Wording($"{target}", $"{target}")));
                }
            }
        }
    }

    private static void CheckPenalty(Penalty penalty, Walk walk)
    {
        if (penalty.ServedOn.Length > 0)
        {
            DemandWhen(penalty.ServiceMode == ServiceMode.Unspecified, "service_mode",
                "送达方式，因为已填写送达日期", "how it was served, because served_on is given", walk);
        }

        if (penalty.CreditClass is CreditClass.General or CreditClass.Serious)
        {
            DemandWhen(penalty.PublicUntil.Length == 0, "public_until",
                "公示截止期，例如 2026-06-20；失信程度为轻微的除外",
                    "the last day of publicity such as 2026-06-20, because credit_class is not MINOR", walk);
        }

        var kinds = penalty.Penalties.Select(item => item.Kind).ToHashSet(StringComparer.Ordinal);
        if (kinds.Count == 0 || kinds.Any(kind => PenaltyKinds.Find(kind) is null))
        {
            return;
        }

        var (hasFine, hasConfiscation) = (kinds.Overlaps(["P03", "P18"]), kinds.Overlaps(["P04", "P05"]));
        CheckAmount("fine_fen", penalty.FineFen, hasFine, "P03、P18", "P03 or P18", walk);
        CheckAmount("confiscated_fen", penalty.ConfiscatedFen, hasConfiscation, "P04、P05", "P04 or P05", walk);
        DemandWhen(penalty.CertificateAffected.Length == 0 && kinds.Any(kind => PenaltyKinds.Find(kind)!.NeedsCertificate),
            "certificate_affected", "所涉证照的名称和编号，因为处罚种类为 P06、P07 或 P08",
            "name and number of the certificate, because the penalty is P06, P07 or P08", walk);
        DemandWhen(penalty.DailyPenalty is null && kinds.Contains("P18"), "daily_penalty",
            "按日连续处罚的起止日期和金额，因为处罚种类为 P18", "days and amount of the daily fine, because the penalty is P18", walk);
    }

    private static void CheckAmount(string field, long fen, bool isDue, string chineseKinds, string englishKinds, Walk walk)
    {
        if (isDue && fen == 0)
        {
            walk.Report(field, new Violation(
                new Wording($"大于 0 的金额（分），因为处罚种类含 {chineseKinds}",
                    $"an amount in fen larger than 0, because a penalty is {englishKinds}"),
                new Wording("0", "0")));
        }
        else if (!isDue && fen > 0)
        {
            walk.Report(field, new Violation(
                new Wording($"0，因为处罚种类不含 {chineseKinds}", $"0, because no penalty is {englishKinds}"),
                new Wording($"{fen}", $"{fen}")));
        }
    }

    private static void CheckPenaltyItem(PenaltyItem item, Walk walk)
    {
        CheckOrder("to_on", item.FromOn, item.ToOn, walk);
        if (item.AmountFen > 0 && PenaltyKinds.Find(item.Kind) is { Amount: PenaltyAmount.None })
        {
            walk.Report("amount_fen", new Violation(
                new Wording($"0，因为 {item.Kind} 不是金钱处罚", $"0, because {item.Kind} is not a penalty in money"),
                new Wording($"{item.AmountFen}", $"{item.AmountFen}")));
        }
    }
}
