using ExchangeHub.EventLog;
using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.EventLog;

/// <content>Request keys: nodes send a command again whenever its receipt was lost, and nothing may happen twice.</content>
public abstract partial class EventLogConformance
{
    [Fact]
    public async Task A_repeated_request_gets_the_first_receipt_and_stores_nothing()
    {
        var log = await OpenAsync();
        await log.StoreAsync(One("before"));
        var key = Key("node:310118/5521");
        var request = Request(key, To("record-1", 0, Event("a"), Event("b")));
        Assert.Equal(new(2, 3), await log.StoreAsync(request));

        var again = Assert.IsType<AppendOutcome.Repeated>(await log.AppendAsync(request with { At = Monday.AddHours(1) }));

        Assert.Equal((2L, 3L, Monday), (again.FirstPosition, again.LastPosition, again.At));
        Assert.Equal(TimeSpan.Zero, again.At.Offset);
        Assert.Equal(key.Digest.ToArray(), again.Digest.ToArray());
        Assert.Equal(3, await log.HeadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Another_command_under_a_used_key_is_refused()
    {
        var log = await OpenAsync();
        await log.StoreAsync(One("before"));
        await log.StoreAsync(Request(Key("node:310118/5521", "fine of 50 000"), To("record-1", 0, Event())));

        var other = await log.AppendAsync(Request(Key("node:310118/5521", "fine of 5 000"), To("record-2", 0, Event())));

        Assert.Equal(new AppendOutcome.KeyReused(2), other);
        Assert.Empty(await log.ReadStreamAsync("record-2"));
    }

    [Fact]
    public async Task Of_requests_with_one_key_that_arrive_together_one_is_stored()
    {
        var log = await OpenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(
            () => log.AppendAsync(Request(
                Key($"key-{i % 3}"), To($"record-{i % 3}", 0, Event($"{i}")), To($"own-{i}", 0, Event()))))));

        var stored = outcomes.OfType<AppendOutcome.Appended>().ToList();
        Assert.Equal(3, stored.Count);
        Assert.Equal(6, await log.HeadAsync(CancellationToken.None));
        for (var i = 0; i < outcomes.Length; i++)
        {
            var (first, last) = outcomes[i] switch
            {
                AppendOutcome.Appended one => (one.FirstPosition, one.LastPosition),
                AppendOutcome.Repeated one => (one.FirstPosition, one.LastPosition),
                var other => throw new InvalidOperationException($"{other}"),
            };
            Assert.Equal(first + 1, last);
            var page = await log.ReadAsync(first - 1, 1, CancellationToken.None);
            Assert.Equal($"record-{i % 3}", page[0].Stream);
        }
    }

    [Fact]
    public async Task Different_commands_with_one_key_that_arrive_together_do_not_both_happen()
    {
        var log = await OpenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(
            () => log.AppendAsync(Request(Key("one key", $"command {i % 2}"), To($"record-{i}", 0, Event()))))));

        Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
        Assert.Equal(29, outcomes.OfType<AppendOutcome.Repeated>().Count());
        Assert.Equal(30, outcomes.OfType<AppendOutcome.KeyReused>().Count(one => one.FirstPosition == 1));
        Assert.Equal(1, await log.HeadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_key_is_not_used_up_by_a_conflict()
    {
        var log = await OpenAsync();
        await log.StoreAsync(One("record-1"));
        var key = Key("node:310118/5521");
        await log.AppendAsync(Request(key, To("record-1", 0, Event())));

        Assert.Null(await log.FindRequestAsync(key, CancellationToken.None));
        Assert.Equal(new(2, 2), await log.StoreAsync(Request(key, To("record-1", 1, Event()))));
    }

    [Fact]
    public async Task A_repetition_is_recognised_before_its_conditions_are_looked_at()
    {
        var log = await OpenAsync();
        var request = Request(Key("node:310118/5521"), To("record-1", 0, Event()));
        await log.StoreAsync(request);
        await log.StoreAsync(One("record-1"));

        Assert.IsType<AppendOutcome.Repeated>(await log.AppendAsync(request));
    }

    [Fact]
    public async Task A_key_leads_to_the_first_append_under_it()
    {
        var log = await OpenAsync();
        var key = Key("node:330421/1");
        await log.StoreAsync(One("before"));
        Assert.Null(await log.FindRequestAsync(key, CancellationToken.None));
        await log.StoreAsync(Request(key, To("record-1", 0, Event(), Event())));

        var found = await log.FindRequestAsync(Key("node:330421/1", "asked by name only"), CancellationToken.None);

        Assert.Equal((2L, 3L, Monday), (found!.FirstPosition, found.LastPosition, found.At));
        Assert.Equal(key.Digest.ToArray(), found.Digest.ToArray());
        Assert.Null(await log.FindRequestAsync(Key("NODE:330421/1"), CancellationToken.None));
    }

    [Fact]
    public async Task A_key_that_only_the_store_remembers_is_recognised_beside_new_ones()
    {
        var log = await OpenAsync();
        await log.StoreAsync(Request(Key("old"), To("record-old", 0, Event())));
        log = await ReopenAsync(log);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => log.AppendAsync(
            Request(Key(i == 20 ? "old" : $"new-{i}"), To($"record-{i}", 0, Event()))))));

        Assert.Equal(new(1, 1), Position(outcomes[20]));
        Assert.Equal(39, outcomes.OfType<AppendOutcome.Appended>().Count());
        Assert.Equal(40, await log.HeadAsync(CancellationToken.None));
    }

    /// <summary>Opens what a log holds anew, as another process would that knows nothing but the store.</summary>
    protected virtual Task<IEventLog> ReopenAsync(IEventLog log) => Task.FromResult(log);

    private static AppendOutcome.Appended Position(AppendOutcome outcome)
    {
        var repeated = Assert.IsType<AppendOutcome.Repeated>(outcome);
        return new(repeated.FirstPosition, repeated.LastPosition);
    }
}
