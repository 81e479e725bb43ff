using System.Data.Common;
using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Storage;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Publication.V1;
using Grpc.Core;

namespace ExchangeHub.Node.Outbox;

/// <summary>
/// Sends what waits in the outbox to the hub, stream after stream, and begins again after any break. The hub answers a repetition
/// with the first receipt, so sending twice is harmless.
/// </summary>
internal sealed class Forwarder(
    OutboxStore outbox,
    PublicationService.PublicationServiceClient hub,
    HubContact contact,
    TimeProvider clock,
    NodeMetrics metrics,
    ILogger<Forwarder> logger) : BackgroundService
{
    // A new statement wakes the forwarder; this is for what a lost signal would leave lying.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = new Backoff(clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!HasWaiting())
            {
                await outbox.WaitAsync(LookAgain, stoppingToken);
                continue;
            }

            if (await RunStreamAsync(pause, stoppingToken) is { } cause && !stoppingToken.IsCancellationRequested)
            {
                if (pause.IsWorthTelling)
                {
                    NodeLog.ForwardingPaused(logger, pause.Next, cause);
                }

                contact.Paused(cause, pause.Next);
                await pause.WaitAsync(stoppingToken);
            }
        }
    }

    // Gets why it did not go well; null when it did.
    private async Task<string?> RunStreamAsync(Backoff pause, CancellationToken stopping)
    {
        using var stream = new ForwardingStream(outbox, contact, pause, clock, metrics, logger);
        try
        {
            await stream.RunAsync(hub, stopping);
        }
        catch (Exception failed) when (failed is RpcException or HubAnswerException or IOException or OperationCanceledException
            or StoreFullException or StoreFailedException or StoreClosedException or DbException)
        {
            return failed is RpcException call ? $"the hub's answer is {call.StatusCode}." : failed.Message;
        }

        // A stream that ends well without an answer would be begun again at once, for ever.
        return stream.IsStopped ? "a statement in the outbox was changed on disk."
            : stream.HasProgressed ? null
            : "the hub ended the stream without an answer.";
    }

    private bool HasWaiting()
    {
        try
        {
            return outbox.HasWaiting();
        }
        catch (DbException)
        {
            // The stream reads the same file and tells what is wrong with it.
            return true;
        }
    }
}
