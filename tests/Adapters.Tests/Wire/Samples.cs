using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>
/// One good record of each kind, as small as the schema allows it to be useful, with the invented organs and firms of
/// tests/vectors/synthetic-entities.json. Every call makes a new one: change it as the test needs.
/// </summary>
internal static class Samples
{
    public const string Network = "yrd-demo";

    /// <summary>The bytes behind every digest that a sample needs and nobody checks.</summary>
    public static readonly ByteString SomeHash = ByteString.CopyFrom([.. Enumerable.Range(1, 32).Select(number => (byte)number)]);

    public static readonly DateTimeOffset PublishedAt = new(2026, 7, 16, 9, 30, 0, TimeSpan.FromHours(8));

    public static Organ Qingpu => new() { Name = "上海市青浦区生态环境局", CreditCode = "11310118MAHUBQP13X", Division = "310118" };

    public static Organ Suzhou => new() { Name = "苏州市生态环境局", CreditCode = "11320500MAHUBWJ11X", Division = "320500" };

    public static Organ WujiangBranch => new() { Name = "苏州市吴江生态环境局", Division = "320509" };

    public static Organ Jiaxing => new() { Name = "嘉兴市生态环境局", CreditCode = "11330400MAHUBJX15F", Division = "330400" };

    public static Subject Firm(string name = "苏州汾湖锦澜纺织印染有限公司", string creditCode = "91320509MAHUB0013D") => new()
    {
        Category = SubjectCategory.Organisation,
        Name = name,
        CreditCode = creditCode,
    };

    /// <summary>A grown-up without a firm; the number is that of an invented person.</summary>
    public static Subject Driver => new()
    {
        Category = SubjectCategory.NaturalPerson,
        Person = new NaturalPerson
        {
            MaskedName = PersonalValue.MaskName("顾测二"),
            NameCommitment = Commitment("subjects[0].person.name_commitment", "顾测二"),
            CertificateType = CertificateType.ResidentIdentityCard,
            MaskedNumber = PersonalValue.MaskNumber("320509190002020021"),
            NumberCommitment = Commitment("subjects[0].person.number_commitment", "320509190002020021"),
        },
    };

    public static Officer Officer(string certificate = "10050912045", string home = "320509") =>
        new() { CertificateNumber = certificate, HomeDivision = home };

    /// <summary>苏环行罚字〔2026〕09第31号 against a printing and dyeing works: 320 000 yuan, decided 2026-07-10, served
    /// 2026-07-13.</summary>
    public static Record Penalty() => new()
    {
        Jurisdiction = "320509",
        ActingUnit = WujiangBranch,
        LegalIssuer = Suzhou,
        Subjects = { Firm() },
        DecidedOn = "2026-07-10",
        LegalBasis = { new LegalBasis { InstrumentId = "水污染防治法", Edition = "2017", Article = "83", Item = 2 } },
        ActPeriod = new ActPeriod { FromOn = "2026-05-12" },
        Sensitivity = Sensitivity.Gov,
        Matter = new Matter
        {
            IsDrinkingWaterSource = true,
            WaterBody = "太浦河",
            HarmedDivisions = { "320509", "310118" },
            ActPoint = new GeoPoint { LatitudeMicrodegrees = 31_022_500, LongitudeMicrodegrees = 120_843_100 },
        },
        Penalty = new Penalty
        {
            DocumentNumber = "苏环行罚字〔2026〕09第31号",
            ViolationType = "超过水污染物排放标准排放水污染物",
            Facts = "2026年5月12日，当事人经 DW001 排放口向太浦河排放废水，化学需氧量 412 mg/L，许可限值 80 mg/L。",
            PenaltyBasis = "《中华人民共和国水污染防治法》第八十三条第（二）项",
            Penalties = { new PenaltyItem { Kind = "P03", Text = "罚款叁拾贰万元", AmountFen = 32_000_000 } },
            FineFen = 32_000_000,
            PublicUntil = "2027-07-10",
            DataSource = Suzhou,
            FiledOn = "2026-05-14",
            Procedure = Procedure.Ordinary,
            NoticeServedOn = "2026-06-16",
            Officers = { Officer(), Officer("10050912051") },
            ServedOn = "2026-07-13",
            ServiceMode = ServiceMode.Direct,
            CreditClass = CreditClass.General,
            Status = new PenaltyStatus { Stage = PenaltyStatus.Types.Stage.Served },
        },
    };

