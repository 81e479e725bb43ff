using System.Data.Common;
using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Storage;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Node.Inbox;

/// <summary>
/// Follows the hub's log into the inbox, subscription after subscription, from where the inbox ends. Everything the receiver may
/// see is taken: what a district relies on today may rest on a record that it did not care for yesterday.
/// </summary>
internal sealed class Follower(
    Subscriber subscriber,
    DeliveryService.DeliveryServiceClient hub,
    ArrivalDesk desk,
    HubContact contact,
    TimeProvider clock,
    ILogger<Follower> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = new Backoff(clock);
        var isReexamined = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var cause = "the hub ended it.";
            try
            {
                if (!isReexamined)
                {
                    await desk.ReexamineAsync(stoppingToken);
                    isReexamined = true;
                }

                await new Following(subscriber, hub, desk, contact, pause).RunAsync(clock, logger, stoppingToken);
            }
            catch (RpcException failed)
            {
                cause = $"the hub's answer is {failed.StatusCode}.";
                if (failed.StatusCode == StatusCode.OutOfRange)
                {
                    desk.HubEndsBeforeInbox();
                }
            }
            catch (Exception failed) when (failed is GapException or IOException or OperationCanceledException
                or StoreFullException or StoreFailedException or StoreClosedException or DbException)
            {
                cause = failed is OperationCanceledException ? "the hub fell silent." : failed.Message;
            }

            contact.Connected(delivers: false);
            if (!stoppingToken.IsCancellationRequested)
            {
                if (pause.IsWorthTelling)
                {
                    NodeLog.SubscriptionBroke(logger, desk.Reach.DeliveredTo, pause.Next, cause);
                }

                await pause.WaitAsync(stoppingToken);
            }
        }
    }
}

/// <summary>As whom this node subscribes.</summary>
/// <param name="Node">This node.</param>
/// <param name="Receiver">The district that receives.</param>
internal sealed record Subscriber(NodeId Node, Jurisdiction Receiver)
{
    /// <summary>Gets the durable name, such as node:330421/inbox.</summary>
    public string Subscription => $"{Node}/inbox";
}

/// <summary>A delivery is missing.</summary>
internal sealed class GapException(string message) : Exception(message);
