using ExchangeHub.EvidencePackages;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using GeoPoint = ExchangeHub.Records.GeoPoint;
using Step = ExchangeHub.Protos.Record.V1.EvidenceStep;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Takes from the record of an evidence package what the examination of packages looks at.</summary>
public static class SheetTranslation
{
    private const double MicrodegreesPerDegree = 1_000_000;

    /// <summary>Translates a record.</summary>
    /// <param name="record">A record with the body of an evidence package; of a step that is there twice the first
    /// counts.</param>
    /// <returns>What the package says.</returns>
    public static PackageSheet Of(Record record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var evidence = record.Evidence;
        return new PackageSheet
        {
            Mode = evidence.Mode == Evidence.Types.Mode.Unspecified ? EvidenceMode.Ordinary : (EvidenceMode)evidence.Mode,
            Subjects = [.. record.Subjects.Select(subject => new SubjectSeen(subject.Name, subject.CreditCode))],
            Site = PositionOf(evidence.Site?.Position),
            Outlet = evidence.Site?.Outlet ?? "",
            Officers =
            [
                .. OfficeTranslation.OfficersOf(evidence.Team?.Officers ?? [], EvidenceTranslation.InspectedOn(evidence)),
            ],
            Steps =
            [
                .. evidence.Steps.Where(step => step.DetailCase != Step.DetailOneofCase.None)
                    .DistinctBy(step => step.DetailCase).Select(StepOf).OrderBy(step => step.Number),
            ],
            Items = [.. evidence.Items.Select(ItemOf)],
            Samples =
            [
                .. evidence.Samples.Select(sample => new SampleSheet(sample.SampleNumber, sample.Point, sample.SealNumber)),
            ],
            SealedAt = InstantOf(evidence.Bag?.SealedAt),
        };
    }

    private static StepSheet StepOf(Step step)
    {
        var at = InstantOf(step.StartedAt) ?? default;
        StepSheet sheet = step.DetailCase switch
        {
            Step.DetailOneofCase.Locate => new StepSheet.Locate(
                at, [.. step.Locate.OfficerCertificates], step.Locate.DistanceMetres, step.Locate.OrderReason),
            Step.DetailOneofCase.Inform => new StepSheet.Inform(
                at,
                [.. step.Inform.ShownCertificates],
                step.Inform.ToldOfRecusal,
                step.Inform.ToldOfDefence,
                step.Inform.ToldOfCooperation,
                step.Inform.Acknowledgement != InformStep.Types.Acknowledgement.Unspecified),
            Step.DetailOneofCase.Verify => new StepSheet.Verify(
                at, step.Verify.Name, step.Verify.CreditCode, step.Verify.PersonOnSiteCapacity, step.Verify.NameDifference),
            Step.DetailOneofCase.Inspect => InspectOf(at, step.Inspect),
            Step.DetailOneofCase.Record => new StepSheet.Record(at, [.. step.Record.Protocols.Select(ProtocolOf)]),
            Step.DetailOneofCase.Sign => new StepSheet.Sign(
                at, (PartySigning)step.Sign.Party, [.. step.Sign.OfficerCertificates])
            {
                Pages = step.Sign.PageCount,
                SignedPages = step.Sign.SignedPageCount,
                AreBlanksStruck = step.Sign.BlanksStruck,
            },
            Step.DetailOneofCase.Archive => new StepSheet.Archive(
                at, InstantOf(step.Archive.SealedAt), step.Archive.TimeSource, step.Archive.AllFilesListed),
            _ => new StepSheet.Complete(
                at,
                step.Complete.ResultCode,
                (NextAction)step.Complete.NextAction,
                InstantOf(step.Complete.LeftAt),
                step.Complete.ReviewerCertificate),
        };
        return sheet with
        {
            EndedAt = InstantOf(step.EndedAt), Position = PositionOf(step.Position), Operator = step.OperatorCertificate,
        };
    }

    private static StepSheet.Inspect InspectOf(DateTimeOffset at, InspectStep inspect) => new(at)
    {
        FindingCount = inspect.Findings.Count,
        ViolationCount = inspect.Findings.Count(finding => finding.ViolationCode.Length > 0),
        IsSampled = inspect.IsSampled,
        SamplingRecords = [.. inspect.SamplingRecords],
        Images = [.. inspect.ImageItems],
        Instruments =
        [
            .. inspect.Instruments.Select(one => (one.InstrumentId, RecordTranslation.DateOf(one.CalibratedUntil))),
        ],
    };

    private static ProtocolSheet ProtocolOf(RecordStep.Types.Protocol protocol) => new(
        protocol.ItemNumber,
        protocol.IsQuestioning,
        InstantOf(protocol.StartedAt),
        InstantOf(protocol.EndedAt),
        protocol.PersonsQuestioned,
        protocol.IsMadeOnSite);

    private static ItemSheet ItemOf(EvidenceItem item) => new(
        item.ItemNumber, (int)item.Kind, InstantOf(item.CapturedAt) ?? default)
    {
        Title = item.Title,
        Proves = item.Proves,
        Taker = item.CapturedBy,
        Place = item.Place,
        IsOfSystem = item.Source == EvidenceItem.Types.Source.System,
        IsCopy = item.Original is EvidenceItem.Types.Original.Copy or EvidenceItem.Types.Original.Extract,
        IsCheckedAgainstOriginal = item.IsCheckedAgainstOriginal,
        Path = item.Path,
        Sha256 = item.Sha256.Length == 32 ? Digest.FromBytes(item.Sha256.Span) : null,
        SignatureCount = item.SignedBy.Count,
        ReliesOn = [.. item.ReliesOn],
        ClockOffset = TimeSpan.FromMilliseconds(item.ClockOffsetMilliseconds),
        Report = item.Report is { } report ? ReportTranslation.Of(report) : null,
    };

    private static PositionSeen? PositionOf(Position? position) => position?.Point is not { } point ? null : new PositionSeen(
        new GeoPoint(point.LatitudeMicrodegrees / MicrodegreesPerDegree, point.LongitudeMicrodegrees / MicrodegreesPerDegree),
        position.Datum switch
        {
            Datum.Wgs84 => "WGS84",
            Datum.Gcj02 => "GCJ02",
            Datum.Cgcs2000 => "CGCS2000",
            _ => "",
        });

    internal static DateTimeOffset? InstantOf(Timestamp? wire) =>
        wire is not null && Instants.TryRead(wire, out var instant) ? instant : null;
}
