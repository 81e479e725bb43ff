using System.Diagnostics;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using Grpc.Core;

namespace ExchangeHub.SystemTests.Node;

/// <summary>
/// A district goes on working when the hub is away, and whatever breaks between the two, the hub gets every statement, once, in
/// order.
/// </summary>
public sealed class When_the_hub_is_away : IAsyncLifetime, IAsyncDisposable
{
    private readonly LittleHub _hub = new();
    private District _qingpu = null!;

    public async Task InitializeAsync()
    {
        await _hub.StartAsync();
        _qingpu = await new District("310118", _hub.Address).StartAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _qingpu.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task What_is_submitted_meanwhile_is_kept_and_sent_when_it_is_back()
    {
        await _hub.StopAsync();
        for (var number = 1; number <= 20; number++)
        {
            _ = await _qingpu.SubmitAsync(Papers.Submit($"away-{number}", Papers.Permit(number)));
        }

        await Eventually.HoldsAsync(async () => !(await _qingpu.StatusAsync()).HubConnected);
        Assert.Equal(20, (await _qingpu.StatusAsync()).OutboxDepth);
        await _hub.StartAsync();

        await AllAcknowledgedAsync(20);
        Assert.True((await _qingpu.StatusAsync()).HubPositionSeen >= 20);
        await Eventually.HoldsAsync(async () => (await _qingpu.StatusAsync()).HubConnected);
    }

    [Fact]
    public async Task A_stream_that_is_cut_after_some_answers_begins_again_and_doubles_nothing()
    {
        foreach (var answers in new[] { 0, 1, 7, 40 })
        {
            _hub.Faults.CutAfter(answers);
            var last = (await _qingpu.StatusAsync()).LastSequence;
            for (var number = last + 1; number <= last + 60; number++)
            {
                _ = await _qingpu.SubmitAsync(Papers.Submit($"cut-{number}", Papers.Permit((int)number)));
            }

            await AllAcknowledgedAsync(last + 60);
        }

        // What came twice came as the same bytes.
        foreach (var same in _hub.Came.GroupBy(envelope => Statement.Parser.ParseFrom(envelope.Payload).Sequence))
        {
            _ = Assert.Single(same.Distinct());
        }
    }

    [Fact]
    public async Task The_node_starts_again_and_sends_what_it_had_not_sent()
    {
        await _hub.StopAsync();
        for (var number = 1; number <= 5; number++)
        {
            _ = await _qingpu.SubmitAsync(Papers.Submit($"restart-{number}", Papers.Permit(number)));
        }

        await _qingpu.StopAsync();
        await _hub.StartAsync();
        await _qingpu.StartAsync();

        await AllAcknowledgedAsync(5);
    }

    [Fact]
    public async Task What_the_hub_turns_down_is_kept_with_its_reason_and_the_others_go_on()
    {
        _hub.Faults.Rejects = statement => statement.Sequence == 2
            ? new Google.Rpc.Status { Code = (int)StatusCode.FailedPrecondition, Message = "Version 2 names another content." }
            : null;
        for (var number = 1; number <= 3; number++)
        {
            _ = await _qingpu.SubmitAsync(Papers.Submit($"turned-{number}", Papers.Permit(number)));
        }

        await Eventually.HoldsAsync(async () => (await _qingpu.StatusAsync()) is { OutboxDepth: 0, TurnedDown: 1 });
        var second = (await _qingpu.Node.GetSubmissionAsync(new GetSubmissionRequest { Sequence = 2 })).Submission;

        Assert.Equal(Submission.Types.State.TurnedDown, second.State);
        Assert.Equal("Version 2 names another content.", second.Rejection.Message);
        Assert.Equal([1, 3], _hub.Held("node:310118"));
        OutboxCheck.Of(_qingpu).IsWhole();
    }

    [Fact]
    public async Task What_the_hub_cannot_take_now_is_sent_again_and_not_given_up()
    {
        var left = 3;
        _hub.Faults.Rejects = statement => statement.Sequence == 2 && Interlocked.Decrement(ref left) >= 0
            ? new Google.Rpc.Status { Code = (int)StatusCode.Unavailable, Message = "The hub's store is away." }
            : null;
        for (var number = 1; number <= 3; number++)
        {
            _ = await _qingpu.SubmitAsync(Papers.Submit($"later-{number}", Papers.Permit(number)));
        }

        await AllAcknowledgedAsync(3);
        Assert.Equal(0, (await _qingpu.StatusAsync()).TurnedDown);
    }

    [Fact]
    public async Task A_hub_that_ends_every_stream_at_once_is_not_stormed()
    {
        _hub.Faults.EndsStreamsAtOnce = true;
        var started = Stopwatch.StartNew();
        _ = await _qingpu.SubmitAsync(Papers.Submit("storm", Papers.Permit(1)));

        await Eventually.HoldsAsync(() => _hub.Streams >= 4);

        // 50 + 100 + 200 ms lie between four attempts; without a pause there would be thousands of them.
        Assert.True(started.Elapsed > TimeSpan.FromMilliseconds(350), $"four attempts within {started.Elapsed}");
        Assert.InRange(_hub.Streams, 4, 10);
        _hub.Faults.EndsStreamsAtOnce = false;
        await AllAcknowledgedAsync(1);
    }

    [Fact]
    public async Task The_receipt_is_kept_and_the_row_stays()
    {
        var stored = await _qingpu.SubmitAsync(Papers.Submit("receipt", Papers.Permit(1)));
        await AllAcknowledgedAsync(1);

        var kept = (await _qingpu.Node.GetSubmissionAsync(new GetSubmissionRequest { Sequence = stored.Sequence })).Submission;

        Assert.Equal(Submission.Types.State.Acknowledged, kept.State);
        Assert.Equal(1, kept.Receipt.Position);
        Assert.Equal(kept, await _qingpu.SubmitAsync(Papers.Submit("receipt", Papers.Permit(1))));
        _ = Assert.Single(OutboxCheck.Of(_qingpu).IsWhole().Rows);
    }

    private async Task AllAcknowledgedAsync(long count)
    {
        await Eventually.HoldsAsync(async () => (await _qingpu.StatusAsync()).OutboxDepth == 0);
        Assert.Equal(Enumerable.Range(1, (int)count).Select(sequence => (long)sequence), _hub.Held("node:310118"));
    }
}
