using ExchangeHub.Hub.Access;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Disclosure.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ExchangeHub.Hub.Disclosures;

/// <summary>The disclosure service on the wire.</summary>
internal sealed class DisclosureGrpcService(DisclosureDesk desk, CheckRequest check, IHostApplicationLifetime lifetime)
    : DisclosureService.DisclosureServiceBase
{
    private static readonly TimeSpan SignOfLifeEvery = TimeSpan.FromSeconds(2);

    public override async Task<TakeActResponse> TakeAct(TakeActRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var (number, failure) = await desk.TakeAsync(WireRecords.From(request.Envelope), context.CancellationToken);
        return failure is null ? new TakeActResponse { Number = number } : throw failure.ToException();
    }

    public override async Task FollowActs(
        FollowActsRequest request, IServerStreamWriter<FollowActsResponse> responseStream, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var node = NodeId.TryParse(request.Node, out var named, out var violation) ? named : throw HubErrors.Invalid([
            new FieldViolation(
                "node", new Wording(violation.ToChinese(), violation.ToString()), new ReasonCode("REF-INT-SCHEMA")),
        ]).ToException();
        if (Gatekeeper.Of(context) is { Caller.Member: var member } && member.Node != node)
        {
            throw AccessErrors.NodeNotYours(member.ToString()).ToException();
        }

        if (request.After > desk.Acts.Count)
        {
            throw HubErrors.AheadOfLog(request.After, desk.Acts.Count).ToException();
        }

        using var ending =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await FollowAsync(node, request.After, responseStream, ending.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw HubErrors.Stopping().ToException();
        }
    }

    private async Task FollowAsync(
        NodeId node, int after, IServerStreamWriter<FollowActsResponse> responseStream, CancellationToken ending)
    {
        for (var number = after; ;)
        {
            var acts = desk.Acts;
            for (; number < acts.Count; number++)
            {
                var taken = acts[number];
                if (taken.Publisher == node || AskerOf(taken.Act.Id) == node)
                {
                    await responseStream.WriteAsync(
                        new FollowActsResponse
                        {
                            Number = number + 1,
                            TakenAt = Timestamp.FromDateTimeOffset(taken.At),
                            Envelope = WireRecords.From(taken.Envelope),
                            Publisher = taken.Publisher.ToString(),
                        },
                        ending);
                }
            }

            using var idle = CancellationTokenSource.CreateLinkedTokenSource(ending);
            idle.CancelAfter(SignOfLifeEvery);
            try
            {
                await desk.WaitForMoreAsync(number, idle.Token);
            }
            catch (OperationCanceledException) when (!ending.IsCancellationRequested)
            {
                await responseStream.WriteAsync(new FollowActsResponse(), ending);
            }
        }
    }

    private NodeId? AskerOf(string id) => desk.File.Requests.GetValueOrDefault(id)?.Asked.By;
}
