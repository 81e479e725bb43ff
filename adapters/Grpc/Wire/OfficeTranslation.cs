using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Organ = ExchangeHub.Records.Organ;
using WireOrgan = ExchangeHub.Protos.Record.V1.Organ;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Takes from a record of any kind what it says of the act of office that it is.</summary>
internal static class OfficeTranslation
{
    /// <summary>Translates what stands in every record.</summary>
    public static OfficeAct Of(Record record)
    {
        var issuer = OrganOf(record.LegalIssuer);
        var seal = record.SealedDocument?.SealedBy is { } sealing ? OrganOf(sealing) : null;
        return new OfficeAct
        {
            Issuer = issuer,
            ActingUnit = OrganOf(record.ActingUnit),
            SealedBy = seal,
            IsSealedByIssuer = seal?.IsSameAs(issuer),
            CoversVenue = issuer.Covers(record.Jurisdiction),
            Sensitivity = (RecordSensitivity)record.Sensitivity,
            CaseDivisions = [.. record.CaseDivisions.Select(Jurisdiction.Parse)],
            Basis = record.LegalBasis.Count == 0 ? null : [.. record.LegalBasis.Select(LawOf)],
            Period = record.ActPeriod is { } period
                ? new Records.ActPeriod(CivilDates.Parse(period.FromOn), LastDayOf(period), period.IsContinuing)
                : null,
            Addressees = record.Subjects.Count == 0 ? null : [.. record.Subjects.Select(AddresseeOf)],
        };
    }

    /// <summary>Translates officers, each once, as of the day of their act.</summary>
    public static IReadOnlyList<OfficerOnFile> OfficersOf(IEnumerable<Officer> officers, DateOnly day) =>
    [
        .. from officer in officers.DistinctBy(officer => officer.CertificateNumber, StringComparer.Ordinal)
           let @from = RecordTranslation.DateOf(officer.ValidFrom)
           let to = RecordTranslation.DateOf(officer.ValidTo)
           select new OfficerOnFile(
               officer.CertificateNumber, officer.HomeDivision, @from, to, OfficerOnFile.IsValidOn(@from, to, day),
               TextOf(officer.CrossRegionAuthority)),
    ];

    /// <summary>Translates an organ.</summary>
    public static Organ OrganOf(WireOrgan organ) => new(organ.Name, TextOf(organ.CreditCode), TextOf(organ.Division));

    /// <summary>Gets the last day of an act. One that goes on has none yet; one for which none is given was done on one
    /// day.</summary>
    public static DateOnly? LastDayOf(Protos.Record.V1.ActPeriod? period) => period is null
        ? null
        : RecordTranslation.DateOf(period.ToOn) ?? (period.IsContinuing ? null : CivilDates.Parse(period.FromOn));

    private static CitedLaw LawOf(LegalBasis law) => new(
        law.InstrumentId,
        law.Edition,
        law.Article,
        law.Paragraph == 0 ? null : law.Paragraph,
        law.Item == 0 ? null : law.Item);

    private static Addressee AddresseeOf(Subject subject) => new(
        (AddresseeCategory)subject.Category,
        TextOf(subject.CreditCode),
        TextOf(subject.Industry),
        subject.IsMinor,
        subject.IsUnderFourteen);

    private static string? TextOf(string text) => text.Length == 0 ? null : text;
}
