using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>
/// The marks by which records are found: a letter for what is meant, then the value. Written by the projection, asked for by the
/// index, and known to nobody else.
/// </summary>
internal static class RecordMarks
{
    // What is longer is marked by its digest: an entry of an index has some 2 KB at most.
    private const int ValueMax = 200;

    /// <summary>Gets what a record says.</summary>
    public static string[] Of(Statement statement, StatementBody.RecordVersion record) =>
    [
        Kind(statement.Dossier.Kind),
        Jurisdiction(record.Jurisdiction),
        Issuer(statement.Issuer.CreditCode),
        .. record.Subjects.Distinct(StringComparer.Ordinal).Select(Subject),
        .. Number(record) is { Length: > 0 } number ? [Document(number)] : Array.Empty<string>(),
        .. ViolationOf(record.Details) is { Length: > 0 } violation ? [Violation(violation)] : Array.Empty<string>(),
        .. record.Topic.WaterBody is { Length: > 0 } water ? [Water(water)] : Array.Empty<string>(),
        .. record.Details is RecordDetails.Evidence { ReceivingDivision: { } receiver }
            ? new[] { HandOver(receiver), HandOver(statement.Node.Jurisdiction) }.Distinct() : [],
        .. record.Topic.Industries.SelectMany(Beginnings).Distinct(StringComparer.Ordinal).Select(Industry),
    ];

    /// <summary>Gets the codes of all reasons of a decision, each once.</summary>
    public static string[] Reasons(Decision decision) =>
        [.. decision.Assessment.Findings.Select(finding => finding.Code.ToString()).Distinct(StringComparer.Ordinal)];

    public static string Kind(RecordKind kind) => "k:" + kind.Code();

    public static string Jurisdiction(Jurisdiction jurisdiction) => $"j:{jurisdiction}";

    public static string Issuer(string creditCode) => "i:" + creditCode;

    public static string Subject(string creditCode) => "s:" + creditCode;

    /// <summary>Gets the mark of evidence that is handed over, for each side of it.</summary>
    public static string HandOver(Jurisdiction side) => $"h:{side}";

    public static string Document(string normalised) => "d:" + normalised;

    public static string Industry(string beginning) => "b:" + beginning;

    public static string Violation(string words) => "v:" + Short(Folded(words));

    public static string Water(string name) => "w:" + Short(Folded(name));

    public static string Outcome(string receivers, Outcome outcome) =>
        string.Create(CultureInfo.InvariantCulture, $"{receivers}={(int)outcome}");

    public static string Reason(string receivers, string code) => $"{receivers}:{code}";

    /// <summary>Gets the key of a name.</summary>
    public static long Name(NameForm form) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(form.Text)));

    /// <summary>Gets the number of a document in the form that is compared; empty when it has none.</summary>
    public static string Number(StatementBody.RecordVersion record) =>
        DocumentNumber.TryParse(record.Caption.DocumentNumber, out var number) ? number.Normalised : "";

    /// <summary>Gets the sort of violation; empty when the kind has none.</summary>
    public static string ViolationOf(RecordDetails details) => details switch
    {
        RecordDetails.Penalty penalty => penalty.Violation,
        RecordDetails.NoPenalty decision => decision.Violation,
        _ => "",
    };

    private static IEnumerable<string> Beginnings(string industry) =>
        Enumerable.Range(2, Math.Max(0, industry.Length - 1)).Select(length => industry[..length]);

    private static string Folded(string text) => NameForm.Of(text) is { Length: > 0 } form ? form.Text : text;

    private static string Short(string text) => text.Length <= ValueMax ? text
        : "#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
