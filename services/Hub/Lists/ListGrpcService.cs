using ExchangeHub.Hub.Deliveries;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Protos.Lists.V1;
using Grpc.Core;

namespace ExchangeHub.Hub.Lists;

/// <summary>The list service on the wire.</summary>
internal sealed class ListGrpcService(ListDesk desk, Subscribers subscribers, IHostApplicationLifetime lifetime)
    : ListService.ListServiceBase
{
    public override async Task GetSnapshot(
        GetSnapshotRequest request, IServerStreamWriter<GetSnapshotResponse> responseStream, ServerCallContext context)
    {
        await foreach (var answer in desk.SnapshotAsync(request, context.CancellationToken))
        {
            await responseStream.WriteAsync(answer, context.CancellationToken);
        }
    }

    public override async Task FollowChanges(
        FollowChangesRequest request, IServerStreamWriter<FollowChangesResponse> responseStream, ServerCallContext context)
    {
        var after = await desk.OpenAsync(request, context.CancellationToken);
        using var ending =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            // An empty page is worth telling once: it says that there was nothing.
            for (var isFirst = true; ; isFirst = false)
            {
                var page = await desk.PageAsync(request, after, ending.Token);
                if (isFirst || page.Changes.Count > 0)
                {
                    await responseStream.WriteAsync(page, ending.Token);
                    subscribers.Delivered(request.Subscription, page.Position);
                }

                if (page.Changes.Count == 0 && !request.Live)
                {
                    return;
                }

                after = page.Position;
                if (page.Changes.Count == 0)
                {
                    await desk.WaitAsync(after, ending.Token);
                }
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw HubErrors.Stopping().ToException();
        }
    }

    public override Task<ListChangesResponse> ListChanges(ListChangesRequest request, ServerCallContext context) =>
        desk.NewestAsync(request, context.CancellationToken);

    public override async Task<AcknowledgeChangesResponse> AcknowledgeChanges(
        AcknowledgeChangesRequest request, ServerCallContext context) =>
        new() { Position = await desk.AcknowledgeAsync(request, context.CancellationToken) };

    public override Task<ListOverdueResponse> ListOverdue(ListOverdueRequest request, ServerCallContext context) =>
        desk.OverdueAsync(context.CancellationToken);

    public override Task<ListHandoversResponse> ListHandovers(ListHandoversRequest request, ServerCallContext context) =>
        desk.HandoversAsync(request, context.CancellationToken);
}
