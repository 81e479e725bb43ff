using System.Globalization;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.Cli.Transfers;

/// <summary>Shows how far a transfer is: a bar, the rate, and how long the rest will take.</summary>
internal sealed class TransferMeter(Screen screen, TimeProvider clock)
{
    private const int BarWidth = 24;
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);
    private readonly long _began = clock.GetTimestamp();
    private long _total;
    private long _there;
    private long _moved;

    /// <summary>Gets how many bytes went over the wire.</summary>
    public long Moved => Interlocked.Read(ref _moved);

    /// <summary>Gets how long it has taken.</summary>
    public TimeSpan Took => clock.GetElapsedTime(_began);

    /// <summary>Says how much there is to do, and how much of it was done before.</summary>
    public void Begin(long total, long there)
    {
        _ = Interlocked.Exchange(ref _total, total);
        _ = Interlocked.Exchange(ref _there, there);
    }

    /// <summary>Counts bytes that went over the wire.</summary>
    public void Add(long bytes)
    {
        _ = Interlocked.Add(ref _moved, bytes);
        _ = Interlocked.Add(ref _there, bytes);
    }

    /// <summary>Counts bytes that had come before.</summary>
    public void Found(long bytes) => Interlocked.Add(ref _there, bytes);

    /// <summary>Shows it until the transfer is over.</summary>
    public async Task ShowAsync(Task transfer)
    {
        var told = clock.GetTimestamp();
        while (await Task.WhenAny(transfer, Task.Delay(DrawEvery, clock)) != transfer)
        {
            if (!screen.Redraw(Line()) && clock.GetElapsedTime(told) > TellEvery)
            {
                screen.Progress(Line());
                told = clock.GetTimestamp();
            }
        }

        if (screen.Redraw(Line()))
        {
            screen.Progress("");
        }

        await transfer;
    }

    private string Line()
    {
        var (total, there) = (Math.Max(1, Interlocked.Read(ref _total)), Interlocked.Read(ref _there));
        var part = Math.Clamp((double)there / total, 0, 1);
        var rate = Moved / Math.Max(0.001, Took.TotalSeconds);
        var left = rate < 1 ? "--:--"
            : TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, total - there) / rate)).ToString("c", CultureInfo.InvariantCulture);
        var bar = new string('#', (int)(part * BarWidth)).PadRight(BarWidth, '.');
        return string.Create(CultureInfo.InvariantCulture, $"[{bar}] {part:P0}  {Size(there)}/{Size(total)}  {Size(rate)}/s  ")
            + screen.Say($"剩余 {left}", $"{left} left");
    }

    private static string Size(double bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var unit = 0;
        for (; bytes >= 1024 && unit < units.Length - 1; unit++)
        {
            bytes /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {units[unit]}");
    }
}
