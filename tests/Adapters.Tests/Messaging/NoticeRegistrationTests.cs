using ExchangeHub.EventLog;
using ExchangeHub.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>A wrong connection string must be told at the start, in words, and without the password in it.</summary>
public sealed class NoticeRegistrationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:5672")]
    [InlineData("http://hub:secret@127.0.0.1:5672/")]
    [InlineData("rabbitmq://hub:secret@127.0.0.1/")]
    [InlineData("amqp:///notices")]
    [InlineData("amqp://hub:secret@127.0.0.1/notices?heartbeat=5")]
    [InlineData("Host=127.0.0.1;Password=secret")]
    public void What_is_no_address_of_a_broker_is_refused_without_being_quoted(string broker)
    {
        var refusal = Assert.ThrowsAny<FormatException>(() => new ServiceCollection().AddNotices(broker));

        Assert.Contains("amqp://hub:secret@127.0.0.1:5672/exchangehub", refusal.Message, StringComparison.Ordinal);
        var withoutExample = refusal.Message.Replace("amqp://hub:secret@", "", StringComparison.Ordinal);
        Assert.DoesNotContain("secret", withoutExample, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amqp://127.0.0.1", "amqp://127.0.0.1/")]
    [InlineData("amqp://hub:secret@broker.example:5673/zone", "amqp://broker.example:5673/zone")]
    [InlineData("amqps://hub:se%2Fcret@broker.example/zone", "amqps://broker.example/zone")]
    public void An_address_is_shown_without_its_account(string broker, string shown) =>
        Assert.Equal(shown, BrokerAddress.Parse(broker).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("Credit")]
    [InlineData("credit platform")]
    [InlineData("1st")]
    [InlineData("credit\n")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890")]
    public void A_follower_needs_a_name_that_a_queue_can_have(string name) => Assert.ThrowsAny<FormatException>(() =>
        new ServiceCollection().AddPositionFollower(null, name, _ => new RecordingFollower(new InMemoryEventLog())));

    [Fact]
    public void Two_brokers_in_one_process_are_refused()
    {
        var services = new ServiceCollection().AddNotices("amqp://hub:one@127.0.0.1");
        var follower = new RecordingFollower(new InMemoryEventLog());

        Assert.Throws<InvalidOperationException>(() =>
            services.AddPositionFollower("amqp://hub:two@127.0.0.1", "credit", _ => follower));
    }
}
