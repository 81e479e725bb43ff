using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ExchangeHub.Agreements;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;
using Grpc.Net.Client;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>Many penalties are revoked at once in an agreement of many parties; entries of lists rest on some of them, and every
/// party follows.</summary>
internal static class RevocationBenchmark
{
    private const int Receivers = 304;
    private const int Revocations = 1_000;
    private const int Entries = 300;
    private const int ReceiversPerConnection = 50;

    public static async Task RunAsync()
    {
        using var wujiang = new NodeVoice("320509");
        using var jiashan = new NodeVoice("330421");
        await using var hub = new HubProcess([wujiang, jiashan]);
        string[] parties =
        [
            .. new[] { "310118", "320509", "330421" }.Concat(Divisions.All.Select(division => division.Code.ToString()))
                .Distinct().Take(Receivers),
        ];
        await File.WriteAllTextAsync(hub.NetworkFile, Network(await File.ReadAllTextAsync(hub.NetworkFile), parties, hub.Folder));
        await hub.StartAsync();
        using var channel = hub.Connect();
        _ = await PublishAsync(channel, [
            .. Enumerable.Range(1, Revocations).Select(number => wujiang.Say(Carriers.Penalty(number), PublishedAt)),
        ]);
        var before = await PublishAsync(channel, [
            .. Enumerable.Range(1, Entries).Select(number => jiashan.Say(Carriers.Entry(number, number), PublishedAt)),
        ]);

        var all = new TaskCompletionSource<long>();
        var channels = parties.Chunk(ReceiversPerConnection).Select(chunk => (chunk, hub.Connect())).ToList();
        var following = channels.SelectMany(pair => pair.chunk.Select(party => Task.Run(
            () => FollowAsync(pair.Item2, party, before, all.Task)))).ToList();
        var watch = Stopwatch.StartNew();
        var last = await PublishAsync(
            channel, [.. Enumerable.Range(1, Revocations).Select(number => wujiang.Revoke(number))]);
        var settled = watch.Elapsed;
        all.SetResult(last);
        await Task.WhenAll(following);
        var told = watch.Elapsed;
        Report.Table(
            $"{Revocations:N0} revocations at once, {Entries} entries rest on them, {Receivers} receivers follow",
            ["until", "seconds"],
            [
                ["every revocation is durable, and everything that rests on it is judged again", Seconds(settled)],
                [$"{parties.Length} receivers have stored and acknowledged the last consequence", Seconds(told)],
            ]);
        channels.ForEach(pair => pair.Item2.Dispose());
    }

    private static DateTimeOffset PublishedAt => Adapters.Tests.Wire.Samples.PublishedAt;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);

    private static async Task<long> PublishAsync(GrpcChannel channel, Envelope[] said)
    {
        using var call = new PublicationService.PublicationServiceClient(channel).PublishStream();
        var last = 0L;
        var answering = Task.Run(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                last = Math.Max(last, (call.ResponseStream.Current.Receipt
                    ?? throw new InvalidOperationException($"{call.ResponseStream.Current.Rejection}")).LastPosition);
            }
        });
        foreach (var envelope in said)
        {
            await call.RequestStream.WriteAsync(new PublishStreamRequest { Envelope = envelope });
        }

        await call.RequestStream.CompleteAsync();
        await answering;
        return last;
    }

    private static async Task FollowAsync(GrpcChannel channel, string party, long after, Task<long> last)
    {
        var deliveries = new DeliveryService.DeliveryServiceClient(channel);
        using var call = deliveries.Subscribe(
            new SubscribeRequest { Subscription = party, Receiver = party, AfterPosition = after });
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var reached = call.ResponseStream.Current.Delivery?.Position
                ?? call.ResponseStream.Current.Heartbeat?.HeadPosition ?? 0;
            if (last.IsCompleted && reached >= await last)
            {
                _ = await deliveries.AcknowledgeAsync(new AcknowledgeRequest { Subscription = party, Position = reached });
                return;
            }
        }
    }

    // One group of all parties, each of which has signed both rule sets.
    private static string Network(string json, string[] parties, string folder)
    {
        var network = JsonNode.Parse(json)!;
        var keys = parties.ToDictionary(party => party, _ => ECDsa.Create(ECCurve.NamedCurves.nistP256));
        network["parties"] = new JsonArray([.. keys.Select(party => (JsonNode)new JsonObject
        {
            ["division"] = party.Key,
            ["name"] = new JsonObject { ["zh"] = party.Key, ["en"] = party.Key },
            ["keys"] = new JsonArray(Convert.ToBase64String(party.Value.ExportSubjectPublicKeyInfo())),
        })]);
        var members = string.Join(", ", parties.Select(party => $"\"{party}\""));
        foreach (var ruleSet in network["agreement"]!["ruleSets"]!.AsArray())
        {
            var original = (string)ruleSet!["file"]!;
            var file = Path.Combine(folder, Path.GetFileName(original));
            File.WriteAllText(file, File.ReadAllText(original).Replace(
                """members: ["310118", "320509", "330421"]""", $"members: [{members}]", StringComparison.Ordinal));
            ruleSet["file"] = file;
            var document = File.ReadAllBytes(file);
            ruleSet["signatures"] = new JsonArray(
                [.. keys.Values.Select(key => (JsonNode)Convert.ToBase64String(SignedDocument.Sign(document, key).Span))]);
        }

        return network.ToJsonString();
    }
}
