using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using Grpc.Core;

namespace ExchangeHub.SystemTests;

/// <summary>
/// An acknowledged statement is in the log exactly once, at one position, for ever, whatever moment the hub dies at. The
/// dangerous moments are between the commit and the answer: the sender repeats, and the hub must know that it has it.
/// </summary>
public sealed class When_the_hub_is_killed
{
    // EXCHANGEHUB_KILLS raises the number for a long run; deploy/test takes the default.
    private static readonly int Kills = int.TryParse(
        Environment.GetEnvironmentVariable("EXCHANGEHUB_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 12;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_there_twice()
    {
        using var wujiang = new NodeVoice("320509");
        await using var hub = new HubProcess([wujiang]);
        await hub.StartAsync();
        var acknowledged = new ConcurrentDictionary<long, Receipt>();
        using var done = new CancellationTokenSource();

        var publishing = PublishAsync(hub, wujiang, acknowledged, done.Token);
        var moments = new Random(20260616);
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = acknowledged.Count;
            await UntilAsync(() => acknowledged.Count > before, publishing, hub);
            await Task.Delay(moments.Next(5, 250));
            hub.Kill();
            await hub.StartAsync();
        }

        var enough = acknowledged.Count + 50;
        await UntilAsync(() => acknowledged.Count >= enough, publishing, hub);
        await done.CancelAsync();
        await publishing;

        Check(acknowledged, await ReadAllAsync(hub, acknowledged.Values.Max(receipt => receipt.LastPosition)));
    }

    private static void Check(ConcurrentDictionary<long, Receipt> acknowledged, List<Delivery> log)
    {
        var statements = log.Where(delivery => delivery.EventCase == Delivery.EventOneofCase.Statement)
            .Select(delivery => (delivery.Position, Read: Statement.Parser.ParseFrom(delivery.Statement.Envelope.Payload),
                delivery.Dossier)).ToList();
        var bySequence = statements.ToLookup(statement => statement.Read.Sequence);
        foreach (var (sequence, receipt) in acknowledged)
        {
            var held = Assert.Single(bySequence[sequence]);
            Assert.Equal(receipt.Position, held.Position);
        }

        Assert.All(bySequence, same => Assert.Single(same));

        // No statement without its decision: they are stored together or not at all.
        var decided = log.Where(delivery => delivery.EventCase == Delivery.EventOneofCase.Decision)
            .Select(delivery => delivery.Dossier).ToHashSet(StringComparer.Ordinal);
        Assert.All(statements, statement => Assert.Contains(statement.Dossier, decided));
        Assert.Equal(log.Select(delivery => delivery.PreviousPosition).Skip(1),
            log.Select(delivery => delivery.Position).SkipLast(1));
    }

    private static async Task PublishAsync(
        HubProcess hub, NodeVoice node, ConcurrentDictionary<long, Receipt> acknowledged, CancellationToken done)
    {
        var waiting = new Queue<(long Sequence, Envelope Envelope)>();
        var next = 0L;
        while (!done.IsCancellationRequested)
        {
            while (waiting.Count < 64)
            {
                var record = Samples.Penalty();
                record.Penalty.DocumentNumber = $"苏环行罚字〔2026〕09第{++next}号";
                waiting.Enqueue((next, node.Say(record, Samples.PublishedAt)));
            }

            try
            {
                using var channel = hub.Connect();
                using var call = new PublicationService.PublicationServiceClient(channel)
                    .PublishStream(cancellationToken: CancellationToken.None);
                foreach (var (_, envelope) in waiting.ToArray())
                {
                    await call.RequestStream.WriteAsync(new PublishStreamRequest { Envelope = envelope }, done);
                }

                await call.RequestStream.CompleteAsync();
                while (await call.ResponseStream.MoveNext(done))
                {
                    var answer = call.ResponseStream.Current;
                    if (answer.ResultCase != PublishStreamResponse.ResultOneofCase.Receipt)
                    {
                        break; // the store is being started; ask again with the same
                    }

                    var (sequence, _) = waiting.Dequeue();
                    Assert.Equal(sequence, answer.Receipt.Sequence);
                    Assert.True(
                        acknowledged.TryAdd(sequence, answer.Receipt)
                            || acknowledged[sequence].Position == answer.Receipt.Position,
                        $"Sequence {sequence} was acknowledged at two positions.");
                }
            }
            catch (Exception broken) when (broken is RpcException or OperationCanceledException or InvalidOperationException)
            {
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    // A subscriber may hear that nothing follows a moment before the newest does.
    private static async Task<List<Delivery>> ReadAllAsync(HubProcess hub, long upTo)
    {
        using var channel = hub.Connect();
        using var call = new DeliveryService.DeliveryServiceClient(channel).Subscribe(new SubscribeRequest
        {
            Subscription = "checker", Receiver = "310118", AfterPosition = 0,
        });
        var log = new List<Delivery>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None)
            && !(call.ResponseStream.Current.Heartbeat?.HeadPosition >= upTo))
        {
            if (call.ResponseStream.Current.Delivery is { } delivery)
            {
                log.Add(delivery);
            }
        }

        return log;
    }

    private static async Task UntilAsync(Func<bool> holds, Task publishing, HubProcess hub)
    {
        var waited = Stopwatch.StartNew();
        while (!holds())
        {
            if (publishing.IsCompleted)
            {
                await publishing;
            }

            Assert.True(waited.Elapsed < Patience, $"Nothing was acknowledged for {Patience}. The hub said:\n{hub.Log()}");
            await Task.Delay(5);
        }
    }
}
