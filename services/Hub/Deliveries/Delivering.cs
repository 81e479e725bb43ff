using ExchangeHub.Protos.Delivery.V1;
using Grpc.Core;

namespace ExchangeHub.Hub.Deliveries;

/// <summary>One subscriber being served.</summary>
internal sealed class Delivering(
    DeliveryFeed feed,
    DeliveryFilter filter,
    IServerStreamWriter<SubscribeResponse> subscriber,
    Func<long, Heartbeat> beat,
    Action<long> delivered,
    long position)
{
    private long _previous = position;

    public long Position { get; private set; } = position;

    public long Count { get; private set; }

    public async Task RunAsync(TimeSpan heartbeatEvery, CancellationToken ending)
    {
        var caughtUp = false;
        while (true)
        {
            var events = await feed.ReadAsync(Position, ending);
            foreach (var entry in events)
            {
                await OfferAsync(entry, ending);
            }

            if (events.Count > 0 || feed.Head < 0)
            {
                if (feed.Head < 0)
                {
                    await feed.WaitForMoreAsync(-1, ending);
                }

                continue;
            }

            if (!caughtUp)
            {
                caughtUp = true;
                await BeatAsync(ending);
            }

            using var idle = CancellationTokenSource.CreateLinkedTokenSource(ending);
            idle.CancelAfter(heartbeatEvery);
            try
            {
                await feed.WaitForMoreAsync(Position, idle.Token);
            }
            catch (OperationCanceledException) when (!ending.IsCancellationRequested)
            {
                await BeatAsync(ending);
            }
        }
    }

    private async Task OfferAsync(FeedEvent entry, CancellationToken ending)
    {
        var (matches, record) = await filter.MatchAsync(entry, feed, ending);
        if (matches)
        {
            var delivery = filter.Hides(entry)
                ? entry.Withheld(_previous, filter.Receiver)
                : entry.After(
                    _previous, record, filter.IsPublic, await feed.OpenedAsync(entry, filter.Receiver, ending));
            await subscriber.WriteAsync(new SubscribeResponse { Delivery = delivery }, ending);
            _previous = entry.Position;
            Count++;
            delivered(entry.Position);
        }

        Position = entry.Position;
    }

    private Task BeatAsync(CancellationToken ending) => subscriber.WriteAsync(
        new SubscribeResponse { Heartbeat = beat(Position) }, ending);
}
