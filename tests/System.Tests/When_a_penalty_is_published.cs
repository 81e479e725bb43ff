using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.SystemTests.Zone;

namespace ExchangeHub.SystemTests;

public sealed class When_a_penalty_is_published
{
    [Fact]
    public async Task Subscribers_get_the_statement_and_the_decision()
    {
        using var wujiang = new NodeVoice("320509");
        await using var hub = new HubProcess([wujiang]);
        await hub.StartAsync();
        using var channel = hub.Connect();

        var envelope = wujiang.Say(Samples.Penalty(), Samples.PublishedAt);
        var published = await new PublicationService.PublicationServiceClient(channel).PublishAsync(
            new PublishRequest { Envelope = envelope });

        Assert.Equal(HubProcess.EventsAtFirst + 1, published.Receipt.Position);
        using var deliveries = new DeliveryService.DeliveryServiceClient(channel).Subscribe(new SubscribeRequest
        {
            Subscription = "test", Receiver = "310118", AfterPosition = 0,
        });
        Assert.True(await deliveries.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(envelope, deliveries.ResponseStream.Current.Delivery.Statement.Envelope); // the bytes that were sent
        Assert.True(await deliveries.ResponseStream.MoveNext(CancellationToken.None));
        var decision = deliveries.ResponseStream.Current.Delivery.Decision.Decision;
        Assert.Equal(Outcome.RecognisedWithFlag, decision.Outcome);
        Assert.Equal("2026-07-13", decision.EffectiveOn);

        var explained = await new RecognitionService.RecognitionServiceClient(channel).ExplainAsync(new ExplainRequest
        {
            RecordId = decision.RecordId, Receiver = "330421", AtPosition = published.Receipt.LastPosition,
        });
        Assert.Equal(Outcome.RecognisedWithFlag, explained.Decision.Outcome);
    }
}
