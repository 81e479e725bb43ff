using ExchangeHub.EventLog;
using ExchangeHub.Postgres.Appends;
using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>The queue bounds what one transaction holds and what an outage can pile up in memory.</summary>
public sealed class AppendQueueTests
{
    private static readonly byte[] Mebibyte = new byte[1024 * 1024];

    [Fact]
    public void Who_finds_it_idle_drives_it_until_it_is_empty()
    {
        var queue = new AppendQueue(long.MaxValue);

        Assert.True(queue.Add(Pending("1")));
        Assert.False(queue.Add(Pending("2")));
        Assert.Equal(2, queue.Take()!.Count);
        Assert.False(queue.Add(Pending("3")));
        Assert.Single(queue.Take()!);
        Assert.Null(queue.Take());
        Assert.True(queue.Add(Pending("4")));
    }

    [Fact]
    public void A_group_ends_at_its_limits_and_keeps_the_order()
    {
        var queue = new AppendQueue(long.MaxValue);
        for (var i = 0; i < 6; i++)
        {
            queue.Add(Pending($"{i}", Event(Mebibyte)));
        }

        queue.Add(Pending("many", [.. Enumerable.Range(0, 3_000).Select(_ => Event())]));
        queue.Add(Pending("last"));

        Assert.Equal(["0", "1", "2", "3"], Names(queue.Take()!));
        Assert.Equal(["4", "5"], Names(queue.Take()!));
        Assert.Equal(["many"], Names(queue.Take()!));
        Assert.Equal(["last"], Names(queue.Take()!));
        Assert.Null(queue.Take());
    }

    [Fact]
    public void More_than_its_bytes_is_refused_until_some_are_taken()
    {
        var queue = new AppendQueue(bytesMax: 3 * Mebibyte.Length);
        queue.Add(Pending("1", Event(Mebibyte), Event(Mebibyte)));

        Assert.Throws<LogUnavailableException>(() => queue.Add(Pending("2", Event(Mebibyte), Event(Mebibyte))));
        queue.Add(Pending("3", Event(Mebibyte)));
        Assert.Equal(["1", "3"], Names(queue.Take()!));
        queue.Add(Pending("large", Event(Mebibyte), Event(Mebibyte), Event(Mebibyte), Event(Mebibyte)));
        Assert.Equal(["large"], Names(queue.Take()!));
    }

    [Fact]
    public void Who_has_gone_is_not_taken()
    {
        var queue = new AppendQueue(long.MaxValue);
        var gone = Pending("gone");
        queue.Add(gone);
        queue.Add(Pending("here"));

        Assert.True(gone.TryAbandon());
        Assert.Equal(["here"], Names(queue.Take()!));
        Assert.False(gone.TryTake());
    }

    [Fact]
    public void A_memory_of_names_forgets_the_oldest_and_keeps_what_is_used()
    {
        var memory = new RecentlyUsed<int>(half: 10);
        memory.Set("used", -1);
        for (var i = 0; i < 1_000; i++)
        {
            memory.Set($"{i}", i);
            Assert.True(memory.TryGet("used", out var used) && used == -1);
        }

        Assert.True(memory.TryGet("995", out var recent) && recent == 995);
        Assert.False(memory.TryGet("900", out _));
        memory.Clear();
        Assert.False(memory.TryGet("used", out _));
    }

    private static PendingAppend Pending(string stream, params NewEvent[] events) =>
        new(Request(To(stream, null, events.Length == 0 ? [Event()] : events)), 0);

    private static IEnumerable<string> Names(List<PendingAppend> group) => group.Select(one => one.Request.Streams[0].Stream);
}
