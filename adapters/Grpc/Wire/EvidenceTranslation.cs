using ExchangeHub.EvidencePackages;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Step = ExchangeHub.Protos.Record.V1.EvidenceStep;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Takes from an evidence package how it was taken, kept and handed on.</summary>
internal static class EvidenceTranslation
{
    private const decimal MillisecondsPerSecond = 1000;
    private const int StepCount = 8;

    /// <summary>Translates a package.</summary>
    public static EvidenceTaking Of(Record record)
    {
        var evidence = record.Evidence;
        var sheet = SheetTranslation.Of(record);
        var report = PackageExamination.Run(sheet);
        var sampling = new SamplingChain(sheet);
        return new EvidenceTaking
        {
            Mode = sheet.Mode,
            TaskSource = (EvidenceTaskSource)evidence.TaskSource,
            IsJointTeam = evidence.Team.IsJoint,
            Steps = [.. Enumerable.Range(1, StepCount).Select(number => StepOf(sheet, report, number))],
            Signing = SigningOf(Find(evidence, Step.DetailOneofCase.Sign)?.Sign),
            Identity = Find(evidence, Step.DetailOneofCase.Verify)?.Verify is { } verify ? IdentityOf(record, verify) : null,
            Items = [.. evidence.Items.Select(item => ItemOf(item, sampling))],
            Samples =
            [
                .. evidence.Samples.Select(sample => new SampleOnFile(
                    sample.SampleNumber, DayOf(sample.TakenAt), sampling.Covers(sample.SampleNumber),
                    sample.SealNumber.Length > 0)),
            ],
            IsSampled = sampling.IsSampled,
            HasSamplingRecord = Find(evidence, Step.DetailOneofCase.Inspect) is null ? null : sampling.HasAny,
            Custody = [.. evidence.Custody.Select(CustodyTranslation.Of)],
            TagManifest = Digest.FromBytes(evidence.Bag.TagManifestSha256.Span),
            Bag = new BagOnFile(
                DayOf(evidence.Bag.SealedAt),
                IsSizeConsistent(evidence),
                evidence.Items.All(item => item.CapturedAt <= evidence.Bag.SealedAt)),
        };
    }

    /// <summary>Gets the day of the inspection: when the first step began; of a package without steps, when it was
    /// sealed.</summary>
    public static DateOnly InspectedOn(Evidence evidence) => evidence.Steps.Count == 0
        ? DayOf(evidence.Bag.SealedAt)
        : evidence.Steps.Min(step => DayOf(step.StartedAt));

    // Complete is a step that passes the checks of severity H which have the code of the step itself; curable is what fails one
    // of severity R.
    private static StepOnFile StepOf(PackageSheet sheet, PackageReport report, int number)
    {
        var isRequired = StepOrder.IsRequired(sheet.Mode, number);
        return sheet.Steps.FirstOrDefault(step => step.Number == number) is not { } found
            ? new StepOnFile(number, false, isRequired, false, null, null, null)
            : new StepOnFile(
                number,
                true,
                isRequired,
                report.IsComplete(number),
                StepOrder.IsInOrder(sheet, number),
                CivilDates.Of(found.StartedAt),
                found.EndedAt is { } end ? CivilDates.Of(end) : null)
            {
                HasCurableGap = report.HasCurableGap(number),
            };
    }

    private static Step? Find(Evidence evidence, Step.DetailOneofCase detail) =>
        evidence.Steps.FirstOrDefault(step => step.DetailCase == detail);

    private static SigningOnFile SigningOf(SignStep? sign) => sign is null
        ? new SigningOnFile(PartySigning.None, false, 0)
        : new SigningOnFile(
            (PartySigning)sign.Party, sign.IsWitnessed, sign.OfficerCertificates.Distinct(StringComparer.Ordinal).Count());

    private static IdentityOnFile IdentityOf(Record record, VerifyStep verify) => new(
        verify.CreditCode.Length == 0 || record.Subjects.All(subject => subject.CreditCode.Length == 0)
            ? null
            : record.Subjects.Any(subject => subject.CreditCode == verify.CreditCode),
        verify.Name.Length == 0 || record.Subjects.All(subject => subject.Name.Length == 0)
            ? null
            : verify.NameDifference.Length > 0 || record.Subjects.Any(subject => subject.Name == verify.Name));

    private static EvidenceOnFile ItemOf(EvidenceItem item, SamplingChain sampling) =>
        new(item.ItemNumber, $"E{(int)item.Kind}", DayOf(item.CapturedAt))
        {
            IsCopy = item.Original is EvidenceItem.Types.Original.Copy or EvidenceItem.Types.Original.Extract,
            IsCheckedAgainstOriginal = item.IsCheckedAgainstOriginal,
            HasTaker = item.CapturedBy.Length > 0,
            HasPlace = item.Place.Length > 0,
            HasPurpose = item.Proves.Length > 0,
            IsOfUnrecordedSample = sampling.IsMissedBy(item.ItemNumber),
            ClockDeviationSeconds = Math.Abs(item.ClockOffsetMilliseconds) / MillisecondsPerSecond,
        };

    /// <summary>Says whether the sizes agree: the bag holds its payload, and the payload the files of the items.</summary>
    public static bool IsSizeConsistent(Evidence evidence)
    {
        var oxum = evidence.Bag.Oxum.AsSpan();
        return decimal.TryParse(oxum[..oxum.IndexOf('.')], System.Globalization.CultureInfo.InvariantCulture, out var octets)
            && octets <= evidence.Bag.SizeBytes
            && evidence.Items.Sum(item => (decimal)item.SizeBytes) <= octets
            && evidence.Items.Count(item => item.Path.Length > 0) <= evidence.Bag.FileCount;
    }

    private static DateOnly DayOf(Timestamp wire)
    {
        _ = Instants.TryRead(wire, out var instant);
        return CivilDates.Of(instant);
    }
}
