using System.Buffers.Text;
using System.Text;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ExchangeHub.Hub.Queries;

/// <summary>The query service on the wire.</summary>
internal sealed class QueryGrpcService(
    Network network, DossierLookup lookup, Streams streams, IRecordIndex index, IEventLog log, IEventCodec codec,
        CheckRequest check)
    : QueryService.QueryServiceBase
{
    private const int PageSizeDefault = 50;
    private const int SubjectNameMin = 2;

    public override async Task<GetRecordResponse> GetRecord(GetRecordRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var dossier = await lookup.FindAsync(request.RecordId, request.Dossier, request.AtPosition, context.CancellationToken);

        var response = new GetRecordResponse { Dossier = dossier.ToString() };
        var state = DossierState.Empty;
        foreach (var logged in await log.ReadStreamAsync(dossier.Stream, 0, context.CancellationToken))
        {
            var happened = codec.DecodeDossier(logged);
            state = Dossier.Evolve(state, happened);
            if (happened is DossierEvent.StatementFiled filed)
            {
                response.Statements.Add(new HeldStatement
                {
                    Position = logged.Position, ReceivedAt = Timestamp.FromDateTimeOffset(logged.At), Envelope =
                        WireRecords.From(filed.Envelope),
                });
            }
        }

        if (state.Facts.Statements.IsEmpty)
        {
            throw HubErrors.RecordUnknown(dossier.ToString()).ToException();
        }

        var current = state.Facts.Current?.Statement ?? state.Facts.Statements[0].Statement;
        response.RecordId = current.Record.ToString();
        response.Aliases.Add(state.Facts.Statements.Select(filed => filed.Statement.Record.ToString())
            .Where(id => id != response.RecordId).Distinct(StringComparer.Ordinal));
        response.Decisions.Add(InForce(dossier, state.InForce.Values));
        return response;
    }

    public override async Task<FindRecordsResponse> FindRecords(FindRecordsRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var query = ToQuery(request);
        if (request.AtPosition > 0)
        {
            _ = await index.WaitForAsync(request.AtPosition, context.CancellationToken);
        }

        var page = await index.FindAsync(query, context.CancellationToken);
        var response = new FindRecordsResponse { AtPosition = page.Position };
        foreach (var entry in page.Entries)
        {
            var summary = new RecordSummary
            {
                RecordId = entry.Record.ToString(),
                Dossier = entry.Dossier.ToString(),
                Kind = entry.Dossier.Kind.Code(),
                Jurisdiction = entry.Jurisdiction.ToString(),
                IssuerName = entry.IssuerName,
                DocumentNumber = entry.Caption.DocumentNumber,
                DecidedOn = CivilDates.Format(entry.DecidedOn),
                Version = entry.Version,
            };
            summary.SubjectNames.Add(entry.Caption.SubjectNames);
            summary.Subjects.Add(entry.Subjects);
            summary.Decisions.Add(InForce(entry.Dossier, entry.InForce));
            response.Records.Add(summary);
        }

        if (page.HasMore && page.Entries is [.., var last])
        {
            response.NextPageToken = PageToken(last);
        }

        return response;
    }

    public override async Task<GetSubjectResponse> GetSubject(GetSubjectRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var (subject, _) = await streams.SubjectAsync(request.Subject, context.CancellationToken);
        var metres = network.Agreement.RuleSets[^1].SameActMetres;
        var response = new GetSubjectResponse { ViolationCount = subject.ViolationCount(metres) };
        foreach (var decisions in subject.DistinctActs(metres))
        {
            var act = new Act { Counts = decisions.Any(decision => !subject.Fallen.ContainsKey(decision.Dossier)) };
            if (decisions.Select(decision => decision.Sketch.To ?? decision.Sketch.From).OfType<DateOnly>()
                .ToArray() is { Length: > 0 } days)
            {
                act.On = CivilDates.Format(days.Max());
            }

            act.Dossiers.Add(decisions.Select(decision => decision.Dossier.ToString()));
            response.Acts.Add(act);
        }

        return response;
    }

    private static IEnumerable<Protos.Recognition.V1.Decision> InForce(DossierId dossier, IEnumerable<Decision> decisions) =>
        decisions.OrderBy(decision => decision.Number).Select(decision => WireDecisions.From(dossier, decision));

    private static RecordQuery ToQuery(FindRecordsRequest request)
    {
        var violations = new List<FieldViolation>();
        if (request.Kind.Length > 0 && !RecordKinds.TryParse(request.Kind, out _))
        {
            violations.Add(
                Wrong("kind", "应为 evidence、penalty、permit 或 blacklist。", "Expected evidence, penalty, permit or blacklist."));
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

    private static string PageToken(RecordEntry last) =>
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
