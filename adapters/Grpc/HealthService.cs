using Grpc.Core;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace ExchangeHub.Grpc;

/// <summary>The health service on the wire. All it knows is in <see cref="ServingStates"/>.</summary>
internal sealed class HealthService(ServingStates states) : Health.HealthBase
{
    private const int ListedMax = 100;

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var status = states.Observe(request.Service).Status;
        return status == ServingStatus.ServiceUnknown
            ? throw new RpcException(new Status(
                StatusCode.NotFound,
                $"This server has no service '{request.Service}'. Write its name with its package, or nothing for the server."))
            : Task.FromResult(new HealthCheckResponse { Status = status });
    }

    public override Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var response = new HealthListResponse();
        foreach (var name in states.Names)
        {
            response.Statuses[name] = new HealthCheckResponse { Status = states.Observe(name).Status };
        }

        return response.Statuses.Count > ListedMax
            ? throw new RpcException(new Status(
                StatusCode.ResourceExhausted,
                $"This server has {response.Statuses.Count} services and lists at most {ListedMax}. Check them one by one."))
            : Task.FromResult(response);
    }

    // A slow watcher costs nothing: it is told the newest state when it comes back, not every one that it missed.
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        ServingStatus? told = null;
        Task? changed;
        do
        {
            (var status, changed) = states.Observe(request.Service);
            if (status != told)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, context.CancellationToken)
                    .ConfigureAwait(false);
                told = status;
            }

            await (changed ?? Task.CompletedTask).WaitAsync(context.CancellationToken).ConfigureAwait(false);
        }
        while (changed is not null);
    }
}
