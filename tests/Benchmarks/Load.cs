using System.Diagnostics;

namespace ExchangeHub.Benchmarks;

/// <summary>Closed loops: each caller begins the next when the one before is done.</summary>
internal static class Load
{
    /// <summary>Runs callers side by side for a while.</summary>
    /// <param name="callers">How many.</param>
    /// <param name="length">How long; what is under way then is still awaited.</param>
    /// <param name="cpu">Processor time used so far by everything that belongs to the measurement, in seconds.</param>
    /// <param name="one">Does one; given the number of its caller.</param>
    /// <param name="each">How many units one call does.</param>
    public static async Task<Slice> RunAsync(int callers, TimeSpan length, Func<double> cpu, Func<int, Task> one, int each = 1)
    {
        var latencies = new List<double>[callers];
        var cpuBefore = cpu();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var own = latencies[caller] = new List<double>(4096);
            while (watch.Elapsed < length)
            {
                var began = Stopwatch.GetTimestamp();
                await one(caller);
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var all = latencies.SelectMany(own => own).ToList();
        var units = all.Count * (double)each;
        return new Slice(
            units / seconds, Report.Percentile(all, 0.5), Report.Percentile(all, 0.99), (cpu() - cpuBefore) * 1e6 / units);
    }

    /// <summary>Processor time of this process and of every process below one.</summary>
    public static double CpuSeconds(int root)
    {
        var own = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
        if (root <= 0)
        {
            return own;
        }

        // Fields 14 to 17 of /proc/PID/stat: user, system, and the same of children that have ended, in ticks of 10 ms.
        var byParent = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _)).Select(name => Stat(name!)).OfType<(int Pid, int Parent, long Ticks)>()
                .ToList();
        var wanted = new HashSet<int> { root };
        while (byParent.Any(process => wanted.Contains(process.Parent) && wanted.Add(process.Pid)))
        {
        }

        return own + (byParent.Where(process => wanted.Contains(process.Pid)).Sum(process => process.Ticks) / 100.0);
    }

    private static (int Pid, int Parent, long Ticks)? Stat(string pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (
                int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture),
                int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture),
                fields[11..15].Sum(field => long.Parse(field, System.Globalization.CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return null; // it has ended meanwhile
        }
    }
}