    /// <summary>Package EP-320509-20260512-001, taken by a joint team under a leader from Jiashan, for Wujiang.</summary>
    public static Record Evidence() => new()
    {
        Jurisdiction = "320509",
        ActingUnit = Jiaxing,
        LegalIssuer = Jiaxing,
        Subjects = { Firm() },
        Sensitivity = Sensitivity.Case,
        Evidence = new Evidence
        {
            PackageNumber = "EP-320509-20260512-001",
            TaskNumber = "T-2026-0512-07",
            TaskSource = Protos.Record.V1.Evidence.Types.TaskSource.Special,
            Site = new Site { Name = "苏州汾湖锦澜纺织印染有限公司", Town = "320509110", Outlet = "DW001" },
            Team = new Team
            {
                Unit = Jiaxing,
                IsJoint = true,
                LeaderCertificate = "11042100123",
                Officers = { Officer("11042100123", "330421"), Officer(), Officer("09180012026", "310118") },
            },
            Steps = { Step(12, step => step.Locate = new LocateStep { OfficerCertificates = { "11042100123" } }) },
            Items =
            {
                new EvidenceItem
                {
                    ItemNumber = "E8-1",
                    Kind = EvidenceItem.Types.Kind.InspectionRecord,
                    Title = "现场检查笔录",
                    CapturedAt = Instant(12, 10),
                    Source = EvidenceItem.Types.Source.Authority,
                    Original = EvidenceItem.Types.Original.Yes,
                    Path = "data/05-record/bilu-1.pdf",
                    Sha256 = SomeHash,
                    SizeBytes = 48_213,
                },
            },
            Custody =
            {
                new CustodyEvent
                {
                    Sequence = 1,
                    Act = CustodyEvent.Types.Act.Collected,
                    At = Instant(12, 12),
                    To = new Custodian { Unit = Jiaxing, CertificateNumber = "11042100123" },
                },
            },
            Bag = new Bag
            {
                Format = "BagIt/1.0",
                SizeBytes = 214_600_000,
                FileCount = 63,
                Oxum = "214553017.63",
                ManifestAlgorithm = Bag.Types.ManifestAlgorithm.Sha256,
                TagManifestSha256 = SomeHash,
                SealedAt = Instant(12, 17),
            },
            OriginatingUnit = Jiaxing,
            ReceivingUnit = WujiangBranch,
        },
    };

    /// <summary>Permit 91310118MAHUB00488001P, version 1, 2024-06-01 to 2029-05-31.</summary>
    public static Record Permit() => new()
    {
        Jurisdiction = "310118",
        ActingUnit = Qingpu,
        LegalIssuer = Qingpu,
        Subjects = { Firm("上海青澄表面处理有限公司", "91310118MAHUB00488") },
        DecidedOn = "2024-05-20",
        Sensitivity = Sensitivity.Public,
        Permit = new Permit
        {
            PermitNumber = "91310118MAHUB00488001P",
            VersionNumber = 1,
            DocumentName = "排污许可证",
            DocumentNumber = "青环许〔2024〕12号",
            Category = Protos.Record.V1.Permit.Types.Category.Ordinary,
            Content = "准予排放水污染物。",
            ValidFrom = "2024-06-01",
            ValidTo = "2029-05-31",
            State = Protos.Record.V1.Permit.Types.State.Valid,
            DataSource = Qingpu,
            Management = Protos.Record.V1.Permit.Types.Management.Key,
            Site = new Site { Name = "上海青澄表面处理有限公司" },
        },
    };

    /// <summary>嘉环（善）失信〔2026〕1号: an entry in ENV-YRD of 2026-01-15, shortest publicity one year.</summary>
    public static Record Blacklist() => new()
    {
        Jurisdiction = "330421",
        ActingUnit = Jiaxing,
        LegalIssuer = Jiaxing,
        Subjects = { Firm("嘉善陶庄汇再生资源有限公司", "91330421MAHUB003XA") },
        DecidedOn = "2026-01-15",
        Sensitivity = Sensitivity.Public,
        Blacklist = new Blacklist
        {
            ListCode = "ENV-YRD",
            Grounds = { "SD03", "SD04" },
            DocumentNumber = "嘉环（善）失信〔2026〕1号",
            BasisRefs =
            {
                new RecordReference { RecordId = "urn:eeh:penalty:330421:01KEZJ3V5WQ8H2N6B4T7R9M1XD", Hash = SomeHash },
            },
            SubjectRole = Protos.Record.V1.Blacklist.Types.SubjectRole.Enterprise,
            MinimumUntil = "2027-01-15",
            MaximumUntil = "2029-01-15",
            Status = Protos.Record.V1.Blacklist.Types.Status.Listed,
        },
    };

    /// <summary>A revocation on reconsideration of the penalty of <see cref="Penalty"/>, served 2026-08-20.</summary>
    public static LifeCycleEvent Revocation() => new()
    {
        RecordId = "urn:eeh:penalty:320509:01KXKJ3V5WQ8H2N6B4T7R9M1XD",
        OccurredOn = "2026-08-20",
        ReportedFor = Suzhou,
        DocumentNumber = "〔2026〕苏行复第30号",
        RemedyDecided = new RemedyDecided { Kind = RemedyKind.Reconsideration, Outcome = RemedyOutcome.RRevoked },
    };

    /// <summary>Where the events of <see cref="Penalty"/> are filed.</summary>
    public const string PenaltyDossier = "penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第31号";

    /// <summary>The first statement of a node: the payload that is then signed.</summary>
    public static ReadOnlyMemory<byte> Payload(Record record, string node = "node:320509") =>
        Writer(node).Write(record, SomeId, new StatementPlace(1, null, PublishedAt));

    /// <summary>The first statement of a node: the payload that is then signed.</summary>
    public static ReadOnlyMemory<byte> Payload(
        LifeCycleEvent happened, string dossier = PenaltyDossier, string node = "node:320509") =>
        Writer(node).Write(dossier, happened, new StatementPlace(1, null, PublishedAt));

    public static StatementWriter Writer(string node) => new(Network, NodeId.Parse(node));

    private static Ulid SomeId => Ulid.New(PublishedAt, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    private static EvidenceStep Step(int day, Action<EvidenceStep> detail)
    {
        var step = new EvidenceStep { StartedAt = Instant(day, 9), EndedAt = Instant(day, 10) };
        detail(step);
        return step;
    }

    private static Timestamp Instant(int day, int hour) =>
        Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 5, day, hour, 0, 0, TimeSpan.FromHours(8)));

    private static ByteString Commitment(string path, string value) =>
        ByteString.CopyFrom(PersonalValue.Commit("a salt for tests only"u8, path, value));
}
