using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Guards;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Guard.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace ExchangeHub.Hub.Guards;

/// <summary>The guard service on the wire.</summary>
internal sealed class GuardGrpcService(
    NetworkInForce network, ISubjectIndex index, GuardQuestions questions, CheckRequest check, TimeProvider clock)
        : GuardService.GuardServiceBase
{
    private const int MonthsDefault = 36;
    private const int PageSizeDefault = 100;

    private static readonly ImmutableArray<RecordKind> Decisions = [RecordKind.Penalty, RecordKind.NoPenalty];

    public override async Task<GetStandingResponse> GetStanding(GetStandingRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        Kinds(request.Kinds).Wrong.ThrowIfAny();
        var position = await questions.CatchUpAsync(context.CancellationToken);
        var question = new StandingQuestion(
            request.Subject,
            Jurisdiction.Parse(request.Receiver),
            Day(request.ValidOn),
            request.KnownAt?.ToDateTimeOffset(),
            request.Months == 0 ? MonthsDefault : request.Months,
            Kinds(request.Kinds).Kinds)
        {
            AskedAt = clock.GetUtcNow(),
            Violation = request.Violation.Length == 0 ? null : request.Violation,
        };
        var standing = await questions.StandingAsync(question, context.CancellationToken);
        return WireGuards.From(question, standing, position);
    }

    public override async Task<CheckPositiveListResponse> CheckPositiveList(
        CheckPositiveListRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var (receiver, on) = (Jurisdiction.Parse(request.Receiver), Day(request.ValidOn));
        var position = await questions.CatchUpAsync(context.CancellationToken);
        var question = new StandingQuestion(request.Subject, receiver, on, null, MonthsDefault, [RecordKind.Penalty])
        {
            AskedAt = clock.GetUtcNow(),
            From = Eligibility.BarredFrom(network(), receiver, on) ?? on,
        };
        var standing = await questions.StandingAsync(question, context.CancellationToken);
        var eligibility = Eligibility.Of(network(), receiver, on, new Candidate(
            request.HasIsSmallDischarge ? request.IsSmallDischarge : null,
            request.HasIsLowRisk ? request.IsLowRisk : null,
            request.HasIsCreditGreen ? request.IsCreditGreen : null,
            request.HasHasGreenCertification ? request.HasGreenCertification : null,
            standing.IsFirst == ExchangeHub.Guards.Answer.NotKnown ? null : standing.ViolationCount));
        return WireGuards.From(eligibility, WireGuards.From(question, standing, position));
    }

    public override async Task<GetGroundsResponse> GetGrounds(GetGroundsRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var position = await questions.CatchUpAsync(context.CancellationToken);
        var records = await index.RecordsAsync(request.Subject, context.CancellationToken);
        var response = new GetGroundsResponse { AtPosition = position };
        response.Grounds.Add(SubjectGuard
            .Progress(network(), Jurisdiction.Parse(request.Receiver), records, Day(request.ValidOn)).Select(WireGuards.From));
        return response;
    }

    public override async Task<ListNoticesResponse> ListNotices(ListNoticesRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var position = await questions.CatchUpAsync(context.CancellationToken);
        var size = request.PageSize == 0 ? PageSizeDefault : request.PageSize;
        var page = await index.NoticesAsync(
            new NoticeQuery(
                request.Subject.Length == 0 ? null : request.Subject,
                request.Receiver.Length == 0 ? null : Jurisdiction.Parse(request.Receiver),
                request.AfterPosition == 0 ? null : new NoticeCursor(request.AfterPosition, request.AfterOrdinal),
                size + 1),
            context.CancellationToken);
        var response = new ListNoticesResponse { AtPosition = position, HasMore = page.Length > size };
        response.Notices.Add(page.Take(size).Select(WireGuards.From));
        return response;
    }

    private DateOnly Day(string text) => CivilDates.TryParse(text, out var day) ? day : CivilDates.Of(clock.GetUtcNow());

    private static (ImmutableArray<RecordKind> Kinds, List<FieldViolation> Wrong) Kinds(RepeatedField<string> asked)
    {
        var kinds = ImmutableArray.CreateBuilder<RecordKind>();
        var wrong = new List<FieldViolation>();
        foreach (var text in asked)
        {
            if (RecordKinds.TryParse(text, out var kind) && Decisions.Contains(kind))
            {
                kinds.Add(kind);
            }
            else
            {
                wrong.Add(new FieldViolation(
                    "kinds",
                    new Wording($"应为 penalty 或 nopenalty；实为“{text}”。", $"Expected penalty or nopenalty; found '{text}'."),
                    new ReasonCode("REF-INT-SCHEMA")));
            }
        }

        return (asked.Count == 0 ? Decisions : kinds.ToImmutable(), wrong);
    }
}
