using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using ExchangeHub.EventLog;
using ExchangeHub.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>Announcing must cost the hub nothing: few messages, one at a time, no harm from the transport.</summary>
public sealed class NoticeAnnouncerTests
{
    [Fact]
    public async Task What_was_appended_during_an_announcement_is_covered_by_the_next_one()
    {
        var log = new InMemoryEventLog();
        var transport = new ScriptedTransport();
        var taken = new TaskCompletionSource();
        transport.Answer = _ => taken.Task;
        using var host = await AnnounceAsync(log, transport, time: new TimeWithoutIntervals());

        log.Grow();
        await transport.HasHeardAsync(1);
        log.Grow(999);
        taken.SetResult();
        await transport.HasHeardAsync(1000);

        Assert.Equal([1L, 1000], transport.Heard);
        Assert.Equal(1, transport.UnderWayMax);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_log_that_never_rests_gives_at_most_one_notice_in_20_ms()
    {
        var log = new InMemoryEventLog();
        var transport = new ScriptedTransport();
        using var host = await AnnounceAsync(log, transport);

        var growing = Stopwatch.StartNew();
        while (growing.Elapsed < TimeSpan.FromMilliseconds(500)
            || (transport.Heard.Length < 2 && growing.Elapsed < TimeSpan.FromSeconds(30))) // others may have all the threads
        {
            log.Grow();
            await Task.Yield();
        }

        await transport.HasHeardAsync(log.Head);
        var most = (growing.Elapsed.TotalMilliseconds / 20 * 1.1) + 2; // a timer may be a little early
        Assert.InRange(transport.Heard.Length, 2, most);
        Assert.Equal(transport.Heard.Order().Distinct(), transport.Heard);
        await host.StopAsync();
    }

    [Fact]
    public async Task After_a_restart_the_first_notice_covers_all_that_was_not_announced()
    {
        var log = new InMemoryEventLog();
        log.Grow(40);
        var transport = new ScriptedTransport();
        using var host = await AnnounceAsync(log, transport);

        await transport.HasHeardAsync(40);

        Assert.Equal([40L], transport.Heard);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_transport_that_fails_is_tried_again_with_the_newest_position_and_told_of_once()
    {
        var log = new InMemoryEventLog();
        var lines = new LogLines();
        var grown = new TaskCompletionSource();
        var transport = new ScriptedTransport
        {
            Answer = async attempt =>
            {
                await grown.Task; // the first attempt ends when there is more to say
                if (attempt < 4)
                {
                    throw new InvalidOperationException("no route");
                }
            },
        };
        using var host = await AnnounceAsync(log, transport, lines, new TimeWithoutIntervals());

        log.Grow();
        await transport.HasHeardAsync(1);
        log.Grow(5);
        grown.SetResult();
        await transport.HasHeardAsync(6);

        await Eventually.HoldsAsync(() => lines.Count(9205) == 1, 60, () => "nothing said that announcing has resumed");
        Assert.Equal(4, transport.Heard.Length);
        Assert.Equal(1, lines.Count(9204));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_transport_that_never_answers_is_given_up_and_tried_again()
    {
        var log = new InMemoryEventLog();
        var transport = new ScriptedTransport
        {
            Answer = attempt => attempt == 1 ? new TaskCompletionSource().Task : Task.CompletedTask,
        };
        using var host = await AnnounceAsync(log, transport, time: new HurriedTime(20));

        log.Grow();
        await Eventually.HoldsAsync(() => transport.Heard.Length == 2, 60, () => "not tried again");

        Assert.Equal(1, transport.UnderWayMax);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_log_that_is_away_for_a_while_is_asked_again()
    {
        var log = new InMemoryEventLog();
        log.Grow(3);
        var transport = new ScriptedTransport();
        using var host = await AnnounceAsync(new LogThatIsAway(log, times: 3), transport);

        await transport.HasHeardAsync(3);

        Assert.Equal([3L], transport.Heard);
        await host.StopAsync();
    }

    private static Task<IHost> AnnounceAsync(
        IEventLog log, INotices transport, LogLines? lines = null, TimeProvider? time = null) =>
        Hosts.StartAsync(lines, services => services
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(log)
            .AddSingleton(transport)
            .AddNotices(null));

    /// <summary>Hears every notice and answers as told; the attempt is counted from 1.</summary>
    private sealed class ScriptedTransport : INotices
    {
        private readonly ConcurrentQueue<long> _heard = new();
        private int _underWay;

        public Func<int, Task> Answer { get; set; } = _ => Task.CompletedTask;

        public int UnderWayMax { get; private set; }

        public long[] Heard => [.. _heard];

        public async Task AnnounceAsync(Notice notice, CancellationToken cancellation)
        {
            UnderWayMax = Math.Max(UnderWayMax, Interlocked.Increment(ref _underWay));
            _heard.Enqueue(notice.UpToPosition);
            try
            {
                await Answer(_heard.Count).WaitAsync(cancellation);
            }
            finally
            {
                Interlocked.Decrement(ref _underWay);
            }
        }

        public Task HasHeardAsync(long position) => Eventually.HoldsAsync(
            () => Heard.LastOrDefault() >= position, 60, () => $"heard {string.Join(", ", Heard)}, not {position}");
    }

    /// <summary>A log whose store does not answer the first times.</summary>
    private sealed class LogThatIsAway(InMemoryEventLog log, int times) : IEventLog
    {
        private int _asked;

        public Task<long> WaitForMoreAsync(long position, CancellationToken cancellation) => ++_asked <= times
            ? Task.FromException<long>(new LogUnavailableException("The log's store is being started.", null))
            : log.WaitForMoreAsync(position, cancellation);

        public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellation) =>
            log.AppendAsync(request, cancellation);

        public Task<ImmutableArray<LoggedEvent>> ReadStreamAsync(
            string stream, long afterRevision, CancellationToken cancellation) =>
            log.ReadStreamAsync(stream, afterRevision, cancellation);

        public Task<ImmutableArray<LoggedEvent>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation) =>
            log.ReadAsync(afterPosition, countMax, cancellation);

        public Task<long> HeadAsync(CancellationToken cancellation) => log.HeadAsync(cancellation);

        public Task<AppendOutcome.Repeated?> FindRequestAsync(RequestKey key, CancellationToken cancellation) =>
            log.FindRequestAsync(key, cancellation);
    }
}
