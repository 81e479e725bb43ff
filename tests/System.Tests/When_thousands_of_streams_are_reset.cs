using System.Diagnostics;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Node;
using ExchangeHub.SystemTests.Zone;
using Xunit.Abstractions;

namespace ExchangeHub.SystemTests;

/// <summary>
/// A caller that opens streams and resets them costs itself nothing (CVE-2023-44487). Behind each stream of the hub stand a
/// reader, a writer, a subscription and perhaps a statement on its way into the log: none of them may outlive it, and a statement
/// is taken whole or not at all.
/// </summary>
public sealed class When_thousands_of_streams_are_reset(SharedHub shared, ITestOutputHelper output) : IClassFixture<SharedHub>
{
    private const int Streams = 10_000;
    private const int AtOnce = 64;
    private const string Publish = "/exchangehub.publication.v1.PublicationService/PublishStream";
    private const string Subscribe = "/exchangehub.delivery.v1.DeliveryService/Subscribe";
    private static readonly TimeSpan PatienceBeside = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PatienceAfter = TimeSpan.FromSeconds(30);

    private readonly PublicationService.PublicationServiceClient _publications = new(shared.Channel);

    [Fact]
    public async Task Nothing_remains_of_them_but_what_was_taken()
    {
        // What code and pools need, they need once.
        var statements = shared.Wujiang.Next(Streams / 5, firstNumber: 1);
        await FloodAsync(statements[..200], 1000);
        var before = shared.Hub.Footprint();

        var watch = Stopwatch.StartNew();
        var flood = FloodAsync(statements[200..], Streams);
        var longest = await PublishBesideAsync(statements[0], flood);
        var refused = await flood;
        output.WriteLine(
            $"{Streams} streams in {watch.Elapsed.TotalSeconds:F1} s, {refused} refused; an answer beside them took {longest}.");

        _ = await PublishAsync(statements[^1], PatienceAfter);
        await CheckLogAsync([.. statements]);
        await Eventually.HoldsAsync(() => IsBackAt(before));
        Assert.DoesNotContain("ErrorInterceptor[9002]", shared.Hub.Log(), StringComparison.Ordinal);
        watch.Restart();
        await shared.Hub.StopAsync();
        output.WriteLine($"It stopped in {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(25));
    }

    private bool IsBackAt(Footprint before)
    {
        var now = shared.Hub.Footprint();
        output.WriteLine($"{before} -> {now}");
        return now.ResidentMegabytes < before.ResidentMegabytes + 150 && now.Handles < before.Handles + 50
            && now.Threads < before.Threads + 30;
    }

    private async Task<int> FloodAsync(List<Envelope> statements, int streams)
    {
        var refused = 0;
        using var caller = new BareCaller(shared.Hub.Address);
        await Parallel.ForAsync(0, streams, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var message = number % 2 == 0
                ? BareCaller.Frame(new PublishStreamRequest { Envelope = statements[number / 2 % statements.Count] })
                : BareCaller.Frame(new SubscribeRequest
                {
                    Subscription = $"flood/{number % 50}", Receiver = "310118", AfterPosition = 0,
                });
            var sent = (number / 2 % 3) switch
            {
                0 => 0,
                1 => message.Length / 2,
                _ => message.Length,
            };

            // A subscription begins when its request has ended; a stream of statements goes on.
            var request = new BareRequest(number % 2 == 0 ? Publish : Subscribe, message.AsMemory(0, sent))
            {
                IsWhole = number % 2 == 1 && sent == message.Length,
            };

            // The hub may close the connection over it; the caller comes back on a new one.
            while (!await caller.ResetAsync(request))
            {
                Interlocked.Increment(ref refused);
            }
        });
        return refused;
    }

    private async Task<TimeSpan> PublishBesideAsync(Envelope statement, Task flood)
    {
        var longest = TimeSpan.Zero;
        while (!flood.IsCompleted)
        {
            var watch = Stopwatch.StartNew();
            _ = await PublishAsync(statement, PatienceBeside);
            longest = watch.Elapsed > longest ? watch.Elapsed : longest;
        }

        return longest;
    }

    private async Task<Receipt> PublishAsync(Envelope statement, TimeSpan patience) => (await _publications.PublishAsync(
        new PublishRequest { Envelope = statement }, deadline: DateTime.UtcNow + patience)).Receipt;

    /// <summary>Every position of the log belongs to a statement that was sent, is there once, and is acknowledged.</summary>
    private async Task CheckLogAsync(HashSet<Envelope> sent)
    {
        await Eventually.HoldsAsync(async () =>
        {
            var (delivered, head) = await ReadAsync();
            var receipts = new List<Receipt>();
            foreach (var delivery in delivered.Where(one => one.EventCase == Delivery.EventOneofCase.Statement))
            {
                Assert.Contains(delivery.Statement.Envelope, sent);
                receipts.Add(await PublishAsync(delivery.Statement.Envelope, PatienceAfter));
                Assert.Equal(delivery.Position, receipts[^1].Position);
            }

            // One that was on its way when its stream was reset may have come meanwhile; then once more.
            output.WriteLine($"{receipts.Count} statements, {head} positions");
            if ((await ReadAsync()).Head != head)
            {
                return false;
            }

            var covered = receipts.SelectMany(
                one => Enumerable.Range((int)one.Position, (int)(one.LastPosition - one.Position + 1)));
            Assert.Equal(Enumerable.Range(1, (int)head).Skip(HubProcess.EventsAtFirst), covered);
            return true;
        });
    }

    private async Task<(List<Delivery> Delivered, long Head)> ReadAsync()
    {
        using var call = new DeliveryService.DeliveryServiceClient(shared.Channel).Subscribe(
            new SubscribeRequest { Subscription = "after the flood", Receiver = "310118", AfterPosition = 0 },
            deadline: DateTime.UtcNow + PatienceAfter);
        var delivered = new List<Delivery>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (call.ResponseStream.Current.Heartbeat is { } heartbeat)
            {
                return (delivered, heartbeat.HeadPosition);
            }

            if (call.ResponseStream.Current.Delivery is { } delivery)
            {
                delivered.Add(delivery);
            }
        }

        throw new InvalidOperationException("A subscription does not end by itself.");
    }
}
