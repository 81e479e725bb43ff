using System.Data.Common;
using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Storage;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Agreement.V1;
using Grpc.Core;

namespace ExchangeHub.Node.Registry;

/// <summary>Follows the acts of the agreement, from the last one that is kept.</summary>
internal sealed class AgreementFollower(
    AgreementService.AgreementServiceClient hub, AgreementKeeper keeper, TimeProvider clock, ILogger<AgreementFollower> logger)
    : BackgroundService
{
    // The hub says something every 2 s.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = new Backoff(clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(pause, stoppingToken);
            }
            catch (Exception failed) when (failed is UnsoundActException or RpcException { StatusCode: StatusCode.OutOfRange })
            {
                if (pause.IsWorthTelling)
                {
                    NodeLog.ActUnsound(logger, keeper.State.Acts, failed.Message);
                }
            }
            catch (Exception failed) when (failed is RpcException or IOException or OperationCanceledException
                or StoreFullException or StoreFailedException or StoreClosedException or DbException)
            {
                if (pause.IsWorthTelling && !stoppingToken.IsCancellationRequested)
                {
                    NodeLog.AgreementWaits(logger, keeper.State.Acts, pause.Next);
                }
            }

            if (!stoppingToken.IsCancellationRequested)
            {
                await pause.WaitAsync(stoppingToken);
            }
        }
    }

    private async Task FollowAsync(Backoff pause, CancellationToken stopping)
    {
        using var silence = new CancellationTokenSource(SilenceMax, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, silence.Token);
        using var call = hub.FollowActs(new FollowActsRequest { After = keeper.State.Acts }, cancellationToken: ending.Token);
        while (await call.ResponseStream.MoveNext(ending.Token))
        {
            silence.CancelAfter(SilenceMax);
            if (call.ResponseStream.Current is { Number: > 0 } act)
            {
                await keeper.TakeAsync(act, ending.Token);
                NodeLog.ActTaken(logger, act.Number);
            }

            pause.Reset();
        }
    }
}
