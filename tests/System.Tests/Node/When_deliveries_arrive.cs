using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.SystemTests.Zone;
using Google.Protobuf;

namespace ExchangeHub.SystemTests.Node;

/// <summary>
/// What a node holds is what its district relies on. A delivery that is lost, changed or made up on its way must be noticed by
/// the node itself: it does not trust the hub, and nobody else will look.
/// </summary>
public sealed class When_deliveries_arrive : IAsyncLifetime, IAsyncDisposable
{
    private readonly LittleHub _hub = new();
    private readonly NodeVoice _qingpu = new("310118");
    private readonly NodeVoice _stranger = new("310118");
    private District _jiashan = null!;

    public async Task InitializeAsync()
    {
        await _hub.StartAsync();
        _jiashan = new District("330421", _hub.Address, _qingpu);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _jiashan.DisposeAsync();
        await _hub.DisposeAsync();
        _qingpu.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task They_are_stored_acknowledged_and_relied_on()
    {
        _ = await _jiashan.StartAsync();

        _ = _hub.Take(_qingpu.Say(Papers.Penalty(), TestClock.Evening));

        await ArrivedAsync(2);
        Assert.Equal(Outcome.RecognisedWithFlag, await OutcomeAsync(Papers.Dossier()));
        await Eventually.HoldsAsync(() => _hub.Acknowledged.GetValueOrDefault("node:330421/inbox") == 2);
    }

    [Fact]
    public async Task One_that_is_lost_is_noticed_at_the_next_and_asked_for_again()
    {
        var losses = 0;
        _hub.Faults.Delivers = delivery => delivery.Position == 3 && Interlocked.Increment(ref losses) == 1 ? null : delivery;
        _ = await _jiashan.StartAsync();
        _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(1)), TestClock.Evening));
        await ArrivedAsync(2);

        _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(2)), TestClock.Evening));

        await Eventually.HoldsAsync(async () =>
            await OutcomeAsync(Papers.Dossier(Papers.Number(2))) == Outcome.RecognisedWithFlag);
        Assert.Equal([1, 2, 3, 4], await WatchedAsync(4));
    }

    [Fact]
    public async Task One_that_is_lost_behind_a_heartbeat_is_not_taken_for_complete_for_ever()
    {
        var losses = 0;
        _hub.Faults.Delivers = delivery => delivery.Position > 2 && Interlocked.Increment(ref losses) <= 2 ? null : delivery;
        _ = await _jiashan.StartAsync();
        _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(1)), TestClock.Evening));
        _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(2)), TestClock.Evening));
        await Eventually.HoldsAsync(() => losses == 2);
        await ArrivedAsync(4); // so says the heartbeat

        _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(3)), TestClock.Evening));

        Assert.Equal([1, 2, 3, 4, 5, 6], await WatchedAsync(6));
    }

    [Theory]
    [InlineData("payload")]
    [InlineData("signature")]
    [InlineData("dossier")]
    public async Task One_that_was_changed_is_put_aside_and_nothing_relies_on_it(string what)
    {
        _hub.Faults.Delivers = delivery =>
        {
            if (delivery.Statement?.Envelope is { } envelope)
            {
                envelope.Payload = what == "payload" ? Changed(envelope.Payload) : envelope.Payload;
                envelope.Signature = what == "signature" ? Changed(envelope.Signature) : envelope.Signature;
                delivery.Dossier = what == "dossier" ? Papers.Dossier(Papers.Number(9)) : delivery.Dossier;
            }

            return delivery;
        };
        _ = await _jiashan.StartAsync();

        _ = _hub.Take(_qingpu.Say(Papers.Penalty(), TestClock.Evening));

        await ArrivedAsync(2);
        Assert.Equal(1, (await _jiashan.StatusAsync()).Quarantined);
        Assert.Equal(Outcome.NotKnown, await OutcomeAsync(Papers.Dossier())); // the hub's decision alone is no record
        Assert.Equal([2], await WatchedAsync(1));
    }

    [Fact]
    public async Task One_that_another_node_signed_is_put_aside()
    {
        using var wujiang = new NodeVoice("320509");
        _jiashan.Register(_qingpu, wujiang);
        _ = await _jiashan.StartAsync();

        // Wujiang says it in the name of Qingpu.
        _ = _hub.Take(wujiang.Sign(_qingpu.Say(Papers.Penalty(), TestClock.Evening).Payload.Memory));

        await ArrivedAsync(2);
        Assert.Equal(1, (await _jiashan.StatusAsync()).Quarantined);
        Assert.Equal(Outcome.NotKnown, await OutcomeAsync(Papers.Dossier()));
    }

    [Fact]
    public async Task One_that_a_stranger_signed_is_put_aside_until_the_network_file_knows_the_key()
    {
        _ = await _jiashan.StartAsync();
        _ = _hub.Take(_stranger.Say(Papers.Penalty(), TestClock.Evening));
        await ArrivedAsync(2);
        Assert.Equal(1, (await _jiashan.StatusAsync()).Quarantined);
        Assert.Equal(Outcome.NotKnown, await OutcomeAsync(Papers.Dossier()));

        await _jiashan.StopAsync();
        _jiashan.Register(_stranger);
        _ = await _jiashan.StartAsync();

        await Eventually.HoldsAsync(async () => (await _jiashan.StatusAsync()).Quarantined == 0);
        Assert.Equal(Outcome.RecognisedWithFlag, await OutcomeAsync(Papers.Dossier()));
    }

    [Fact]
    public async Task One_that_says_nothing_known_is_put_aside()
    {
        _ = await _jiashan.StartAsync();

        _hub.Forge(new Delivery { Dossier = Papers.Dossier() });
        _hub.Forge(new Delivery { Dossier = "gossip/1" });

        await ArrivedAsync(2);
        Assert.Equal(2, (await _jiashan.StatusAsync()).Quarantined);
    }

    [Fact]
    public async Task A_hub_that_has_lost_history_is_reported_and_the_node_keeps_what_it_has()
    {
        _ = await _jiashan.StartAsync();
        _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(1)), TestClock.Evening));
        _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(2)), TestClock.Evening));
        await ArrivedAsync(4);
        Assert.False((await _jiashan.StatusAsync()).HubIsBehind);

        await _hub.StopAsync();
        _hub.LoseHistoryAfter(2);
        await _hub.StartAsync();

        await Eventually.HoldsAsync(async () => (await _jiashan.StatusAsync()).HubIsBehind);
        var status = await _jiashan.StatusAsync();
        Assert.Equal((4, 4), (status.InboxPosition, status.HubPositionSeen));
        Assert.Equal(Outcome.RecognisedWithFlag, await OutcomeAsync(Papers.Dossier(Papers.Number(2))));

        // It gets there again with other people's statements.
        _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(3)), TestClock.Evening));
        await Eventually.HoldsAsync(async () => !(await _jiashan.StatusAsync()).HubIsBehind);
    }

    [Fact]
    public async Task A_hub_that_dies_in_the_middle_is_followed_from_where_it_stopped()
    {
        _ = await _jiashan.StartAsync();
        for (var number = 1; number <= 30; number++)
        {
            _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(number)), TestClock.Evening));
            if (number % 10 == 0)
            {
                await _hub.StopAsync();
                await _hub.StartAsync();
            }
        }

        Assert.Equal(Enumerable.Range(1, 60).Select(position => (long)position), await WatchedAsync(60));
    }

    [Fact]
    public async Task A_watcher_gets_what_has_been_and_then_what_comes_in_one_chain()
    {
        _ = await _jiashan.StartAsync();
        _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(1)), TestClock.Evening));
        await ArrivedAsync(2);
        using var watching = _jiashan.Node.Watch(new WatchRequest { AfterPosition = 1 });
        Assert.True(await watching.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal((2, 1), Place(watching.ResponseStream.Current));

        _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(2)), TestClock.Evening));

        Assert.True(await watching.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal((3, 2), Place(watching.ResponseStream.Current));
    }

    [Fact]
    public async Task A_watcher_that_never_reads_holds_nobody_up()
    {
        _ = await _jiashan.StartAsync();
        using var idle = _jiashan.Node.Watch(new WatchRequest());
        for (var number = 1; number <= 40; number++)
        {
            var record = Papers.Penalty(Papers.Number(number));
            record.Penalty.Facts = new string('文', 5000);
            _ = _hub.Take(_qingpu.Say(record, TestClock.Evening));
        }

        await ArrivedAsync(80);
        Assert.Equal(80, (await WatchedAsync(80)).Count);
    }

    private static ByteString Changed(ByteString bytes)
    {
        var changed = bytes.ToByteArray();
        changed[^20] ^= 1;
        return ByteString.CopyFrom(changed);
    }

    private static (long Position, long Previous) Place(WatchResponse response) =>
        (response.Delivery.Position, response.Delivery.PreviousPosition);

    private Task ArrivedAsync(long position) =>
        Eventually.HoldsAsync(async () => (await _jiashan.StatusAsync()).InboxPosition >= position);

    private async Task<Outcome> OutcomeAsync(string dossier) =>
        Assert.Single((await _jiashan.Node.RelyAsync(new RelyRequest { Dossier = dossier })).Reliances).Decision.Outcome;

    private async Task<List<long>> WatchedAsync(int count)
    {
        using var watching = _jiashan.Node.Watch(new WatchRequest(), deadline: DateTime.UtcNow.AddSeconds(60));
        var positions = new List<long>();
        while (positions.Count < count && await watching.ResponseStream.MoveNext(CancellationToken.None))
        {
            positions.Add(watching.ResponseStream.Current.Delivery.Position);
        }

        return positions;
    }
}
