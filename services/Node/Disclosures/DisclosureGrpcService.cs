using System.Collections.Immutable;
using ExchangeHub.Node.Errors;
using ExchangeHub.Protos.Disclosure.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Node.Disclosures;

/// <summary>The disclosure desk on the wire, for the district's own systems.</summary>
internal sealed class DisclosureGrpcService(DisclosureDesk desk, CheckRequest check)
    : DisclosureDeskService.DisclosureDeskServiceBase
{
    private static readonly Wording Dossier = new("案卷标识，如回执所示", "a dossier, as a receipt names it");

    public override async Task<KeepResponse> Keep(KeepRequest request, ServerCallContext context)
    {
        ThrowIfAny(check(request));
        var (kept, failure) = await desk.KeepAsync(request, context.CancellationToken);
        return failure is null ? new KeepResponse { Kept = kept } : throw failure.ToException();
    }

    public override async Task<AskResponse> Ask(AskRequest request, ServerCallContext context)
    {
        var violations = check(request);
        if (!DossierId.TryParse(request.Dossier, out var dossier) && request.Dossier.Length > 0)
        {
            var violation = Violation.Quoting(Dossier, request.Dossier);
            violations = violations.Add(new FieldViolation(
                "dossier", new Wording(violation.ToChinese(), violation.ToString()), new ReasonCode("REF-INT-SCHEMA")));
        }

        ThrowIfAny(violations);
        return new AskResponse { Id = await ThroughHubAsync(() => desk.AskAsync(request, dossier, context.CancellationToken)) };
    }

    public override Task<ListResponse> List(ListRequest request, ServerCallContext context) =>
        Task.FromResult(new ListResponse { Cases = { desk.List() } });

    public override async Task<AnswerResponse> Answer(AnswerRequest request, ServerCallContext context)
    {
        ThrowIfAny(check(request));
        return await ThroughHubAsync(() => desk.AnswerAsync(request, context.CancellationToken)) is { } failure
            ? throw failure.ToException() : new AnswerResponse();
    }

    public override async Task<ReadResponse> Read(ReadRequest request, ServerCallContext context)
    {
        ThrowIfAny(check(request));
        var (response, failure) = await desk.ReadAsync(request.Id, context.CancellationToken);
        return response ?? throw failure!.ToException();
    }

    public override async Task<EraseResponse> Erase(EraseRequest request, ServerCallContext context)
    {
        ThrowIfAny(check(request));
        return new EraseResponse
        {
            Erased = await desk.EraseAsync(request.Number.ToStringUtf8(), context.CancellationToken),
        };
    }

    // What the hub decided goes to the officer in the hub's own words; that it is away, in ours.
    private static async Task<T> ThroughHubAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException away) when (away.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded
            or StatusCode.Cancelled)
        {
            throw NodeErrors.HubAway().ToException();
        }
    }

    private static void ThrowIfAny(ImmutableArray<FieldViolation> violations)
    {
        if (!violations.IsEmpty)
        {
            throw NodeErrors.Invalid(violations).ToException();
        }
    }
}
