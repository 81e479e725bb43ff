using System.Data.Common;
using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Inbox;
using ExchangeHub.Node.Storage;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.History.V1;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Node.History;

/// <summary>Answers the hub when it asks this node to sign a checkpoint, and shows it the last one that it has signed.</summary>
internal sealed class Witnessing(
    Subscriber subscriber, HistoryService.HistoryServiceClient hub, WitnessDesk desk, HistoryFindings findings,
    TimeProvider clock, ILogger<Witnessing> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = new Backoff(clock);
        while (desk.IsWitness && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WitnessAsync(pause, stoppingToken);
            }
            catch (RpcException failed) when (failed.StatusCode == StatusCode.FailedPrecondition)
            {
                // The hub itself has seen that its history is not the one that this node has signed.
                findings.Find("backwards", new Wording(
                    "枢纽的历史与本节点见证过的不一致：枢纽已自行停止，请通知各方。",
                    $"The hub's history is not the one that this node has witnessed; it has stopped. Tell all parties. "
                    + failed.Status.Detail));
            }
            catch (Exception failed) when (failed is RpcException or IOException or OperationCanceledException
                or StoreFullException or StoreFailedException or StoreClosedException or DbException)
            {
                if (pause.IsWorthTelling && !stoppingToken.IsCancellationRequested)
                {
                    var status = (failed as RpcException)?.StatusCode ?? StatusCode.Unknown;
                    NodeLog.WitnessWaits(logger, pause.Next, status.ToString());
                }
            }

            if (!stoppingToken.IsCancellationRequested)
            {
                await pause.WaitAsync(stoppingToken);
            }
        }
    }

    private async Task WitnessAsync(Backoff pause, CancellationToken stopping)
    {
        using var call = hub.Witness(cancellationToken: stopping);
        await call.RequestStream.WriteAsync(
            new WitnessRequest
            {
                Introduction = new WitnessIntroduction
                {
                    Name = subscriber.Node.ToString(),
                    Latest = desk.Latest?.ToString() ?? "",
                },
            },
            stopping);
        while (await call.ResponseStream.MoveNext(stopping))
        {
            var answer = await desk.AnswerAsync(call.ResponseStream.Current.AddCheckpoint, stopping);
            if (answer.Status == 422)
            {
                findings.Find("fork", new Wording(
                    "枢纽请求见证的检查点与本节点见证过的历史不一致，未予签署：枢纽出示了两种历史。请通知各方。",
                    "The hub asked for a signature under a checkpoint that does not extend the history which this node has "
                    + "witnessed: it shows two histories. Nothing was signed. Tell all parties."));
            }

            await call.RequestStream.WriteAsync(
                new WitnessRequest { Answer = new WitnessAnswer { Status = answer.Status, Body = answer.Body } }, stopping);
            pause.Reset();
        }
    }
}
