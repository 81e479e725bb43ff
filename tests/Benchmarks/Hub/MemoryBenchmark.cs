using System.Diagnostics;
using System.Globalization;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.SystemTests.Zone;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>Streams many records through a hub and samples the memory of its process.</summary>
internal static class MemoryBenchmark
{
    private const int Tenths = 10;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(int records)
    {
        using var wujiang = new NodeVoice("320509");
        await using var hub = new HubProcess([wujiang]);
        await hub.StartAsync();
        using var channel = hub.Connect();
        using var call = new PublicationService.PublicationServiceClient(channel).PublishStream();
        var samples = new List<(int Records, double Megabytes)>();
        var taken = 0;
        using var ending = new CancellationTokenSource();
        var sampling = Task.Run(async () =>
        {
            for (; !ending.IsCancellationRequested; await Task.Delay(SampleInterval))
            {
                samples.Add((Volatile.Read(ref taken), ResidentMegabytes(hub.ProcessId)));
            }
        });
        var watch = Stopwatch.StartNew();
        var answering = Task.Run(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                Volatile.Write(ref taken, taken + 1);
            }
        });
        for (var count = 0; count < records; count++)
        {
            await call.RequestStream.WriteAsync(new PublishStreamRequest { Envelope = Penalties.Next(wujiang) });
        }

        await call.RequestStream.CompleteAsync();
        await answering;
        var rate = records / watch.Elapsed.TotalSeconds;
        await ending.CancelAsync();
        await sampling;

        // Between two collections memory rises and falls; what matters is whether the middle of that moves.
        var tenths = samples.GroupBy(sample => Math.Min(Tenths - 1, sample.Records * (long)Tenths / records)).ToList();
        Report.Table(
            $"Hub process while {records:N0} records stream through, {Report.Rate(rate)} records/s",
            ["tenth of the records", "resident MB, median", "highest"],
            tenths.Select(tenth => new[]
            {
                (tenth.Key + 1).ToString(CultureInfo.InvariantCulture),
                Report.Rate(Report.Median(tenth.Select(sample => sample.Megabytes))),
                Report.Rate(tenth.Max(sample => sample.Megabytes)),
            }));
    }

    private static double ResidentMegabytes(int pid) => double.Parse(
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(
            (char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;
}
