using System.Collections.Immutable;
using ExchangeHub.Node.Errors;
using ExchangeHub.Node.Inbox;
using ExchangeHub.Node.Outbox;
using ExchangeHub.Node.Reliances;
using ExchangeHub.Node.Submissions;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Node.Serving;

/// <summary>The node's service on the wire. Translates and checks; the submitter stores, the reliance desk answers.</summary>
internal sealed class NodeGrpcService(
    Submitter submitter,
    OutboxStore outbox,
    InboxStore inbox,
    RelianceDesk reliances,
    NodeCondition condition,
    StuckDesk stuck,
    CheckRequest check,
    IHostApplicationLifetime lifetime) : NodeService.NodeServiceBase
{
    private const int PageSize = 64;

    public override async Task<SubmitResponse> Submit(SubmitRequest request, ServerCallContext context)
    {
        var (submission, failure) = await submitter.SubmitAsync(request, context.CancellationToken);
        return submission is not null ? new SubmitResponse { Submission = submission } : throw failure!.ToException();
    }

    public override async Task SubmitStream(
        IAsyncStreamReader<SubmitStreamRequest> requestStream,
        IServerStreamWriter<SubmitStreamResponse> responseStream,
        ServerCallContext context)
    {
        using var stream = new SubmissionStream(submitter, lifetime.ApplicationStopping);
        await stream.RunAsync(requestStream, responseStream, context.CancellationToken);
    }

    public override Task<GetSubmissionResponse> GetSubmission(GetSubmissionRequest request, ServerCallContext context)
    {
        ThrowIfAny(check(request));
        return Task.FromResult(new GetSubmissionResponse
        {
            Submission = outbox.Find(request.Sequence) ?? throw NodeErrors.SubmissionUnknown(request.Sequence).ToException(),
        });
    }

    public override Task<RelyResponse> Rely(RelyRequest request, ServerCallContext context)
    {
        // 1. Read the question: every violation is reported, not only the first.
        var violations = check(request);
        DossierId? dossier = DossierId.TryParse(request.Dossier, out var id) ? id : null;
        if (request.Dossier.Length > 0 && dossier is null && !violations.Any(violation => violation.Field == "dossier"))
        {
            violations = violations.Add(Violated("dossier", Violation.Quoting(Dossier, request.Dossier)));
        }

        if ((request.Dossier.Length > 0) == (request.Subject.Length > 0))
        {
            var found = request.Dossier.Length > 0 ? new Wording("两者都有", "both") : new Wording("空值", "nothing");
            violations = violations.Add(Violated("dossier", new Violation(
                new Wording("dossier 与 subject 二者之一", "either dossier or subject"), found)));
        }

        ThrowIfAny(violations);

        // 2. Answer from what has arrived.
        DateOnly? validOn = CivilDates.TryParse(request.ValidOn, out var day) ? day : null;
        var (answers, completeTo) = reliances.Answer(
            new RelianceQuestion(dossier, request.Subject, validOn, request.KnownAt?.ToDateTimeOffset()));
        var response = new RelyResponse { CompleteTo = completeTo, HeardAt = condition.HeardAt };
        response.Reliances.Add(answers);
        return Task.FromResult(response);
    }

    public override async Task Watch(
        WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
    {
        ThrowIfAny(check(request));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            var position = request.AfterPosition;
            while (true)
            {
                // Taken before the page is read, so that nothing comes between the two.
                var moved = inbox.Moved;
                var page = inbox.Page(position, PageSize);
                foreach (var delivery in page)
                {
                    // What was put aside is not passed on: the watcher's chain leads past it.
                    delivery.PreviousPosition = position;
                    position = delivery.Position;
                    await responseStream.WriteAsync(new WatchResponse { Delivery = delivery }, ending.Token);
                }

                if (page.Count == 0)
                {
                    await moved.WaitAsync(ending.Token);
                }
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw NodeErrors.Stopping().ToException();
        }
    }

    public override Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        ThrowIfAny(check(request));
        return Task.FromResult(condition.Describe());
    }

    public override Task<ListStuckResponse> ListStuck(ListStuckRequest request, ServerCallContext context)
    {
        ThrowIfAny(check(request));
        return Task.FromResult(stuck.List(request));
    }

    private static Wording Dossier { get; } = new(
        "案卷标识，例如 penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号", "a dossier such as penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号");

    private static FieldViolation Violated(string field, Violation violation) =>
        new(field, new Wording(violation.ToChinese(), violation.ToString()), new ReasonCode("REF-INT-SCHEMA"));

    private static void ThrowIfAny(ImmutableArray<FieldViolation> violations)
    {
        if (!violations.IsEmpty)
        {
            throw NodeErrors.Invalid(violations).ToException();
        }
    }
}
