using ExchangeHub.EventLog;
using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.EventLog;

/// <summary>
/// What every log must do, whoever keeps it. Everything above the log rests on these sentences: a receipt, a decision and a
/// revocation are only as good as the promise that what was acknowledged is there once, in one place, for ever.
/// </summary>
public abstract partial class EventLogConformance
{
    /// <summary>Opens an empty log.</summary>
    protected abstract Task<IEventLog> OpenAsync();

    [Fact]
    public async Task Positions_count_from_one_without_a_gap()
    {
        var log = await OpenAsync();

        Assert.Equal(new(1, 1), await log.StoreAsync(One("case-1")));
        Assert.Equal(new(2, 4), await log.StoreAsync(Request(To("case-2", 0, Event(), Event(), Event()))));
        Assert.Equal(new(5, 5), await log.StoreAsync(One("case-1")));

        Assert.Equal(5, (await log.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task Revisions_count_from_one_in_each_stream()
    {
        var log = await OpenAsync();
        await log.StoreAsync(Request(To("case-1", 0, Event("a"), Event("b"))));
        await log.StoreAsync(Request(To("case-2", 0, Event("x"))));
        await log.StoreAsync(Request(To("case-1", 2, Event("c"))));

        var events = await log.ReadStreamAsync("case-1");

        Assert.Equal(
            [(1L, 1L, "a"), (2L, 2L, "b"), (4L, 3L, "c")], events.Select(one => (one.Position, one.Revision, one.Text())));
        Assert.All(events, one => Assert.Equal("case-1", one.Stream));
    }

    [Fact]
    public async Task The_events_of_one_request_stand_together_in_its_order()
    {
        var log = await OpenAsync();

        await log.StoreAsync(Request(
            To("record-7", 0, Event("published"), Event("assessed")), To("recognition-7-330421", 0, Event("recognised"))));

        Assert.Equal(
            [("record-7", "published"), ("record-7", "assessed"), ("recognition-7-330421", "recognised")],
            (await log.ReadAllAsync()).Select(one => (one.Stream, one.Text())));
    }

    [Fact]
    public async Task What_was_appended_comes_back_as_it_was()
    {
        var log = await OpenAsync();
        var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var id = Guid.Parse("0197f0a0-1111-7222-8333-444455556666");
        byte[] payload = [.. Enumerable.Range(0, 256).Select(one => (byte)one)];
        var at = Monday.AddTicks(12_345_678_9);

        await log.StoreAsync(new([new("case-1", 0, [new(id, "evidence-sealed.v12", payload)])], at, TraceParent: trace));

        var one = Assert.Single(await log.ReadAllAsync());
        Assert.Equal((id, "evidence-sealed.v12", trace), (one.Id, one.Type, one.TraceParent));
        Assert.Equal(payload, one.Payload.ToArray());
        Assert.Equal((at.UtcTicks / 10 * 10, TimeSpan.Zero), (one.At.Ticks, one.At.Offset));
    }

    [Fact]
    public async Task A_payload_may_be_empty_and_a_trace_absent()
    {
        var log = await OpenAsync();

        await log.StoreAsync(Request(To("case-1", 0, Event())));

        var one = Assert.Single(await log.ReadStreamAsync("case-1"));
        Assert.True(one.Payload.IsEmpty);
        Assert.Null(one.TraceParent);
    }

    [Fact]
    public async Task Large_payloads_come_back_byte_for_byte()
    {
        var log = await OpenAsync();
        var chance = new Random(20260601);
        var payloads = Enumerable.Range(0, 12).Select(i => new byte[(i + 1) * 700_000]).ToList();
        payloads.ForEach(chance.NextBytes);

        await Task.WhenAll(payloads.Select((payload, i) => log.StoreAsync(Request(To($"package-{i}", 0, Event(payload))))));

        var stored = await log.ReadAllAsync(page: 10_000);
        Assert.Equal(payloads.Count, stored.Count);
        Assert.All(stored, one => Assert.True(
            one.Payload.Span.SequenceEqual(payloads[int.Parse(one.Stream[8..], null)]), $"{one.Stream} differs"));
    }

    [Fact]
    public async Task The_caller_may_use_its_buffer_again()
    {
        var log = await OpenAsync();
        var buffer = "first"u8.ToArray();
        await log.StoreAsync(Request(To("case-1", 0, Event(buffer))));

        "other"u8.CopyTo(buffer);

        Assert.Equal("first", Assert.Single(await log.ReadAllAsync()).Text());
    }

    [Fact]
    public async Task A_request_of_many_events_is_one_append()
    {
        var log = await OpenAsync();
        var events = Enumerable.Range(1, 5_000).Select(i => Event(i.ToString(null, null))).ToArray();
        await log.StoreAsync(One("before"));

        Assert.Equal(new(2, 5_001), await log.StoreAsync(Request(To("import-1", 0, events))));

        Assert.Equal(events.Select(one => one.Id), (await log.ReadStreamAsync("import-1")).Select(one => one.Id));
    }

    [Fact]
    public async Task Two_hundred_callers_at_once_each_get_places_of_their_own()
    {
        var log = await OpenAsync();

        var receipts = await Task.WhenAll(Enumerable.Range(0, 200).Select(caller => Task.Run(async () =>
        {
            var mine = new List<(long Position, string Text)>();
            for (var i = 0; i < 5; i++)
            {
                var stored = await log.StoreAsync(Request(To($"caller-{caller}", i, Event($"{caller}/{i}"))));
                mine.Add((stored.FirstPosition, $"{caller}/{i}"));
            }

            return mine;
        })));

        var events = await log.ReadAllAsync();
        Assert.Equal(1_000, events.Count);
        Assert.All(receipts, mine => Assert.Equal(mine, [.. mine.OrderBy(one => one.Position)]));
        Assert.All(receipts.SelectMany(mine => mine), one => Assert.Equal(one.Text, events[(int)one.Position - 1].Text()));
    }
}
