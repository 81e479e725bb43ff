using System.Buffers.Text;
using System.Text;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Queries;

/// <summary>Searches on the wire: their conditions, and the token that leads from page to page.</summary>
internal static class RecordQueries
{
    private const int PageSizeDefault = 50;
    private const int SubjectNameMin = 2;

    /// <summary>Reads the conditions of a search.</summary>
    /// <exception cref="RpcException">There is none, or one cannot be met as it is written; every one of those is named.
    /// </exception>
    public static RecordQuery From(FindRecordsRequest request)
    {
        var violations = new List<FieldViolation>();
        if (request.Kind.Length > 0 && !RecordKinds.TryParse(request.Kind, out _))
        {
            violations.Add(
                Wrong("kind", "应为 evidence、penalty、permit、blacklist、nopenalty 或 positive。",
                "Expected evidence, penalty, permit, blacklist, nopenalty or positive."));
        }

        if (request.SubjectName.Length > 0 && request.SubjectName.EnumerateRunes().Count() < SubjectNameMin)
        {
            violations.Add(Wrong("subject_name", "应至少有 2 个字符。", "Expected 2 characters or more."));
        }

        var after = Cursor(request.PageToken);
        if (request.PageToken.Length > 0 && after is null)
        {
            violations.Add(Wrong(
                "page_token", "应为上一页返回的 next_page_token。", "Expected the next_page_token of the page before, unchanged."));
        }

        if (new[] { request.Kind, request.Jurisdiction, request.Subject, request.SubjectName, request.DocumentNumber,
            request.RecognisedBy, request.DecidedFrom }
            .All(string.IsNullOrEmpty))
        {
            violations.Add(Wrong(
                "", "请至少给出一个查询条件，例如主体代码、文号或属地。",
                    "Give at least one condition, such as a subject, a document number or a jurisdiction."));
        }

        violations.ThrowIfAny();
        return new RecordQuery(
            RecordKinds.TryParse(request.Kind, out var kind) ? kind : null,
            Division(request.Jurisdiction),
            NullIfEmpty(request.Subject),
            NullIfEmpty(request.SubjectName),
            request.DocumentNumber.Length == 0 ? null : DocumentNumber.Parse(request.DocumentNumber).Normalised,
            Day(request.DecidedFrom),
            Day(request.DecidedTo),
            Division(request.RecognisedBy),
            request.PageSize == 0 ? PageSizeDefault : request.PageSize,
            after);
    }

    /// <summary>Writes the token with which a caller asks for what comes after an entry.</summary>
    public static string TokenAfter(RecordEntry last) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{CivilDates.Format(last.DecidedOn)} {last.Dossier}"));

    private static RecordCursor? Cursor(string token)
    {
        if (token.Length == 0 || !Base64Url.IsValid(token))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        return text.Length > 11 && CivilDates.TryParse(text[..10], out var day) && DossierId.TryParse(text[11..], out var dossier)
            ? new RecordCursor(day, dossier)
            : null;
    }

    private static FieldViolation Wrong(string field, string chinese, string english) =>
        new(field, new Wording(chinese, english), new ReasonCode("REF-INT-SCHEMA"));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static Jurisdiction? Division(string text) => Jurisdiction.TryParse(text, out var division) ? division : null;

    private static DateOnly? Day(string text) => CivilDates.TryParse(text, out var day) ? day : null;
}
