using System.Collections.Concurrent;
using System.Diagnostics;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.SystemTests.Zone;
using Grpc.Net.Client;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>From one district's system to another's: submitted at a node, signed and durable there, judged and durable at the
/// hub, verified at the other node, and handed out by it. Hub and nodes are processes.</summary>
internal static class ZoneBenchmark
{
    private const int WarmUpCount = 100;
    private const int Count = 300;

    public static async Task RunAsync()
    {
        using var wujiang = new NodeVoice("320509");
        using var qingpu = new NodeVoice("310118");
        await using var hub = new HubProcess([wujiang, qingpu]);
        await hub.StartAsync();
        using var sender = await ZoneNode.StartAsync(wujiang, hub);
        using var receiver = await ZoneNode.StartAsync(qingpu, hub);
        var arrived = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        using var watch = receiver.Node.Watch(new WatchRequest());
        var watching = Task.Run(async () =>
        {
            while (await watch.ResponseStream.MoveNext(CancellationToken.None))
            {
                if (watch.ResponseStream.Current.Delivery is { EventCase: Delivery.EventOneofCase.Decision } decided)
                {
                    _ = arrived.TryAdd(decided.Dossier, Stopwatch.GetTimestamp());
                }
            }
        });

        var (stored, acknowledged, delivered) = (new List<double>(), new List<double>(), new List<double>());
        for (var count = 0; count < WarmUpCount + Count; count++)
        {
            var times = await OneAsync(sender.Node, arrived);
            if (count >= WarmUpCount)
            {
                stored.Add(times.Stored);
                acknowledged.Add(times.Acknowledged);
                delivered.Add(times.Delivered);
            }
        }

        Report.Table("Submit at a node, idle", ["", "p50 ms", "p99 ms", "goal p99"],
        [
            Row("submit → durable at the node", stored, ""),
            Row("submit → receipt of the hub", acknowledged, ""),
            Row("submit → delivered at another node, with the decision", delivered, "≤ 50 ms"),
        ]);
        watch.Dispose();
        await watching.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static async Task<(double Stored, double Acknowledged, double Delivered)> OneAsync(
        NodeService.NodeServiceClient node, ConcurrentDictionary<string, long> arrived)
    {
        var record = Penalties.Next();
        var began = Stopwatch.GetTimestamp();
        var submission =
            (await node.SubmitAsync(new SubmitRequest { ClientKey = record.Penalty.DocumentNumber, Record = record })).Submission;
        var stored = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        while (submission.State == Submission.Types.State.Stored)
        {
            await Task.Delay(1);
            submission = (await node.GetSubmissionAsync(new GetSubmissionRequest { Sequence = submission.Sequence })).Submission;
        }

        var acknowledged = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        while (!arrived.ContainsKey(submission.Dossier))
        {
            await Task.Delay(1);
        }

        await Task.Delay(10);
        return (stored, acknowledged, Stopwatch.GetElapsedTime(began, arrived[submission.Dossier]).TotalMilliseconds);
    }

    private static string[] Row(string name, List<double> times, string goal) =>
    [
        name, Report.Milliseconds(Report.Percentile(times, 0.5)), Report.Milliseconds(Report.Percentile(times, 0.99)), goal,
    ];

    /// <summary>A node as a process of its own.</summary>
    private sealed class ZoneNode(Process process, string folder, GrpcChannel channel) : IDisposable
    {
        public NodeService.NodeServiceClient Node { get; } = new(channel);

        public static async Task<ZoneNode> StartAsync(NodeVoice voice, HubProcess hub)
        {
            var folder = Directory.CreateTempSubdirectory("xhub-bench-node-").FullName;
            var (key, address) = (Path.Combine(folder, "key.pem"), Path.Combine(folder, "data", "address"));
            await File.WriteAllTextAsync(key, voice.PrivateKeyPem);
            var process = Process.Start(new ProcessStartInfo(
                "dotnet",
                [
                    Path.Combine(AppContext.BaseDirectory, "ExchangeHub.Node.dll"), "--Node:Id", $"node:{voice.Division}",
                    "--Node:Network", hub.NetworkFile, "--Node:DataFolder", Path.Combine(folder, "data"), "--Node:Key", key,
                    "--Node:Hub", hub.Address, "--Node:Listen", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None",
                ]))!;
            while (!File.Exists(address))
            {
                await Task.Delay(50);
            }

            return new ZoneNode(process, folder, GrpcChannel.ForAddress((await File.ReadAllTextAsync(address)).Trim()));
        }

        public void Dispose()
        {
            channel.Dispose();
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }
}
