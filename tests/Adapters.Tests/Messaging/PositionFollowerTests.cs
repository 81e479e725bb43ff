using System.Collections.Immutable;
using System.Diagnostics;
using ExchangeHub.EventLog;
using ExchangeHub.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>
/// A follower may be late, never wrong: whatever source, handler or clock do, it takes every position once, in order. No notice
/// reaches these followers, so all they do they do by themselves.
/// </summary>
public sealed class PositionFollowerTests
{
    [Fact]
    public async Task Without_a_notice_it_reads_every_two_seconds()
    {
        var log = new InMemoryEventLog();
        var follower = new RecordingFollower(log);
        var time = new WatchedTime();
        using var host = await Hosts.ServiceAsync(follower, null, "alone", time);

        for (var i = 0; i < 3; i++)
        {
            var head = log.Grow();
            await time.LetPassAsync(TimeSpan.FromSeconds(2));
            await follower.ReachesAsync(head);
        }

        await host.StopAsync();
    }

    [Fact]
    public async Task A_flood_of_lies_costs_at_most_one_read_in_5_ms()
    {
        var follower = new RecordingFollower(new InMemoryEventLog());
        using var host = await Hosts.ServiceAsync(follower, null, "flooded", new TimeWithoutIntervals());
        var signal = host.Services.GetRequiredService<WakeSignal>();
        var before = follower.Reads;

        var lying = Stopwatch.StartNew();
        while (lying.Elapsed < TimeSpan.FromMilliseconds(300)
            || (follower.Reads < before + 2 && lying.Elapsed < TimeSpan.FromSeconds(30))) // others may have all the threads
        {
            signal.Hear(long.MaxValue);
            await Task.Yield();
        }

        // A timer may be a little early.
        Assert.InRange(follower.Reads - before, 2, (lying.Elapsed.TotalMilliseconds / 5 * 1.25) + 2);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_long_log_is_read_page_by_page_without_a_pause()
    {
        var log = new InMemoryEventLog();
        var pages = new List<int>();
        var follower = new RecordingFollower(log) { Before = page => { pages.Add(page.Length); return Task.CompletedTask; } };
        log.Grow(2_250);

        using var host = await Hosts.ServiceAsync(follower, null, "far-behind", new TimeWithoutIntervals());

        await follower.ReachesAsync(2_250);
        Assert.Equal([500, 500, 500, 500, 250], pages);
        await host.StopAsync();
    }

    [Theory]
    [InlineData(1, 2, 4)] // one left out
    [InlineData(2, 3, 4)] // the first left out
    [InlineData(1, 1, 2)] // one twice
    [InlineData(2, 1, 3)] // out of order
    [InlineData(0, 1, 2)] // one before the first
    public async Task A_page_with_a_gap_a_repetition_or_a_wrong_order_is_refused_whole_and_read_again(long a, long b, long c)
    {
        var source = new ScriptedFollower { Read = (attempt, after) => attempt <= 2 ? [a, b, c] : Upward(after, 5) };
        var lines = new LogLines();
        using var host = await RunAsync(source, lines);

        await source.ReachesAsync(5);

        // The line follows what was stored.
        await Eventually.HoldsAsync(() => lines.Count(9222) == 1, 60, () => "nothing said that following has resumed");
        Assert.Equal(1, lines.Count(9221)); // told of once, though it happened twice
        await host.StopAsync();
    }

    [Fact]
    public async Task What_a_subscription_leaves_out_is_no_gap_and_what_it_loses_is_one()
    {
        var previous = new Dictionary<long, long> { [2] = 0, [3] = 2, [7] = 3, [9] = 7 };
        var source = new ScriptedFollower
        {
            Read = (attempt, after) => attempt == 1 ? [2, 7] : [.. previous.Keys.Where(position => position > after)],
            Previous = position => previous[position],
        };
        var lines = new LogLines();
        using var host = await RunAsync(source, lines);

        await source.StoresAsync([2, 3, 7, 9]);

        Assert.Equal(1, lines.Count(9221)); // 7 follows 3, which was lost
        await host.StopAsync();
    }

    [Fact]
    public async Task What_a_handler_stored_before_it_failed_is_not_handled_again()
    {
        var failing = 0;
        var source = new ScriptedFollower
        {
            Read = (_, after) => Upward(after, 9).Take(3).ToImmutableArray(),
            After = () => ++failing is 1 or 2 ? throw new IOException("the connection broke after the commit") : 0,
        };
        using var host = await RunAsync(source);

        await source.ReachesAsync(9);
        await host.StopAsync();
    }

    [Fact]
    public async Task What_a_handler_did_not_store_is_handled_again_and_never_skipped()
    {
        var failing = 0;
        var source = new ScriptedFollower
        {
            Read = (_, after) => Upward(after, 9).Take(3).ToImmutableArray(),
            Before = () => ++failing is > 1 and < 5 ? throw new IOException("the disk is full") : 0,
        };
        using var host = await RunAsync(source);

        await source.ReachesAsync(9);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_source_that_never_answers_is_given_up_and_asked_again()
    {
        var source = new ScriptedFollower { Read = (attempt, after) => attempt == 1 ? null : Upward(after, 2) };
        using var host = await RunAsync(source);

        await source.ReachesAsync(2);
        await host.StopAsync();
    }

    private static ImmutableArray<long> Upward(long after, long head) =>
        [.. Enumerable.Range(1, (int)head).Select(n => (long)n).Where(n => n > after)];

    private static Task<IHost> RunAsync(ScriptedFollower follower, LogLines? lines = null) =>
        Hosts.StartAsync(lines, services => services
            .AddSingleton<TimeProvider>(new HurriedTime(20))
            .AddPositionFollower(null, "scripted", _ => follower));

    /// <summary>Reads what it is told, stores in one step, and fails before or after it when told to.</summary>
    private sealed class ScriptedFollower : IFollower<long>
    {
        private readonly Lock _gate = new();
        private readonly List<long> _stored = [];
        private int _reads;

        /// <summary>The page for an attempt, counted from 1, and a position; null never answers.</summary>
        public required Func<int, long, ImmutableArray<long>?> Read { get; init; }

        /// <summary>What the source says that a position follows.</summary>
        public Func<long, long> Previous { get; init; } = position => position - 1;

        public Func<int> Before { get; init; } = () => 0;

        public Func<int> After { get; init; } = () => 0;

        private long[] Stored
        {
            get
            {
                lock (_gate)
                {
                    return [.. _stored];
                }
            }
        }

        public Task<long> LoadPositionAsync(CancellationToken cancellation) => Task.FromResult(Stored.LastOrDefault());

        public async Task<ImmutableArray<long>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation) =>
            Read(++_reads, afterPosition) ?? await new TaskCompletionSource<ImmutableArray<long>>().Task.WaitAsync(cancellation);

        public long PositionOf(long entry) => entry;

        public long PreviousPositionOf(long entry) => Previous(entry);

        public Task HandleAsync(ImmutableArray<long> entries, CancellationToken cancellation)
        {
            Before();
            lock (_gate)
            {
                _stored.AddRange(entries);
            }

            After();
            return Task.CompletedTask;
        }

        public Task ReachesAsync(long position) => StoresAsync(Upward(0, position));

        public async Task StoresAsync(ImmutableArray<long> positions)
        {
            await Eventually.HoldsAsync(
                () => Stored.LastOrDefault() >= positions[^1], 60, () => $"stored {string.Join(", ", Stored)}");
            Assert.Equal(positions, Stored);
        }
    }
}
