using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>The conditions on a record of any kind.</summary>
internal static partial class Conditions
{
    private static readonly ReasonCode RawPersonal = new("REF-PRIV-RAW");

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

        ForbidWhen(record.CaseDivisions.Count > 0
                && record.Sensitivity is (Sensitivity.Public or Sensitivity.Gov or Sensitivity.Local),
            "case_divisions", "空值：仅 CASE 级记录填写", "nothing: only for a record that is for the nodes of a case", walk);
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
        if (kind is RecordKind.Blacklist or RecordKind.PositiveList && record.Subjects.Count > 1)
        {
            walk.Report("subjects", new Violation(
                new Wording("恰好一个主体：每个主体各列一条", "exactly one subject: each has an entry of its own"),
                new Wording($"{record.Subjects.Count} 个主体", $"{record.Subjects.Count} subjects")));
        }

        if (kind == RecordKind.PositiveList)
        {
            CheckOrder("positive_listing.valid_to", record.DecidedOn, record.PositiveListing.ValidTo, walk);
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
}
