using ExchangeHub.EventLog;
using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.EventLog;

/// <content>Expected revisions and arguments: what is refused, and that a refusal leaves nothing behind.</content>
public abstract partial class EventLogConformance
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_stream_that_holds_another_number_of_events_is_a_conflict(long expected)
    {
        var log = await OpenAsync();
        await log.StoreAsync(Request(To("case-1", 0, Event(), Event())));

        Assert.Equal(new AppendOutcome.Conflict("case-1", 2), await log.AppendAsync(Request(To("case-1", expected, Event()))));

        Assert.Equal(2, await log.HeadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_stream_that_is_expected_but_does_not_exist_is_a_conflict()
    {
        var log = await OpenAsync();

        Assert.Equal(new AppendOutcome.Conflict("case-1", 0), await log.AppendAsync(Request(To("case-1", 1, Event()))));
    }

    [Fact]
    public async Task A_conflict_in_one_stream_keeps_all_streams_of_the_request_as_they_were()
    {
        var log = await OpenAsync();
        await log.StoreAsync(One("recognition-1"));

        var outcome = await log.AppendAsync(Request(
            To("record-1", 0, Event()), To("recognition-1", 0, Event()), To("record-2", 7, Event())));

        Assert.Equal(new AppendOutcome.Conflict("recognition-1", 1), outcome);
        Assert.Empty(await log.ReadStreamAsync("record-1"));
        Assert.Equal(1, await log.HeadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_stream_may_be_checked_and_not_appended_to()
    {
        var log = await OpenAsync();
        await log.StoreAsync(One("rule-set-7"));

        await log.StoreAsync(Request(To("rule-set-7", 1), To("absent", 0), To("record-1", 0, Event())));
        var late = await log.AppendAsync(Request(To("record-2", 0, Event()), To("rule-set-7", 2)));
        var created = await log.AppendAsync(Request(To("record-2", 0, Event()), To("absent", 1)));

        Assert.Equal(new AppendOutcome.Conflict("rule-set-7", 1), late);
        Assert.Equal(new AppendOutcome.Conflict("absent", 0), created);
        Assert.Single(await log.ReadStreamAsync("rule-set-7"));
        Assert.Empty(await log.ReadStreamAsync("record-2"));
    }

    [Fact]
    public async Task Of_many_who_decided_on_the_same_past_one_wins_each_time()
    {
        var log = await OpenAsync();

        var won = await Task.WhenAll(Enumerable.Range(0, 50).Select(caller => Task.Run(async () =>
        {
            for (long revision = 0, wins = 0; ;)
            {
                switch (await log.AppendAsync(Request(To("register", revision, Event($"{caller}")))))
                {
                    case AppendOutcome.Appended when ++wins == 4:
                        return wins;
                    case AppendOutcome.Appended:
                        revision++;
                        break;
                    case AppendOutcome.Conflict lost:
                        Assert.NotEqual(revision, lost.Revision);
                        revision = lost.Revision;
                        break;
                    case var other:
                        Assert.Fail($"Neither appended nor a conflict: {other}");
                        break;
                }
            }
        })));

        Assert.Equal(200, won.Sum());
        Assert.Equal(Enumerable.Range(1, 200), (await log.ReadStreamAsync("register")).Select(one => (int)one.Revision));
    }

    [Fact]
    public async Task A_conflict_concerns_one_caller_and_nobody_else()
    {
        var log = await OpenAsync();
        await log.StoreAsync(One("taken"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(
            () => log.AppendAsync(Request(i % 2 == 0 ? To("taken", 0, Event()) : To($"free-{i}", 0, Event()))))));

        Assert.All(outcomes.Where((_, i) => i % 2 == 0), one => Assert.Equal(new AppendOutcome.Conflict("taken", 1), one));
        Assert.All(outcomes.Where((_, i) => i % 2 == 1), one => Assert.IsType<AppendOutcome.Appended>(one));
        Assert.Equal(51, await log.HeadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("record-urn:eeh:310118:2026-000001")]
    [InlineData("案件-青浦-〔2026〕7号")]
    [InlineData(" with spaces, 'quotes', \"more\" and \\ ")]
    [InlineData("emoji-\U0001F30A")]
    public async Task A_stream_may_have_any_readable_name(string stream)
    {
        var log = await OpenAsync();
        await log.StoreAsync(One(stream, "here"));
        await log.StoreAsync(One(stream + "2", "there"));

        Assert.Equal("here", Assert.Single(await log.ReadStreamAsync(stream)).Text());
    }

    [Fact]
    public async Task A_stream_name_may_have_three_hundred_characters()
    {
        var log = await OpenAsync();
        await log.StoreAsync(One(new string('案', 300)));
        await log.StoreAsync(One(new string('案', 299) + '卷'));

        Assert.Single(await log.ReadStreamAsync(new string('案', 300)));
        await Refused(log, One(new string('案', 301)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("\u007f")]
    public async Task A_stream_name_with_control_characters_is_refused(string stream)
    {
        var log = await OpenAsync();

        await Refused(log, One(stream));
        Assert.Throws<ArgumentException>(() => { _ = log.ReadStreamAsync(stream, 0, CancellationToken.None); });
    }

    [Fact]
    public async Task A_stream_name_with_half_a_character_is_refused()
    {
        var log = await OpenAsync();

        await Refused(log, One("\ud83c"));
        await Refused(log, One("a\ud83cb"));
        await Refused(log, One("\udf0a\ud83c"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("penalty-decided")]
    [InlineData("penalty-decided.v0")]
    [InlineData("penalty-decided.v")]
    [InlineData("penalty-decided.v1a")]
    [InlineData("penalty--decided.v1")]
    [InlineData("-decided.v1")]
    [InlineData("decided-.v1")]
    [InlineData("Penalty-decided.v1")]
    [InlineData("penalty_decided.v1")]
    [InlineData("1penalty.v1")]
    [InlineData("处罚.v1")]
    public async Task An_event_type_without_a_stable_name_and_version_is_refused(string type) =>
        await Refused(await OpenAsync(), Request(To("case-1", 0, Event("", type))));

    [Fact]
    public async Task A_request_of_another_shape_is_refused()
    {
        var log = await OpenAsync();

        await Refused(log, new AppendRequest([], Monday));
        await Refused(log, new AppendRequest(default, Monday));
        await Refused(log, Request(To("case-1", 0)));
        await Refused(log, Request(new StreamAppend("case-1", 0, default)));
        await Refused(log, Request(To("case-1", -1, Event())));
        await Refused(log, Request(To("case-1", null, Event()), To("case-1", null, Event())));
        await Refused(log, Request(To("case-1", null, Event("", new string('a', 98) + ".v1"))));
        await Refused(log, Request(new RequestKey("", Key("k").Digest), To("case-1", null, Event())));
        await Refused(log, Request(new RequestKey(new string('k', 201), Key("k").Digest), To("case-1", null, Event())));
        await Refused(log, Request(new RequestKey("k\0", Key("k").Digest), To("case-1", null, Event())));
        await Refused(log, Request(new RequestKey("k", default), To("case-1", null, Event())));
        await Refused(log, Request(new RequestKey("k", Key("k").Digest.Add(0)), To("case-1", null, Event())));
        await Refused(log, One("case-1") with { TraceParent = "" });
        await Refused(log, One("case-1") with { TraceParent = "00-\0" });
        await Refused(log, Request(To("case-1", null, Event(new byte[AppendRules.PayloadBytesMax]), Event("more"))));
        Assert.Throws<ArgumentNullException>(() => { _ = log.AppendAsync(null!); });
    }

    [Fact]
    public async Task An_append_that_was_cancelled_before_it_began_stores_nothing()
    {
        var log = await OpenAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => log.AppendAsync(One("case-1"), new(canceled: true)));

        Assert.Equal(0, await log.HeadAsync(CancellationToken.None));
    }

    private static async Task Refused(IEventLog log, AppendRequest request)
    {
        Assert.ThrowsAny<ArgumentException>(() => { _ = log.AppendAsync(request); });
        Assert.Equal((await log.ReadAllAsync()).Count, await log.HeadAsync(CancellationToken.None));
    }
}
