using System.Buffers.Text;
using System.Text;
using ExchangeHub.Access;
using ExchangeHub.Agreements;
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

    /// <summary>Gets what is said of a kind that there is not.</summary>
    public static FieldViolation KindUnknown => Wrong("kind", "应为 evidence、penalty、permit、blacklist、nopenalty 或 positive。",
        "Expected evidence, penalty, permit, blacklist, nopenalty or positive.");

    /// <summary>Gets what is said of a token that leads nowhere.</summary>
    public static FieldViolation TokenUnknown => Wrong(
        "page_token", "应为上一页返回的 next_page_token。", "Expected the next_page_token of the page before, unchanged.");

    /// <summary>Reads the conditions of a search.</summary>
    /// <exception cref="RpcException">There is none, or one cannot be met as it is written; every one of those is named.
    /// </exception>
    public static RecordQuery From(FindRecordsRequest request)
    {
        var violations = new List<FieldViolation>();
        if (request.Kind.Length > 0 && !RecordKinds.TryParse(request.Kind, out _))
        {
            violations.Add(KindUnknown);
        }

        if (request.SubjectName.Length > 0 && NameForm.Of(request.SubjectName).Length < SubjectNameMin)
        {
            violations.Add(Wrong("subject_name", "应至少有 2 个文字或数字。", "Expected 2 letters or digits or more."));
        }

        violations.AddRange(Pairs(request));

        var after = Cursor(request.PageToken);
        if (request.PageToken.Length > 0 && after is null)
        {
            violations.Add(TokenUnknown);
        }

        if (new[] { request.Kind, request.Jurisdiction, request.Subject, request.SubjectName, request.DocumentNumber,
            request.RecognisedBy, request.DecidedFrom, request.Industry, request.Violation, request.Issuer, request.WaterBody,
            request.OutcomeOf, request.Reason, request.KnownFrom }
            .All(string.IsNullOrEmpty) && request.Near is null)
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
            after)
        {
            Industry = NullIfEmpty(request.Industry),
            Violation = NullIfEmpty(request.Violation),
            Issuer = NullIfEmpty(request.Issuer),
            WaterBody = NullIfEmpty(request.WaterBody),
            Outcome = Division(request.OutcomeOf) is { } receiver
                ? new OutcomeSought(receiver, request.Outcome == 0 ? null : (Outcome)request.Outcome) : null,
            Reason = request.Reason.Length == 0 ? null : new ReasonCode(request.Reason),
            Around = request.Near is not { } near ? null : new Vicinity(
                new GeoPoint(near.LatitudeMicrodegrees / 1e6, near.LongitudeMicrodegrees / 1e6), request.WithinMetres),
            KnownFrom = Day(request.KnownFrom),
            KnownTo = Day(request.KnownTo),
            IsCounted = request.WithTotal,
        };
    }

    /// <summary>Reads of which period decisions are counted.</summary>
    /// <exception cref="RpcException">The kind is none, or the period is too long or ends before it begins.</exception>
    public static ((DateOnly From, DateOnly To) Days, RecordKind? Kind) From(CountDecisionsRequest request)
    {
        var (from, to) = (CivilDates.Parse(request.DecidedFrom), CivilDates.Parse(request.DecidedTo));
        var violations = new List<FieldViolation>();
        if (request.Kind.Length > 0 && !RecordKinds.TryParse(request.Kind, out _))
        {
            violations.Add(KindUnknown);
        }

        if (from > to || to.DayNumber - from.DayNumber >= ReadingRules.SearchDaysMax)
        {
            violations.Add(Wrong(
                "decided_to", $"应不早于 decided_from，且起止之间不超过 {ReadingRules.SearchDaysMax} 天。",
                $"Expected a day that is not before decided_from, and {ReadingRules.SearchDaysMax} days at most in all."));
        }

        violations.ThrowIfAny();
        return ((from, to), RecordKinds.TryParse(request.Kind, out var kind) ? kind : null);
    }

    // Conditions that say nothing alone.
    private static IEnumerable<FieldViolation> Pairs(FindRecordsRequest request)
    {
        if (request.Outcome != 0 && request.OutcomeOf.Length == 0)
        {
            yield return Wrong(
                "outcome_of", "按结果查询时，请给出作出该结果的一方，例如 330421。",
                "With an outcome say whose it is, such as 330421.");
        }

        if (request.Near is null != (request.WithinMetres == 0))
        {
            yield return Wrong(
                request.Near is null ? "near" : "within_metres", "中心点与距离（米）须同时给出。",
                "A point and a distance in metres go together; give both.");
        }

        if (request.Industry.Length > 0 && (request.Industry.Length < 2 || !request.Industry.All(char.IsAsciiDigit)))
        {
            yield return Wrong(
                "industry", "应为行业分类代码的前 2 至 4 位数字，例如 17 或 1713。",
                "Expected the first 2 to 4 digits of an industry, such as 17 or 1713.");
        }
    }

    /// <summary>Writes the token with which a caller asks for what comes after an entry.</summary>
    public static string TokenAfter(RecordEntry last) => TokenAfter(new RecordCursor(last.DecidedOn, last.Dossier));

    /// <summary>Writes the token with which a caller asks for what comes after a place.</summary>
    public static string TokenAfter(RecordCursor last) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{CivilDates.Format(last.DecidedOn)} {last.Dossier}"));

    /// <summary>Reads such a token.</summary>
    /// <returns>Null when there is none, or it is not one.</returns>
    public static RecordCursor? Cursor(string token)
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
