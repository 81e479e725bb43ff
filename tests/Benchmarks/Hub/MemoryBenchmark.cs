using System.Diagnostics;
using System.Globalization;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.SystemTests.Zone;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>Streams many records through a hub and samples the memory of its process.</summary>
internal static class MemoryBenchmark
{
    public static async Task RunAsync(int records)
    {
        using var wujiang = new NodeVoice("320509");
        await using var hub = new HubProcess([wujiang]);
        await hub.StartAsync();
        using var channel = hub.Connect();
        using var call = new PublicationService.PublicationServiceClient(channel).PublishStream();
        var samples = new List<(int Records, double Megabytes)>();
        var taken = 0;
        var watch = Stopwatch.StartNew();
        var answering = Task.Run(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                if (++taken % Math.Max(1, records / 20) == 0)
                {
                    samples.Add((taken, ResidentMegabytes(hub.ProcessId)));
                }
            }
        });
        for (var count = 0; count < records; count++)
        {
            await call.RequestStream.WriteAsync(new PublishStreamRequest { Envelope = Penalties.Next(wujiang) });
        }

        await call.RequestStream.CompleteAsync();
        await answering;
        Report.Table(
            $"Hub process while {records:N0} records stream through, "
            + $"{Report.Rate(records / watch.Elapsed.TotalSeconds)} records/s",
            ["records", "resident MB"],
            samples.Select(sample => new[]
            {
                Report.Rate(sample.Records), sample.Megabytes.ToString("N0", CultureInfo.InvariantCulture),
            }));
    }

    private static double ResidentMegabytes(int pid) => double.Parse(
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(
            (char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;
}
