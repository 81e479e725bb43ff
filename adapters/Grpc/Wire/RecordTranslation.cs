using System.Collections.Immutable;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Takes from a record that has been checked what the rules ask for.</summary>
internal static class RecordTranslation
{
    // The letter of a section may stand before the four digits, C1713, and says nothing that they do not.
    private static readonly char[] Sections = [.. Enumerable.Range('A', 26).Select(letter => (char)letter)];

    /// <summary>Translates a record.</summary>
    /// <param name="record">A record without violations.</param>
    /// <returns>The same for the core.</returns>
    public static StatementBody.RecordVersion Of(Record record) => new(
        record.Version,
        record.PreviousVersionHash.IsEmpty ? null : Digest.FromBytes(record.PreviousVersionHash.Span),
        Jurisdiction.Parse(record.Jurisdiction),
        [.. record.Subjects.Select(subject => subject.CreditCode).Where(code => code.Length > 0)],
        [.. record.Links.Select(link => new RecordLink((LinkRelation)link.Relation, RecordId.Parse(link.RecordId)))],
        DetailsOf(record))
    {
        Caption = new RecordCaption(
            Dossiers.PrintedNumberOf(record),
            [.. record.Subjects.Select(subject => subject.Name).Where(name => name.Length > 0)]),
        Topic = TopicOf(record),
        Reliances = RelianceTranslation.Of(record),
        RestsOnDocuments = record.Blacklist is { BasisDocuments.Count: > 0 },
    };

    /// <summary>Reads a date that may be missing.</summary>
    public static DateOnly? DateOf(string text) => text.Length == 0 ? null : CivilDates.Parse(text);

    private static RecordTopic TopicOf(Record record) => new(
        [
            .. record.Subjects.Select(subject => subject.Industry).Concat(record.Permit?.Industries ?? [])
                .Select(industry => industry.TrimStart(Sections)).Where(industry => industry.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ],
        record.Matter?.WaterBody ?? "",
        PlaceOf(record.Matter));

    private static Records.GeoPoint? PlaceOf(Matter? matter) => matter?.ActPoint is { } point
        ? new Records.GeoPoint(point.LatitudeMicrodegrees / 1e6, point.LongitudeMicrodegrees / 1e6)
        : null;

    private static RecordDetails DetailsOf(Record record) => record.BodyCase switch
    {
        Record.BodyOneofCase.Penalty => PenaltyOf(record, record.Penalty),
        Record.BodyOneofCase.Evidence => EvidenceOf(record, record.Evidence),
        Record.BodyOneofCase.Permit => PermitOf(record, record.Permit),
        Record.BodyOneofCase.NoPenalty => NoPenaltyOf(record, record.NoPenalty),
        Record.BodyOneofCase.PositiveListing => PositiveListingOf(record, record.PositiveListing),
        _ => BlacklistOf(record, record.Blacklist),
    };

    private static RecordDetails.Penalty PenaltyOf(Record record, Penalty penalty)
    {
        var decidedOn = CivilDates.Parse(record.DecidedOn);
        return new RecordDetails.Penalty(
            decidedOn,
            CivilDates.Parse(penalty.FiledOn),
            DateOf(penalty.ServedOn),
            [.. penalty.Penalties.Select(item => item.Kind).Distinct(StringComparer.Ordinal)],
            new Fen(penalty.FineFen),
            CertificatesOf(penalty.Officers),
            new ActSketch(
                DateOf(record.ActPeriod?.FromOn ?? ""),
                OfficeTranslation.LastDayOf(record.ActPeriod),
                PlaceOf(record.Matter)),
            GravityOf(record.Matter))
        {
            IsSerious = penalty.CreditClass == CreditClass.Serious,
            Violation = ViolationOf(penalty.ViolationCode, penalty.ViolationType),
            Procedure = PenaltyTranslation.Of(penalty, decidedOn),
            Office = OfficeTranslation.Of(record),
            OfficersOnFile = OfficeTranslation.OfficersOf(penalty.Officers, decidedOn),
        };
    }

    private static RecordDetails.Evidence EvidenceOf(Record record, Evidence evidence)
    {
        _ = Instants.TryRead(evidence.Bag.SealedAt, out var sealedAt);
        return new RecordDetails.Evidence(
            CivilDates.Of(sealedAt),
            evidence.ReceivingUnit is { } unit ? Jurisdiction.Parse(unit.Division) : null,
            CertificatesOf(evidence.Team.Officers),
            GravityOf(record.Matter))
        {
            Taking = EvidenceTranslation.Of(record),
            Office = OfficeTranslation.Of(record),
            OfficersOnFile = OfficeTranslation.OfficersOf(evidence.Team.Officers, EvidenceTranslation.InspectedOn(evidence)),
        };
    }

    private static RecordDetails.Permit PermitOf(Record record, Permit permit) => new(
        CivilDates.Parse(record.DecidedOn), CivilDates.Parse(permit.ValidFrom), CivilDates.Parse(permit.ValidTo))
    {
        IsShownValid = permit.State == Permit.Types.State.Valid,
        Management = (PermitManagement)permit.Management,
        Office = OfficeTranslation.Of(record),
    };

    private static RecordDetails.Blacklist BlacklistOf(Record record, Blacklist entry) => new(
        CivilDates.Parse(record.DecidedOn), DateOf(entry.ServedOn), CivilDates.Parse(entry.MaximumUntil))
    {
        Terms = new ListingTerms(
            entry.ListCode,
            [.. entry.Grounds],
            entry.BasisRefs.Count + entry.BasisDocuments.Count,
            CivilDates.Parse(entry.MinimumUntil),
            (ListedRole)entry.SubjectRole,
            [.. entry.Sanctions]),
        Office = OfficeTranslation.Of(record),
    };

    private static RecordDetails.NoPenalty NoPenaltyOf(Record record, NoPenalty decision)
    {
        var decidedOn = CivilDates.Parse(record.DecidedOn);
        return new RecordDetails.NoPenalty(decidedOn, (NoPenaltyGround)decision.Ground)
        {
            Violation = ViolationOf(decision.ViolationCode, decision.ViolationType),
            Office = OfficeTranslation.Of(record),
            OfficersOnFile = OfficeTranslation.OfficersOf(decision.Officers, decidedOn),
        };
    }

    private static RecordDetails.PositiveListing PositiveListingOf(Record record, PositiveListing entry) =>
        new(CivilDates.Parse(record.DecidedOn), CivilDates.Parse(entry.ValidTo))
        {
            Office = OfficeTranslation.Of(record),
        };

    // Where the catalogue of enforcement items is not used, equal words are the same sort of violation.
    private static string ViolationOf(string code, string type) => code.Length > 0 ? code : type;

    private static Gravity GravityOf(Matter? matter) => matter is null
        ? new Gravity(false, false, 0, false)
        : new Gravity(
            matter.IsMajorCase,
            matter.IsDrinkingWaterSource,
            matter.HarmedDivisions.Distinct(StringComparer.Ordinal).Count(),
            matter.IsReferredAsCrime);

    private static ImmutableArray<string> CertificatesOf(IEnumerable<Officer> officers) =>
        [.. officers.Select(officer => officer.CertificateNumber).Distinct(StringComparer.Ordinal)];
}
