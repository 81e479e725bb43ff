using System.Diagnostics;
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
    // How soon after a delivery the subscriber hears that nothing follows: one group of events is written within less.
    private static readonly TimeSpan Settles = TimeSpan.FromMilliseconds(50);

    private long _previous = position;
    private long _told = position - 1;
    private bool _isSettled;
    private long _spokeAt = Stopwatch.GetTimestamp();

    public long Position { get; private set; } = position;

    public long Count { get; private set; }

    /// <summary>Delivers until it is cancelled.</summary>
    /// <param name="silenceMax">The subscriber hears something at least so often, also where nothing is for it.</param>
    /// <param name="ending">Ends it.</param>
    public async Task RunAsync(TimeSpan silenceMax, CancellationToken ending)
    {
        while (true)
        {
            var events = await feed.ReadAsync(Position, ending);
            foreach (var entry in events)
            {
                await OfferAsync(entry, ending);
            }

            if (events.Count > 0)
            {
                if (feed.Head > Position && Stopwatch.GetElapsedTime(_spokeAt) >= silenceMax)
                {
                    await SayAsync(new SubscribeResponse { CatchingUp = new CatchingUp { Position = Position } }, ending);
                }
            }
            else if (feed.Head < 0)
            {
                await feed.WaitForMoreAsync(-1, ending);
            }
            else
            {
                await RestAsync(silenceMax, ending);
            }
        }
    }

    // At the head: waits for more, but not beyond the time at which the subscriber is to hear something.
    private async Task RestAsync(TimeSpan silenceMax, CancellationToken ending)
    {
        var left = (_isSettled || _told == Position ? silenceMax : Settles) - Stopwatch.GetElapsedTime(_spokeAt);
        using var resting = CancellationTokenSource.CreateLinkedTokenSource(ending);
        resting.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        try
        {
            await feed.WaitForMoreAsync(Position, resting.Token);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            (_told, _isSettled) = (Position, true);
            await SayAsync(new SubscribeResponse { Heartbeat = beat(Position) }, ending);
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
            await SayAsync(new SubscribeResponse { Delivery = delivery }, ending);
            (_previous, _told, _isSettled) = (entry.Position, entry.Position, false);
            Count++;
            delivered(entry.Position);
        }

        Position = entry.Position;
    }

    private async Task SayAsync(SubscribeResponse said, CancellationToken ending)
    {
        await subscriber.WriteAsync(said, ending);
        _spokeAt = Stopwatch.GetTimestamp();
    }
}
