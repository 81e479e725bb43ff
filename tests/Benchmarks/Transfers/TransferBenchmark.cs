using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.SystemTests.Access;
using ExchangeHub.SystemTests.Transfers;
using Grpc.Net.Client;

namespace ExchangeHub.Benchmarks.Transfers;

/// <summary>Carries packages between a node and a hub over TLS on this machine, beside a bare copy of the same file.</summary>
internal static class TransferBenchmark
{
    private const int Rounds = 3;

    // Of a larger file there is one round: hub and puller keep copies of it.
    private const long RepeatedMax = 8L << 30;

    public static async Task RunAsync(int megabytes)
    {
        var hub = new SecureHub();
        await hub.InitializeAsync();
        try
        {
            var identity = await hub.AdmitAsync("node:330421");
            using var channel = hub.Connect(identity);
            await LargeAsync(hub, identity, channel, (long)megabytes << 20);
            await SmallAsync(hub, identity, channel, files: 200, Rounds);
            await SmallAsync(hub, identity, channel, files: 10_000, rounds: 1);
        }
        finally
        {
            await hub.DisposeAsync();
        }
    }

    private static async Task LargeAsync(SecureHub hub, string identity, GrpcChannel channel, long bytes)
    {
        var rows = new List<string[]>();
        for (var round = 1; round <= (bytes > RepeatedMax ? 1 : Rounds); round++)
        {
            using var parcel = await Parcel.SealSparseAsync(round, bytes);
            await parcel.PublishAsync(channel, hub.Jiashan);
            var file = Path.Combine(parcel.Folder, "data/04-inspection/video.mp4");
            var cpu = new List<double> { Cpu(hub) };
            var raw = await RawCopy.RunAsync(file, Path.Combine(parcel.Beside("raw"), "copy"));
            cpu.Add(Cpu(hub));
            Directory.Delete(parcel.Beside("raw"), recursive: true);
            var up = await XhubAsync(hub, identity, "push", parcel.Folder);
            cpu.Add(Cpu(hub) + up.CpuSeconds);
            var before = Cpu(hub);
            var down = await XhubAsync(hub, identity, "pull", parcel.Number, "--to", parcel.Beside("pulled"));
            var rate = bytes / raw.TotalSeconds;
            rows.Add([
                $"{round}", Report.Rate(rate / 1e6), Report.Rate(up.Rate / 1e6), Report.Ratio(up.Rate / rate),
                Report.Rate(down.Rate / 1e6), Report.Ratio(down.Rate / rate), $"{up.PeakMegabytes}", $"{down.PeakMegabytes}",
                $"{PeakMegabytes(hub.Hub.ProcessId)}",
                Report.Ratio((cpu[1] - cpu[0]) / bytes * (1 << 30)), Report.Ratio((cpu[2] - cpu[1]) / bytes * (1 << 30)),
                Report.Ratio((Cpu(hub) + down.CpuSeconds - before) / bytes * (1 << 30)),
            ]);
        }

        Report.Table(
            $"One file of {bytes >> 20:N0} MiB over TLS, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}",
            [
                "round", "bare MB/s", "up MB/s", "ratio", "down MB/s", "ratio", "push peak MB", "pull peak MB", "hub peak MB",
                "bare CPU s/GiB", "up CPU s/GiB", "down CPU s/GiB",
            ],
            rows);
    }

    private static async Task SmallAsync(SecureHub hub, string identity, GrpcChannel channel, int files, int rounds)
    {
        var rows = new List<string[]>();
        for (var round = 1; round <= rounds; round++)
        {
            using var parcel = await Parcel.SealManyAsync((files > 1_000 ? 200 : 100) + round, files);
            await parcel.PublishAsync(channel, hub.Jiashan);
            var up = await XhubAsync(hub, identity, "push", parcel.Folder);
            var down = await XhubAsync(hub, identity, "pull", parcel.Number, "--to", parcel.Beside("pulled"));
            rows.Add([
                $"{round}", Report.Rate(files / up.Seconds), Report.Rate(files / down.Seconds), $"{up.PeakMegabytes}",
                $"{down.PeakMegabytes}", $"{PeakMegabytes(hub.Hub.ProcessId)}",
            ]);
        }

        Report.Table(
            $"{files:N0} files of 2 KiB over TLS, by a program that is started for it",
            ["round", "up files/s", "down files/s", "push peak MB", "pull peak MB", "hub peak MB"], rows);
    }

    private static async Task<Run> XhubAsync(SecureHub hub, string identity, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "xhub.dll"), "evidence", .. arguments, "--hub", hub.Hub.Address,
                "--identity", identity, "--output", "json",
            ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (peak, cpu) = (0L, 0.0);
        while (!process.WaitForExit(20))
        {
            peak = Math.Max(peak, PeakMegabytes(process.Id));
            cpu = Math.Max(cpu, CpuSeconds(process));
        }

        return process.ExitCode == 0 && JsonNode.Parse(await output) is { } told
            ? new Run((long)told["bytesMoved"]!, (double)told["seconds"]!, peak, cpu)
            : throw new InvalidOperationException($"xhub ended with {process.ExitCode}: {await errors}");
    }

    private static double CpuSeconds(Process process)
    {
        try
        {
            return process.TotalProcessorTime.TotalSeconds;
        }
        catch (InvalidOperationException)
        {
            return 0; // it has ended meanwhile
        }
    }

    private static double Cpu(SecureHub hub) => Load.CpuSeconds(hub.Hub.ProcessId);

    private static long PeakMegabytes(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status")
                .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(
                line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0; // it has ended meanwhile
        }
    }

    private sealed record Run(long Bytes, double Seconds, long PeakMegabytes, double CpuSeconds)
    {
        public double Rate => Bytes / Seconds;
    }
}
