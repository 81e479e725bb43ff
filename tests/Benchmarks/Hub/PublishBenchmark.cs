using System.Collections.Concurrent;
using System.Diagnostics;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.SystemTests.Zone;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>Publishing at a hub of its own, a process with its embedded PostgreSQL: signed statements in, receipts and
/// deliveries out.</summary>
internal static class PublishBenchmark
{
    private const int IdleCount = 300;
    private const int StreamCount = 5_000;
    private const int Rounds = 3;

    public static async Task RunAsync()
    {
        using var wujiang = new NodeVoice("320509");
        await using var hub = new HubProcess([wujiang]);
        await hub.StartAsync();
        using var channel = hub.Connect();
        var publications = new PublicationService.PublicationServiceClient(channel);
        using var deliveries = new DeliveryService.DeliveryServiceClient(channel).Subscribe(new SubscribeRequest
        {
            Subscription = "bench", Receiver = "310118", AfterPosition = 0,
        });
        var arrived = new ConcurrentDictionary<long, long>();
        var following = Task.Run(async () =>
        {
            while (await deliveries.ResponseStream.MoveNext(CancellationToken.None))
            {
                if (deliveries.ResponseStream.Current.Delivery is { } delivery)
                {
                    arrived[delivery.Position] = Stopwatch.GetTimestamp();
                }
            }
        });

        await WarmUpAsync(publications, wujiang);

        var (receipts, delivered) = await IdleAsync(publications, wujiang, arrived);
        var rates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            rates.Add(await StreamAsync(publications, wujiang));
        }

        Report.Table("Publish at the hub: one signed penalty, judged, durable (4 events)", ["", "p50 ms", "p99 ms", "goal p99"],
        [
            ["publish → receipt, idle", Report.Milliseconds(Report.Percentile(receipts, 0.5)),
                Report.Milliseconds(Report.Percentile(receipts, 0.99)), ""],
            ["publish → delivered, idle", Report.Milliseconds(Report.Percentile(delivered, 0.5)),
                Report.Milliseconds(Report.Percentile(delivered, 0.99)), "≤ 50 ms"],
        ]);
        Report.Table("Publish by stream, receipts pipelined, one sender", ["statements/s", "events/s"],
            [[Report.Rate(Report.Median(rates)), Report.Rate(4 * Report.Median(rates))]]);
        deliveries.Dispose();
        await following.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static async Task<(List<double> Receipts, List<double> Delivered)> IdleAsync(
        PublicationService.PublicationServiceClient publications, NodeVoice node, ConcurrentDictionary<long, long> arrived)
    {
        var (receipts, delivered) = (new List<double>(), new List<double>());
        for (var count = 0; count < IdleCount; count++)
        {
            var envelope = Penalties.Next(node);
            var began = Stopwatch.GetTimestamp();
            var receipt = (await publications.PublishAsync(new PublishRequest { Envelope = envelope })).Receipt;
            receipts.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);

            // The decision follows its statement; what comes after it belongs to the subject's file and is delivered to nobody.
            var decision = receipt.Position + 1;
            while (!arrived.ContainsKey(decision))
            {
                await Task.Delay(1);
            }

            delivered.Add(Stopwatch.GetElapsedTime(began, arrived[decision]).TotalMilliseconds);
            await Task.Delay(10);
        }

        return (receipts, delivered);
    }

    private static async Task WarmUpAsync(PublicationService.PublicationServiceClient publications, NodeVoice node)
    {
        for (var count = 0; count < 200; count++)
        {
            _ = await publications.PublishAsync(new PublishRequest { Envelope = Penalties.Next(node) });
        }
    }

    private static async Task<double> StreamAsync(PublicationService.PublicationServiceClient publications, NodeVoice node)
    {
        var envelopes = Enumerable.Range(0, StreamCount).Select(_ => Penalties.Next(node)).ToList();
        using var call = publications.PublishStream();
        var watch = Stopwatch.StartNew();
        var answering = Task.Run(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                if (call.ResponseStream.Current.ResultCase != PublishStreamResponse.ResultOneofCase.Receipt)
                {
                    throw new InvalidOperationException(call.ResponseStream.Current.Rejection.Message);
                }
            }
        });
        foreach (var envelope in envelopes)
        {
            await call.RequestStream.WriteAsync(new PublishStreamRequest { Envelope = envelope });
        }

        await call.RequestStream.CompleteAsync();
        await answering;
        return StreamCount / watch.Elapsed.TotalSeconds;
    }
}

/// <summary>Penalties without end: each with a document number of its own, against one of many invented firms.</summary>
internal static class Penalties
{
    private static int _number;

    public static ExchangeHub.Protos.Record.V1.Envelope Next(NodeVoice node) => node.Say(Next(), Samples.PublishedAt);

    public static ExchangeHub.Protos.Record.V1.Record Next()
    {
        var number = Interlocked.Increment(ref _number);
        var record = Samples.Penalty();
        record.Penalty.DocumentNumber = $"苏环行罚字〔2026〕09第{number}号";
        record.Subjects[0].CreditCode = Firms[number % Firms.Length];
        record.Matter.ActPoint.LatitudeMicrodegrees = 31_000_000 + (int)(number * 7919L % 900_000);
        return record;
    }

    // Credit codes with right check characters: a made-up body, the check character of GB 11714, and that of GB 32100.
    private static readonly string[] Firms = [.. Enumerable.Range(0, 100_000).Select(Firm)];

    private static string Firm(int number)
    {
        const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        var body = "MAHU" + string.Concat(((int[])[29_791, 961, 31, 1]).Select(weight => Alphabet[number / weight % 31]));
        ReadOnlySpan<int> weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var index = 0; index < 8; index++)
        {
            sum += weights[index] * (char.IsAsciiDigit(body[index]) ? body[index] - '0' : body[index] - 'A' + 10);
        }

        var code = "91320509" + body + (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var check => (char)('0' + check) };
        var (total, weight) = (0, 1);
        foreach (var character in code)
        {
            total += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return code + Alphabet[(31 - (total % 31)) % 31];
    }
}
