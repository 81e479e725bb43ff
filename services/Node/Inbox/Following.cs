using System.Threading.Channels;
using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Delivery.V1;
using Grpc.Core;

namespace ExchangeHub.Node.Inbox;

/// <summary>One subscription, from its first delivery to its break: reads ahead while the desk stores, and acknowledges what is
/// stored.</summary>
internal sealed class Following(
    Subscriber subscriber,
    DeliveryService.DeliveryServiceClient hub,
    ArrivalDesk desk,
    HubContact contact,
    Backoff pause)
{
    // Deliveries may have 1 MiB each: what waits here stays within 64 MiB.
    private const int AheadMax = 64;

    // The hub says something every 2 s; whoever is silent for so long is gone, whatever the connection says.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AcknowledgeWithin = TimeSpan.FromSeconds(5);

    public async Task RunAsync(TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        var after = desk.Begin();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var silence = new CancellationTokenSource(SilenceMax, clock);
        using var silent = silence.Token.Register(ending.Cancel);
        using var call = hub.Subscribe(
            new SubscribeRequest
            {
                Subscription = subscriber.Subscription, Receiver = subscriber.Receiver.ToString(), AfterPosition = after,
            },
            cancellationToken: ending.Token);
        NodeLog.Subscribed(logger, subscriber.Subscription, after);

        var arrived = Channel.CreateBounded<SubscribeResponse>(
            new BoundedChannelOptions(AheadMax) { SingleReader = true, SingleWriter = true });
        var reading = ReadAsync(call, arrived.Writer, silence, ending.Token);
        try
        {
            await StoreAsync(arrived.Reader, logger, ending.Token);
        }
        finally
        {
            await ending.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(
        AsyncServerStreamingCall<SubscribeResponse> call,
        ChannelWriter<SubscribeResponse> arrived,
        CancellationTokenSource silence,
        CancellationToken ending)
    {
        Exception? cause = null;
        try
        {
            while (await call.ResponseStream.MoveNext(ending))
            {
                silence.CancelAfter(SilenceMax);
                contact.Heard();
                contact.Connected(delivers: true);
                await arrived.WriteAsync(call.ResponseStream.Current, ending);
            }
        }
        catch (Exception broken) when (broken is RpcException or OperationCanceledException or IOException)
        {
            // Whoever stores first takes what has come, and then hears this.
            cause = broken;
        }

        _ = arrived.TryComplete(cause);
    }

    private async Task StoreAsync(ChannelReader<SubscribeResponse> arrived, ILogger logger, CancellationToken ending)
    {
        var acknowledging = Task.CompletedTask;
        var batch = new List<SubscribeResponse>(AheadMax);
        while (await arrived.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < AheadMax && arrived.TryRead(out var next))
            {
                batch.Add(next);
            }

            if (await desk.TakeAsync(batch, ending))
            {
                pause.Reset();
            }

            if (acknowledging.IsCompleted)
            {
                acknowledging = AcknowledgeAsync(desk.Reach.CompleteTo, logger, ending);
            }
        }
    }

    // The next batch or heartbeat brings the next acknowledgement: none of them matters by itself.
    private async Task AcknowledgeAsync(long position, ILogger logger, CancellationToken ending)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ending);
        patience.CancelAfter(AcknowledgeWithin);
        try
        {
            _ = await hub.AcknowledgeAsync(
                new AcknowledgeRequest { Subscription = subscriber.Subscription, Position = position },
                cancellationToken: patience.Token);
        }
        catch (RpcException failed)
        {
            NodeLog.AcknowledgementFailed(logger, position, $"the hub's answer is {failed.StatusCode}.");
        }
    }
}
