using System.Diagnostics;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using Grpc.Core;
using Xunit.Abstractions;

namespace ExchangeHub.SystemTests;

/// <summary>
/// A subscriber that has fallen asleep with its call open: its window fills, and the hub can write to it no more. That must cost
/// nobody else anything, nor the hub more than what it keeps anyway, and the sleeper must miss nothing when it wakes.
/// </summary>
public sealed class When_a_subscriber_never_reads(SharedHub shared, ITestOutputHelper output) : IClassFixture<SharedHub>
{
    private const int Statements = 5_000;

    // Beside the newest events, which the hub keeps for all subscribers together, and the dossiers that it has just written.
    private const int GrownMegabytesMax = 200;

    // For all of it on a machine that has others to serve; how long the reader may lag is asserted.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly DeliveryService.DeliveryServiceClient _deliveries = new(shared.Channel);

    [Fact]
    public async Task Others_are_not_held_up_and_it_misses_nothing_when_it_wakes()
    {
        using var patience = new CancellationTokenSource(Patience);
        var alone = await PublishAsync(shared.Wujiang.Next(Statements / 5, firstNumber: 1), patience.Token);
        using var asleep = Subscribe("asleep", patience.Token);
        Assert.True(await asleep.ResponseStream.MoveNext(patience.Token));
        var first = asleep.ResponseStream.Current.Delivery;
        using var awake = Subscribe("awake", patience.Token);
        var before = shared.Hub.Footprint();

        var statements = shared.Wujiang.Next(Statements, firstNumber: 1 + (Statements / 5));
        var reading = ReadAsync(awake, expected: 2 * (Statements + (Statements / 5)), patience.Token);
        var beside = await PublishAsync(statements, patience.Token);
        var watch = Stopwatch.StartNew();
        var read = await reading;
        var lag = watch.Elapsed;
        var after = shared.Hub.Footprint();
        output.WriteLine($"{alone:F0} statements/s alone, {beside:F0} beside; the other one lagged {lag}; {before} -> {after}");

        Assert.True(beside > alone / 4, $"Publishing slowed down from {alone:F0} to {beside:F0} statements/s.");
        Assert.InRange(lag, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.InRange(after.ResidentMegabytes, 1, before.ResidentMegabytes + GrownMegabytesMax);
        Assert.Equal(read.Skip(1), await ReadAsync(asleep, read.Count - 1, patience.Token));
        Assert.Equal(read[0], first);
    }

    /// <summary>Publishes over one stream.</summary>
    /// <returns>Statements in a second, each acknowledged.</returns>
    private async Task<double> PublishAsync(List<Envelope> statements, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var call = new PublicationService.PublicationServiceClient(shared.Channel)
            .PublishStream(cancellationToken: cancellation);
        var answering = Task.Run(
            async () =>
            {
                while (await call.ResponseStream.MoveNext(cancellation))
                {
                    Assert.NotNull(call.ResponseStream.Current.Receipt);
                }
            },
            cancellation);
        foreach (var envelope in statements)
        {
            await call.RequestStream.WriteAsync(new PublishStreamRequest { Envelope = envelope }, cancellation);
        }

        await call.RequestStream.CompleteAsync();
        await answering;
        return statements.Count / watch.Elapsed.TotalSeconds;
    }

    private AsyncServerStreamingCall<SubscribeResponse> Subscribe(string name, CancellationToken cancellation) =>
        _deliveries.Subscribe(
            new SubscribeRequest { Subscription = name, Receiver = "310118", AfterPosition = 0 },
            cancellationToken: cancellation);

    /// <summary>Reads deliveries, each of which must follow the one before.</summary>
    private static async Task<List<Delivery>> ReadAsync(
        AsyncServerStreamingCall<SubscribeResponse> call, int expected, CancellationToken cancellation)
    {
        var read = new List<Delivery>();
        while (read.Count < expected)
        {
            Assert.True(await call.ResponseStream.MoveNext(cancellation));
            if (call.ResponseStream.Current.Delivery is { } delivery)
            {
                Assert.True(read.Count == 0 || delivery.PreviousPosition == read[^1].Position, "A delivery is missing.");
                read.Add(delivery);
            }
        }

        return read;
    }
}
