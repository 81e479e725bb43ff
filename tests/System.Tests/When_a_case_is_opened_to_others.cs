using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using Grpc.Net.Client;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.SystemTests;

/// <summary>What was for one case alone is told to the others when the case is over, all of it: else they would fold a
/// history with a hole in it.</summary>
public sealed class When_a_case_is_opened_to_others : IAsyncLifetime, IAsyncDisposable
{
    private readonly NodeVoice _wujiang = new("320509");
    private HubProcess _hub = null!;
    private GrpcChannel _channel = null!;

    public async Task InitializeAsync()
    {
        _hub = new HubProcess([_wujiang]);
        await _hub.StartAsync();
        _channel = _hub.Connect();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _hub.DisposeAsync();
        _wujiang.Dispose();
    }

    [Fact]
    public async Task The_version_that_opens_it_brings_what_was_withheld()
    {
        var record = Carriers.Penalty(1);
        (record.Sensitivity, record.Matter.WaterBody) = (Sensitivity.Case, "太浦河");
        record.CaseDivisions.Add("330421");
        var first = _wujiang.Say(record, Samples.PublishedAt);
        var filed = await PublishAsync(first);
        var revocation = _wujiang.Revoke(1);
        var revoked = await PublishAsync(revocation);

        Assert.All(await ReadAsync("310118", revoked.LastPosition), delivery => Assert.Null(delivery.Statement));
        Assert.Equal(2, (await ReadAsync("330421", revoked.LastPosition)).Count(delivery => delivery.Statement is not null));

        var second = _wujiang.Say(Next(record, first, Sensitivity.Gov), Samples.PublishedAt.AddDays(50));
        var opened = await PublishAsync(second);
        var third = _wujiang.Say(Next(record, second, Sensitivity.Gov), Samples.PublishedAt.AddDays(51));
        var corrected = await PublishAsync(third);

        var told = (await ReadAsync("310118", corrected.LastPosition)).Where(delivery => delivery.Statement is not null).ToList();
        Assert.Equal([second, third], told.Select(delivery => delivery.Statement.Envelope));
        Assert.Equal(
            [(filed.Position, first), (revoked.Position, revocation)],
            told[0].Statement.Withheld.Select(late => (late.Position, late.Envelope)));
        Assert.Empty(told[1].Statement.Withheld);
        Assert.Equal((opened.Position, corrected.Position), (told[0].Position, told[1].Position));
        Assert.All(await ReadAsync("330421", corrected.LastPosition), delivery =>
            Assert.Empty(delivery.Statement?.Withheld ?? []));
    }

    private static Record Next(Record record, Envelope before, Sensitivity sensitivity)
    {
        var newest = Statement.Parser.ParseFrom(before.Payload).Record;
        (record.Version, record.PreviousVersionHash) = (newest.Version + 1, newest.ContentHash);
        record.Sensitivity = sensitivity;
        record.CaseDivisions.Clear();
        return record;
    }

    private async Task<Receipt> PublishAsync(Envelope envelope) =>
        (await new PublicationService.PublicationServiceClient(_channel).PublishAsync(
            new PublishRequest { Envelope = envelope })).Receipt;

    // Everything up to a position, as a subscriber who begins now is given it.
    private async Task<List<Delivery>> ReadAsync(string receiver, long upTo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var call = new DeliveryService.DeliveryServiceClient(_channel).Subscribe(
            new SubscribeRequest { Subscription = $"test:{Guid.NewGuid():N}", Receiver = receiver },
            cancellationToken: patience.Token);
        var read = new List<Delivery>();
        while (await call.ResponseStream.MoveNext(patience.Token))
        {
            if (call.ResponseStream.Current.Delivery is { } delivery)
            {
                read.Add(delivery);
            }
            else if (call.ResponseStream.Current.Heartbeat?.HeadPosition >= upTo)
            {
                return read;
            }
        }

        throw new InvalidOperationException("The subscription ended by itself.");
    }
}
