using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>The dossier of a record: its kind and its business key, computed from what it says.</summary>
/// <remarks>protos/README.md has the shapes.</remarks>
internal static class Dossiers
{
    /// <summary>What a dossier looks like.</summary>
    public static readonly Wording Shape = new(
        "案卷标识，例如 penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号", "a dossier such as penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号");

    /// <summary>Gets the kind of a record.</summary>
    /// <param name="record">The record.</param>
    /// <returns>The kind, or null when it has no body.</returns>
    public static RecordKind? KindOf(Record record) => record.BodyCase switch
    {
        Record.BodyOneofCase.Penalty => RecordKind.Penalty,
        Record.BodyOneofCase.Evidence => RecordKind.Evidence,
        Record.BodyOneofCase.Permit => RecordKind.Permit,
        Record.BodyOneofCase.Blacklist => RecordKind.Blacklist,
        Record.BodyOneofCase.NoPenalty => RecordKind.NoPenalty,
        Record.BodyOneofCase.PositiveListing => RecordKind.PositiveList,
        _ => null,
    };

    /// <summary>Computes the dossier of a record.</summary>
    /// <param name="record">A record; its fields need not be right.</param>
    /// <returns>The text of the dossier; parts of the business key that are missing stay empty. Empty without a body.</returns>
    public static string TextOf(Record record) => record.BodyCase switch
    {
        Record.BodyOneofCase.Penalty =>
            $"penalty/{record.LegalIssuer?.CreditCode}/{NumberPart(record.Penalty.DocumentNumber)}",
        Record.BodyOneofCase.Evidence => $"evidence/{record.Jurisdiction}/{record.Evidence.PackageNumber}",
        Record.BodyOneofCase.Permit => $"permit/{record.Permit.PermitNumber}/{record.Permit.VersionNumber}",
        Record.BodyOneofCase.Blacklist =>
            $"blacklist/{record.Blacklist.ListCode}/{SubjectPart(record)}/{NumberPart(record.Blacklist.DocumentNumber)}",
        Record.BodyOneofCase.NoPenalty =>
            $"nopenalty/{record.LegalIssuer?.CreditCode}/{NumberPart(record.NoPenalty.DocumentNumber)}",
        Record.BodyOneofCase.PositiveListing =>
            $"positive/{record.LegalIssuer?.CreditCode}/{SubjectPart(record)}/{record.DecidedOn}",
        _ => "",
    };

    /// <summary>Gets the number of the document, or of the package, as printed.</summary>
    /// <param name="record">The record.</param>
    /// <returns>The number; empty without a body.</returns>
    public static string PrintedNumberOf(Record record) => record.BodyCase switch
    {
        Record.BodyOneofCase.Penalty => record.Penalty.DocumentNumber,
        Record.BodyOneofCase.Evidence => record.Evidence.PackageNumber,
        Record.BodyOneofCase.Permit => record.Permit.DocumentNumber,
        Record.BodyOneofCase.Blacklist => record.Blacklist.DocumentNumber,
        Record.BodyOneofCase.NoPenalty => record.NoPenalty.DocumentNumber,
        Record.BodyOneofCase.PositiveListing => record.PositiveListing.DocumentNumber,
        _ => "",
    };

    // A slash would begin another part.
    private static string NumberPart(string documentNumber) => DocumentNumber.Normalise(documentNumber)
        .Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);

    // A natural person is named by the commitment to the number, which tells nobody who it is.
    private static string SubjectPart(Record record) => record.Subjects.FirstOrDefault() switch
    {
        { CreditCode: { Length: > 0 } code } => code,
        { Person.NumberCommitment: { IsEmpty: false } commitment } => $"p-{Convert.ToHexStringLower(commitment.Span)[..32]}",
        _ => "",
    };
}
