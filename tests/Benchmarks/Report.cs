using System.Globalization;
using System.Runtime.InteropServices;

namespace ExchangeHub.Benchmarks;

/// <summary>A table of figures in Markdown, with the machine above it.</summary>
internal sealed class Report
{
    public static void Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({model ?? "unknown"}), {RuntimeInformation.FrameworkDescription}, "
                + $"{RuntimeInformation.OSDescription}, load {load} at the start"));
        Console.WriteLine();
    }

    public static void Table(string title, string[] columns, IEnumerable<string[]> rows)
    {
        Console.WriteLine($"### {title}");
        Console.WriteLine();
        Console.WriteLine($"| {string.Join(" | ", columns)} |");
        Console.WriteLine($"|{string.Concat(columns.Select((_, index) => index == 0 ? "---|" : "--:|"))}");
        foreach (var row in rows)
        {
            Console.WriteLine($"| {string.Join(" | ", row)} |");
        }

        Console.WriteLine();
    }

    public static string Rate(double perSecond) => perSecond.ToString("N0", CultureInfo.InvariantCulture);

    public static string Milliseconds(double milliseconds) =>
        milliseconds.ToString(milliseconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    public static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public static double Percentile(List<double> values, double part)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[(int)Math.Min(values.Count - 1, Math.Ceiling(part * values.Count) - 1)];
    }
}

/// <summary>What one slice of a measurement gave.</summary>
/// <param name="PerSecond">How many a second.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="CpuMicroseconds">Processor time of client and server together, for each one; NaN when it was not
/// measured.</param>
internal sealed record Slice(double PerSecond, double P50, double P99, double CpuMicroseconds)
{
    /// <summary>The medians of several slices.</summary>
    public static Slice Median(IReadOnlyCollection<Slice> slices) => new(
        Report.Median(slices.Select(slice => slice.PerSecond)),
        Report.Median(slices.Select(slice => slice.P50)),
        Report.Median(slices.Select(slice => slice.P99)),
        Report.Median(slices.Select(slice => slice.CpuMicroseconds)));
}
