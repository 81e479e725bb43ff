using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;

namespace ExchangeHub.SystemTests;

/// <summary>
/// An entry of a list rests on penalties of another district. When they are revoked, every receiver of the entry has to hear of
/// it at once, though nobody published anything about the entry.
/// </summary>
public sealed class When_what_carries_an_entry_falls(SharedHub shared) : IClassFixture<SharedHub>
{
    private readonly PublicationService.PublicationServiceClient _publications = new(shared.Channel);

    [Fact]
    public async Task Every_receiver_is_told_that_the_entry_has_lost_its_basis()
    {
        await PublishAsync(shared.Wujiang.Say(Carriers.Penalty(1), Samples.PublishedAt));
        var entry = await PublishAsync(shared.Jiashan.Say(Carriers.Entry(1, 1), Samples.PublishedAt));

        var revoked = await PublishAsync(shared.Wujiang.Revoke(1));

        foreach (var receiver in (string[])["310118", "320509"])
        {
            Assert.Equal(
                [Outcome.Recognised, Outcome.Terminated],
                (await ToldAsync(receiver, entry.Dossier, revoked.LastPosition)).Select(told => told.Outcome));
            var explained = await ExplainAsync(entry.Dossier, receiver, revoked.LastPosition);
            Assert.Equal(("2026-08-20", "TRM-BASIS-LOST"), (explained.EffectiveOn, Assert.Single(explained.Grounds).Code));
        }

        var own = await ExplainAsync(entry.Dossier, "330421", revoked.LastPosition);
        Assert.Equal((Outcome.Origin, "TRM-BASIS-LOST"), (own.Outcome, Assert.Single(own.Grounds).Code));
    }

    [Fact]
    public async Task With_two_penalties_it_stands_until_both_have_fallen_and_a_third_repairs_it()
    {
        await PublishAsync(shared.Wujiang.Say(Carriers.Penalty(11), Samples.PublishedAt));
        await PublishAsync(shared.Wujiang.Say(Carriers.Penalty(12), Samples.PublishedAt));
        await PublishAsync(shared.Wujiang.Say(Carriers.Penalty(13), Samples.PublishedAt));
        var first = shared.Jiashan.Say(Carriers.Entry(11, 11, 12), Samples.PublishedAt);
        var entry = await PublishAsync(first);

        var one = await PublishAsync(shared.Wujiang.Revoke(11));
        Assert.Equal(Outcome.Recognised, (await ExplainAsync(entry.Dossier, "310118", one.LastPosition)).Outcome);

        var both = await PublishAsync(shared.Wujiang.Revoke(12));
        Assert.Equal(Outcome.Terminated, (await ExplainAsync(entry.Dossier, "310118", both.LastPosition)).Outcome);

        var correction = Carriers.Entry(11, 12, 13);
        correction.Version = 2;
        correction.PreviousVersionHash = Statement.Parser.ParseFrom(first.Payload).Record.ContentHash;
        var repaired = await PublishAsync(shared.Jiashan.Say(correction, Samples.PublishedAt.AddDays(41)));
        Assert.Equal(Outcome.Recognised, (await ExplainAsync(entry.Dossier, "310118", repaired.LastPosition)).Outcome);
    }

    [Fact]
    public async Task What_fell_with_it_and_who_has_stored_that_can_be_traced()
    {
        var penalty = await PublishAsync(shared.Wujiang.Say(Carriers.Penalty(61), Samples.PublishedAt));
        var entries = new List<Receipt>();
        foreach (var number in (int[])[61, 62])
        {
            entries.Add(await PublishAsync(shared.Jiashan.Say(Carriers.Entry(number, 61), Samples.PublishedAt)));
        }

        var before = await TraceAsync(penalty.Dossier);
        Assert.Equal("", before[0].Cause.Source);
        Assert.Equal(
            [(entries[0].Dossier, 0), (entries[1].Dossier, 0)],
            before[1..3].Select(told => (told.Consequence.Dossier, (int)told.Consequence.Position)));

        var revoked = await PublishAsync(shared.Wujiang.Revoke(61));
        var deliveries = new DeliveryService.DeliveryServiceClient(shared.Channel);
        foreach (var (name, stored) in ((string, long)[])[("prompt", revoked.LastPosition), ("behind", revoked.Position - 1)])
        {
            using var call = deliveries.Subscribe(new SubscribeRequest { Subscription = name, Receiver = "310118" });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            _ = await deliveries.AcknowledgeAsync(new AcknowledgeRequest { Subscription = name, Position = stored });
        }

        var after = await TraceAsync(penalty.Dossier);
        Assert.Equal((revoked.Position, "2026-08-20"), (after[0].Cause.Position, after[0].Cause.FellOn));
        Assert.All(after[1..3], told =>
        {
            Assert.True(told.Consequence.Position > revoked.Position && told.Consequence.Position <= revoked.LastPosition);
            Assert.Equal((1, penalty.Dossier), (told.Consequence.Depth, told.Consequence.Via));
            var change = Assert.Single(told.Consequence.Changes);
            Assert.Equal((Outcome.Recognised, Outcome.Terminated), (change.Before, change.After));
        });
        var receipts = after[3..].ToDictionary(told => told.Receipt.Subscription, told => told.Receipt);
        Assert.True(receipts["prompt"].StoredAt.ToDateTimeOffset() >= after[0].Cause.TakenAt.ToDateTimeOffset());
        Assert.Null(receipts["behind"].StoredAt);
        Assert.Equal("310118", receipts["behind"].Receiver);
    }

