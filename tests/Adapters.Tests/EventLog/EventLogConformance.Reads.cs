using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.EventLog;

/// <content>Reads and waits: a subscriber that follows them sees everything, once, in order.</content>
public abstract partial class EventLogConformance
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_empty_log_has_nothing_to_read()
    {
        var log = await OpenAsync();

        Assert.Equal(0, await log.HeadAsync(CancellationToken.None));
        Assert.Empty(await log.ReadAsync(0, 10, CancellationToken.None));
        Assert.Empty(await log.ReadAsync(77, 10, CancellationToken.None));
        Assert.Empty(await log.ReadStreamAsync("case-1"));
        Assert.Empty(await log.ReadStreamAsync("case-1", 5, CancellationToken.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task Pages_of_any_size_give_the_same_log(int page)
    {
        var log = await OpenAsync();
        await log.StoreAsync(Request([.. Enumerable.Range(0, 40).Select(i => To($"case-{i}", 0, Event($"{i}")))]));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}"), (await log.ReadAllAsync(page)).Select(one => one.Text()));
        Assert.Empty(await log.ReadAsync(40, page, CancellationToken.None));
    }

    [Fact]
    public async Task Several_streams_read_at_once_are_what_each_is_alone()
    {
        var log = await OpenAsync();
        await log.StoreAsync(Request(To("case-1", 0, Event("a"), Event("b")), To("case-2", 0, Event("c"))));
        await log.StoreAsync(Request(To("case-1", 2, Event("d")), To("case-3", 0, Event("e"))));

        var read = await log.ReadStreamsAsync(["case-3", "case-1", "case-9"], CancellationToken.None);

        Assert.Equal(["case-1", "case-3", "case-9"], read.Keys.Order(StringComparer.Ordinal));
        foreach (var (stream, events) in read)
        {
            Assert.Equal(
                (await log.ReadStreamAsync(stream)).Select(one => (one.Position, one.Revision, one.Id, one.Text())),
                events.Select(one => (one.Position, one.Revision, one.Id, one.Text())));
        }

        Assert.Empty(await log.ReadStreamsAsync([], CancellationToken.None));
    }

    [Fact]
    public async Task The_revisions_of_several_streams_are_those_of_their_last_events()
    {
        var log = await OpenAsync();
        await log.StoreAsync(Request(To("case-1", 0, Event("a"), Event("b")), To("case-2", 0, Event("c"))));
        await log.StoreAsync(Request(To("case-1", 2, Event("d"))));

        var revisions = await log.RevisionsAsync(["case-2", "case-9", "case-1"], CancellationToken.None);

        Assert.Equal(
            [("case-1", 3L), ("case-2", 1L), ("case-9", 0L)],
            revisions.Select(one => (one.Key, one.Value)).OrderBy(one => one.Key, StringComparer.Ordinal));
        Assert.Empty(await log.RevisionsAsync([], CancellationToken.None));
    }

    [Fact]
    public async Task A_stream_can_be_read_from_the_revision_already_known()
    {
        var log = await OpenAsync();
        await log.StoreAsync(Request(To("case-1", 0, Event("a"), Event("b"), Event("c"))));

        Assert.Equal(["c"], (await log.ReadStreamAsync("case-1", 2, CancellationToken.None)).Select(one => one.Text()));
        Assert.Empty(await log.ReadStreamAsync("case-1", 3, CancellationToken.None));
        Assert.Empty(await log.ReadStreamAsync("case-1", 4, CancellationToken.None));
    }

    [Fact]
    public async Task Reads_out_of_range_are_refused()
    {
        var log = await OpenAsync();

        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = log.ReadAsync(-1, 10, CancellationToken.None); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = log.ReadAsync(0, 0, CancellationToken.None); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = log.ReadAsync(0, 10_001, CancellationToken.None); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = log.ReadStreamAsync("case-1", -1, CancellationToken.None); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = log.WaitForMoreAsync(-1, CancellationToken.None); });
        Assert.Throws<ArgumentNullException>(() => { _ = log.FindRequestAsync(null!, CancellationToken.None); });
    }

    [Fact]
    public async Task Waiting_ends_at_once_when_there_is_more_already()
    {
        var log = await OpenAsync();
        await log.StoreAsync(Request(To("case-1", 0, Event(), Event(), Event())));

        Assert.Equal(3, await log.WaitForMoreAsync(0, CancellationToken.None).WaitAsync(Soon));
        Assert.Equal(3, await log.WaitForMoreAsync(2, CancellationToken.None).WaitAsync(Soon));
    }

    [Fact]
    public async Task Waiting_ends_with_the_next_append_for_everybody()
    {
        var log = await OpenAsync();
        await log.StoreAsync(One("case-1"));
        var waits = Enumerable.Range(0, 20).Select(_ => log.WaitForMoreAsync(1, CancellationToken.None)).ToList();
        var longer = log.WaitForMoreAsync(2, CancellationToken.None);
        Assert.DoesNotContain(waits, wait => wait.IsCompleted);

        await log.StoreAsync(One("case-1"));

        Assert.All(await Task.WhenAll(waits).WaitAsync(Soon), head => Assert.Equal(2, head));
        Assert.False(longer.IsCompleted);
        await log.StoreAsync(One("case-1"));
        Assert.Equal(3, await longer.WaitAsync(Soon));
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        var log = await OpenAsync();
        using var patience = new CancellationTokenSource();
        var wait = log.WaitForMoreAsync(0, patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Soon));
    }

    [Fact]
    public async Task A_follower_sees_each_event_once_in_order_while_others_append()
    {
        var log = await OpenAsync();
        var follower = Task.Run(async () =>
        {
            var seen = new List<string>();
            while (seen.Count < 600)
            {
                await log.WaitForMoreAsync(seen.Count, CancellationToken.None);
                foreach (var one in await log.ReadAsync(seen.Count, 50, CancellationToken.None))
                {
                    Assert.Equal(seen.Count + 1, one.Position);
                    seen.Add(one.Text());
                }
            }

            return seen;
        });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++)
            {
                await log.StoreAsync(One($"caller-{caller}", $"{caller}/{i}"));
            }
        })));

        var seen = await follower.WaitAsync(Soon);
        Assert.Equal((await log.ReadAllAsync()).Select(one => one.Text()), seen);
    }
}
