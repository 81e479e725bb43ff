using ExchangeHub.Adapters.Tests.Messaging;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests;

/// <summary>
/// A service of the hub's organisation follows by notice and position: the hub announces over RabbitMQ, the service reads over
/// gRPC. A notice may be lost, the service may die at any moment, between reading and writing too: what it writes is every
/// delivery, once, in order.
/// </summary>
[Collection(RabbitBrokerCollection.Name)]
public sealed class When_a_service_follows_the_hub(RabbitBroker broker)
{
    private const int Kills = 4;
    private const int Burst = 60;

    [Fact]
    public async Task It_writes_every_delivery_once_whenever_it_is_killed()
    {
        await using var tap = await NoticeTap.OpenAsync(broker);
        using var wujiang = new NodeVoice("320509");
        await using var hub = new HubProcess([wujiang], broker.ConnectionString);
        await hub.StartAsync();
        using var channel = hub.Connect();
        await using var follower = new OutsideFollower(hub.Address, broker.ConnectionString);
        follower.Start();

        for (var round = 0; round < Kills; round++)
        {
            var before = follower.Position;
            var publishing = PublishAsync(channel, wujiang.Next(Burst, firstNumber: 1 + (round * Burst)));
            await Eventually.HoldsAsync(
                () => follower.Position > before, 60, () => $"the follower stays at {before}");
            await follower.KillAsync();
            await publishing;
            follower.Start();
        }

        var last = await PublishAsync(channel, wujiang.Next(Burst, firstNumber: 1 + (Kills * Burst)));

        var all = await ReadAllAsync(channel, last);
        Assert.Equal((Kills + 1) * Burst, all.Count(one => one.EventCase == Delivery.EventOneofCase.Statement));
        await tap.HearsAsync(all[^1].Position);
        await follower.ReachesAsync(
            all[^1].Position,
            upTo => Task.FromResult(all.Where(one => one.Position <= upTo)),
            withinSeconds: 60);
    }

    private static async Task<long> PublishAsync(GrpcChannel channel, List<Envelope> statements)
    {
        var publications = new PublicationService.PublicationServiceClient(channel);
        var last = 0L;
        foreach (var envelope in statements)
        {
            last = (await publications.PublishAsync(new PublishRequest { Envelope = envelope })).Receipt.LastPosition;
        }

        return last;
    }

    // A subscriber may hear that nothing follows a moment before the newest does.
    private static async Task<List<Delivery>> ReadAllAsync(GrpcChannel channel, long upTo)
    {
        using var call = new DeliveryService.DeliveryServiceClient(channel).Subscribe(new SubscribeRequest
        {
            Subscription = "checker", Receiver = OutsideFollower.Receiver, AfterPosition = 0,
        });
        var all = new List<Delivery>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None)
            && !(call.ResponseStream.Current.Heartbeat?.HeadPosition >= upTo))
        {
            if (call.ResponseStream.Current.Delivery is { } delivery)
            {
                all.Add(delivery);
            }
        }

        return all;
    }
}
