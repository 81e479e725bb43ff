using ExchangeHub.EventLog;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Protos.Operation.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ExchangeHub.Hub.Operations;

/// <summary>The operation service on the wire.</summary>
internal sealed class OperationGrpcService(
    IEnumerable<IReadModel> models, IEventLog log, PeersDesk peers, CheckRequest check, ILogger<OperationGrpcService> logger)
    : OperationService.OperationServiceBase
{
    public override Task<ListReadModelsResponse> ListReadModels(ListReadModelsRequest request, ServerCallContext context)
    {
        var response = new ListReadModelsResponse();
        response.ReadModels.Add(models.Select(model => model.State).OrderBy(state => state.Name, StringComparer.Ordinal)
            .Select(state => new ReadModel
            {
                Name = state.Name,
                Position = state.Position,
                Head = state.Head,
                BehindFor = state.BehindFor > TimeSpan.Zero ? Duration.FromTimeSpan(state.BehindFor) : null,
                IsStopped = state.IsStopped,
            }));
        return Task.FromResult(response);
    }

    public override Task<ListPeersResponse> ListPeers(ListPeersRequest request, ServerCallContext context) =>
        peers.ListAsync(context.CancellationToken);

    public override async Task RebuildReadModel(
        RebuildReadModelRequest request, IServerStreamWriter<RebuildReadModelResponse> responseStream, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var model = models.FirstOrDefault(model => model.State.Name == request.Name)
            ?? throw AskingErrors.ReadModelUnknown(request.Name).ToException();
        var head = await log.HeadAsync(context.CancellationToken);
        var reached = await model.RebuildAsync(
            position => responseStream.WriteAsync(
                new RebuildReadModelResponse { Position = position, Head = Math.Max(head, position) }, context.CancellationToken),
            context.CancellationToken)
            ?? throw AskingErrors.RebuildUnderWay(request.Name).ToException();
        AskingLog.Rebuilt(logger, request.Name, reached);
        await responseStream.WriteAsync(
            new RebuildReadModelResponse { Position = reached, Head = Math.Max(head, reached), IsDone = true },
            context.CancellationToken);
    }
}
