using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.Vocabulary;
using Spectre.Console;

namespace ExchangeHub.Cli.Output;

/// <summary>How long each of many things took. Any number of threads may add.</summary>
/// <param name="uncounted">Things that happened without a time of their own.</param>
internal sealed class Timings(int uncounted = 0)
{
    private readonly List<double> _milliseconds = [];
    private TimeSpan _whole;

    /// <summary>How many there were.</summary>
    public int Count => uncounted + _milliseconds.Count;

    public void Add(TimeSpan one)
    {
        lock (_milliseconds)
        {
            _milliseconds.Add(one.TotalMilliseconds);
        }
    }

    /// <summary>Says how long all of them took together.</summary>
    public void End(TimeSpan whole)
    {
        _whole = whole;
        _milliseconds.Sort();
    }

    /// <summary>Draws a table, or writes a line of JSON for each.</summary>
    public static int Tell(Screen screen, params ReadOnlySpan<(Wording What, Timings Taken)> all)
    {
        var table = new Table().AddColumns(
            "", screen.Say("次数", "count"), screen.Say("秒", "seconds"), screen.Say("每秒", "per second"),
            "p50 ms", "p95 ms", "p99 ms", screen.Say("最长 ms", "longest ms"));
        foreach (var (what, taken) in all)
        {
            var rate = taken.Count / Math.Max(taken._whole.TotalSeconds, 1e-6);
            double?[] parts = [taken.Part(0.5), taken.Part(0.95), taken.Part(0.99), taken.Part(1)];
            if (screen.IsJson)
            {
                screen.Json(new JsonObject
                {
                    ["what"] = screen.Say(what), ["count"] = taken.Count, ["seconds"] = Math.Round(taken._whole.TotalSeconds, 3),
                    ["perSecond"] = Math.Round(rate, 1), ["p50Ms"] = parts[0], ["p95Ms"] = parts[1], ["p99Ms"] = parts[2],
                    ["longestMs"] = parts[3],
                });
            }
            else
            {
                _ = table.AddRow([
                    screen.Say(what), Text(taken.Count, "N0"), Text(taken._whole.TotalSeconds, "0.00"), Text(rate, "N0"),
                    .. parts.Select(part => Text(part, "0.00"))]);
            }
        }

        if (!screen.IsJson)
        {
            screen.Console.Write(table);
        }

        return ExitCode.Ok;
    }

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private double? Part(double part) => _milliseconds.Count == 0 ? null
        : Math.Round(_milliseconds[Math.Max(0, (int)Math.Ceiling(part * _milliseconds.Count) - 1)], 3);
}
