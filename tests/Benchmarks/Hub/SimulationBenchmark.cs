using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.SystemTests.Zone;
using Grpc.Net.Client;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>Tries drafts on the log of a hub: how fast, with how much memory, and what a publisher notices of it.</summary>
internal static class SimulationBenchmark
{
    private const int Alone = 300;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(int records)
    {
        using var wujiang = new NodeVoice("320509");
        await using var hub = new HubProcess([wujiang]);
        await hub.StartAsync();
        using var channel = hub.Connect();
        await Seeding.FillAsync(
            hub, wujiang, Enumerable.Range(0, records).Select(_ => Penalties.Next()), Samples.PublishedAt);
        await AskAsync(hub, channel, wujiang, records);
    }

    /// <summary>Tries drafts on what a hub holds.</summary>
    public static async Task AskAsync(HubProcess hub, GrpcChannel channel, NodeVoice wujiang, int records)
    {
        var rules = JsonNode.Parse(await File.ReadAllTextAsync(hub.NetworkFile))!["agreement"]!["ruleSets"]![0]!["file"]!;
        var text = await File.ReadAllTextAsync(rules.GetValue<string>());
        var refusing = text.Replace("recognisesFrom: 2020-01-01", "recognisesFrom: 2026-08-01", StringComparison.Ordinal);

        _ = await TryAsync(hub, channel, text); // warms up
        var same = await TryAsync(hub, channel, text);
        var all = await TryAsync(hub, channel, refusing);
        Report.Table(
            $"What-if on {records:N0} records, one reader",
            ["draft", "dossiers/s", "flips", "resident MB before", "highest"],
            [Row("as in force", same), Row("refuses every record", all)]);

        var left = Alone;
        var quiet = await LatenciesAsync(channel, wujiang, () => --left > 0);
        var simulating = TryAsync(hub, channel, text);
        var busy = await LatenciesAsync(channel, wujiang, () => !simulating.IsCompleted);
        _ = await simulating;
        Report.Table("Publishing one by one, ms", ["while", "p50", "p99"],
        [
            ["nothing else", .. Percentiles(quiet)],
            ["a draft is tried", .. Percentiles(busy)],
        ]);
    }

    private static async Task<Trial> TryAsync(HubProcess hub, GrpcChannel channel, string document)
    {
        var before = hub.Footprint().ResidentMegabytes;
        var highest = before;
        using var ending = new CancellationTokenSource();
        var sampling = Task.Run(async () =>
        {
            for (; !ending.IsCancellationRequested; await Task.Delay(SampleInterval))
            {
                highest = Math.Max(highest, hub.Footprint().ResidentMegabytes);
            }
        });
        var watch = Stopwatch.StartNew();
        using var call = new RecognitionService.RecognitionServiceClient(channel).Simulate(
            new SimulateRequest { Document = document });
        SimulateResponse.Types.Summary? summary = null;
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            summary = call.ResponseStream.Current.Summary;
        }

        var rate = summary!.Dossiers / watch.Elapsed.TotalSeconds;
        await ending.CancelAsync();
        await sampling;
        return new Trial(rate, summary.Flips, before, highest);
    }

    private static async Task<List<double>> LatenciesAsync(GrpcChannel channel, NodeVoice node, Func<bool> goesOn)
    {
        var publications = new PublicationService.PublicationServiceClient(channel);
        var latencies = new List<double>();
        do
        {
            var request = new PublishRequest { Envelope = Penalties.Next(node) };
            var began = Stopwatch.GetTimestamp();
            _ = await publications.PublishAsync(request);
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        while (goesOn());
        return latencies;
    }

    private static string[] Percentiles(List<double> latencies) =>
        [Report.Milliseconds(Report.Percentile(latencies, 0.5)), Report.Milliseconds(Report.Percentile(latencies, 0.99))];

    private static string[] Row(string draft, Trial trial) =>
    [
        draft, Report.Rate(trial.DossiersPerSecond), Report.Rate(trial.Flips),
        trial.MegabytesBefore.ToString(CultureInfo.InvariantCulture),
        trial.MegabytesHighest.ToString(CultureInfo.InvariantCulture),
    ];

    private sealed record Trial(double DossiersPerSecond, long Flips, long MegabytesBefore, long MegabytesHighest);
}
