using ExchangeHub.Agreements;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Agreement.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ExchangeHub.Hub.Registry;

/// <summary>The agreement service on the wire.</summary>
internal sealed class AgreementGrpcService(
    AgreementDesk desk, CheckRequest check, TimeProvider clock, IHostApplicationLifetime lifetime)
    : AgreementService.AgreementServiceBase
{
    private static readonly TimeSpan SignOfLifeEvery = TimeSpan.FromSeconds(2);

    public override async Task<TakeActResponse> TakeAct(TakeActRequest request, ServerCallContext context)
    {
        var envelope = request.Envelope is null ? null : WireRecords.From(request.Envelope);
        var (taken, failure) = await desk.TakeAsync(envelope, context.CancellationToken);
        if (taken is null)
        {
            throw failure!.ToException();
        }

        var response = new TakeActResponse
        {
            Number = taken.Number, TakenAt = Timestamp.FromDateTimeOffset(taken.Taken.At),
        };
        if (WireAgreements.DocumentOf(taken.Taken.Act.Deed) is { } digest && desk.State.Find(digest) is { } paper)
        {
            response.Paper = WireAgreements.From(paper);
        }

        return response;
    }

    public override Task<GetStandingResponse> GetStanding(GetStandingRequest request, ServerCallContext context) =>
        Task.FromResult(WireAgreements.From(desk.State, AgreementActs.EarliestFrom(clock.GetUtcNow())));

    public override async Task FollowActs(
        FollowActsRequest request, IServerStreamWriter<FollowActsResponse> responseStream, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        if (request.After > desk.Acts.Length)
        {
            throw HubErrors.AheadOfLog(request.After, desk.Acts.Length).ToException();
        }

        using var ending =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            for (var number = request.After; ;)
            {
                foreach (var taken in desk.Acts.Skip(number))
                {
                    await responseStream.WriteAsync(new FollowActsResponse
                    {
                        Number = number = taken.Number,
                        TakenAt = Timestamp.FromDateTimeOffset(taken.Taken.At),
                        Envelope = WireRecords.From(taken.Taken.Envelope),
                    }, ending.Token);
                }

                using var idle = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
                idle.CancelAfter(SignOfLifeEvery);
                try
                {
                    await desk.WaitForMoreAsync(number, idle.Token);
                }
                catch (OperationCanceledException) when (!ending.IsCancellationRequested)
                {
                    await responseStream.WriteAsync(new FollowActsResponse(), ending.Token);
                }
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw HubErrors.Stopping().ToException();
        }
    }
}