    private async Task<List<TraceCascadeResponse>> TraceAsync(string dossier)
    {
        using var call = new RecognitionService.RecognitionServiceClient(shared.Channel).TraceCascade(
            new TraceCascadeRequest { Dossier = dossier });
        var told = new List<TraceCascadeResponse>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            told.Add(call.ResponseStream.Current);
        }

        return told;
    }

    [Fact]
    public async Task It_waits_for_its_penalty_and_nobody_sees_it_recognised_before()
    {
        var entry = await PublishAsync(shared.Jiashan.Say(Carriers.Entry(21, 21), Samples.PublishedAt));
        await PublishAsync(shared.Wujiang.Revoke(21));
        var last = await PublishAsync(shared.Wujiang.Say(Carriers.Penalty(21), Samples.PublishedAt));

        var told = await ToldAsync("310118", entry.Dossier, last.LastPosition);

        Assert.Equal([Outcome.Pending, Outcome.Terminated], told.Select(decision => decision.Outcome));
        Assert.Equal("HOLD-DEPENDENCY", Assert.Single(told[0].Grounds).Code);
    }

    [Fact]
    public async Task Thirty_entries_fall_in_one_append_also_after_a_restart()
    {
        await PublishAsync(shared.Wujiang.Say(Carriers.Penalty(31), Samples.PublishedAt));
        var entries = new List<Receipt>();
        foreach (var number in Enumerable.Range(100, 30))
        {
            entries.Add(await PublishAsync(shared.Jiashan.Say(Carriers.Entry(number, 31), Samples.PublishedAt)));
        }

        shared.Hub.Kill();
        await shared.Hub.StartAsync();
        var revoked = await PublishAsync(shared.Wujiang.Revoke(31));

        foreach (var entry in entries)
        {
            Assert.Equal(Outcome.Terminated, (await ToldAsync("310118", entry.Dossier, revoked.LastPosition))[^1].Outcome);
        }
    }

    [Fact]
    public async Task More_entries_than_one_append_may_take_are_all_told_in_the_end()
    {
        const int Entries = 1_100;
        await PublishAsync(shared.Wujiang.Say(Carriers.Penalty(41), Samples.PublishedAt));
        var publishing = Enumerable.Range(2_000, Entries)
            .Select(number => shared.Jiashan.Say(Carriers.Entry(number, 41), Samples.PublishedAt)).Select(PublishAsync).ToArray();
        var dossiers = (await Task.WhenAll(publishing)).Select(receipt => receipt.Dossier).ToHashSet(StringComparer.Ordinal);

        await PublishAsync(shared.Wujiang.Revoke(41));

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var call = new DeliveryService.DeliveryServiceClient(shared.Channel).Subscribe(
            new SubscribeRequest { Subscription = "sweep", Receiver = "310118", AfterPosition = 0 },
            cancellationToken: patience.Token);
        while (dossiers.Count > 0 && await call.ResponseStream.MoveNext(patience.Token))
        {
            if (call.ResponseStream.Current.Delivery?.Decision?.Decision is { Outcome: Outcome.Terminated } told)
            {
                _ = dossiers.Remove(told.Dossier);
            }
        }

        Assert.Empty(dossiers);
    }

    private async Task<Receipt> PublishAsync(Envelope envelope) =>
        (await _publications.PublishAsync(new PublishRequest { Envelope = envelope })).Receipt;

    private async Task<Decision> ExplainAsync(string dossier, string receiver, long position) =>
        (await new RecognitionService.RecognitionServiceClient(shared.Channel).ExplainAsync(
            new ExplainRequest { Dossier = dossier, Receiver = receiver, AtPosition = position })).Decision;

    // Every decision on a dossier that a subscriber is given up to a position.
    private async Task<List<Decision>> ToldAsync(string receiver, string dossier, long position)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var call = new DeliveryService.DeliveryServiceClient(shared.Channel).Subscribe(
            new SubscribeRequest { Subscription = $"listener-{receiver}", Receiver = receiver, AfterPosition = 0 },
            cancellationToken: patience.Token);
        var told = new List<Decision>();
        while (await call.ResponseStream.MoveNext(patience.Token))
        {
            var answer = call.ResponseStream.Current;
            if (answer.Delivery?.Decision?.Decision is { } decision && decision.Dossier == dossier
                && answer.Delivery.Position <= position)
            {
                told.Add(decision);
            }

            if ((answer.Delivery?.Position ?? answer.Heartbeat?.HeadPosition ?? 0) >= position)
            {
                break;
            }
        }

        return told;
    }
}
