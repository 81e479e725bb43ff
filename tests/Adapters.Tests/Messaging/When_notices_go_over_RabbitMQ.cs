using System.Diagnostics;
using System.Text.Json;
using ExchangeHub.EventLog;
using ExchangeHub.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit.Abstractions;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>
/// The ordinary day: a hub and its sister services share a broker. What matters is that notices arrive, that a service that is
/// away leaves nothing behind that grows, and that whatever else stands in the queues is harmless.
/// </summary>
[Collection(RabbitBrokerCollection.Name)]
public sealed class When_notices_go_over_RabbitMQ(RabbitBroker broker, ITestOutputHelper output)
{
    [Fact]
    public async Task A_notice_wakes_a_follower_long_before_its_interval_ends()
    {
        var log = new InMemoryEventLog();
        var follower = new RecordingFollower(log);
        using var service = await Hosts.ServiceAsync(follower, broker.ConnectionString, "woken", new TimeWithoutIntervals());
        using var hub = await Hosts.HubAsync(log, broker.ConnectionString);
        await follower.IsWokenByGrowthOfAsync(log);

        var delays = new List<double>();
        for (var i = 0; i < 30; i++)
        {
            var appended = Stopwatch.StartNew();
            await follower.ReachesAsync(log.Grow());
            delays.Add(appended.Elapsed.TotalMilliseconds);
        }

        output.WriteLine($"append to handled: median {delays.Order().ElementAt(15):F1} ms, longest {delays.Max():F1} ms");
        await service.StopAsync();
        await hub.StopAsync();
    }

    [Fact]
    public async Task A_follower_that_is_away_finds_one_notice_and_the_whole_log()
    {
        var log = new InMemoryEventLog();
        var follower = new RecordingFollower(log);
        using var hub = await Hosts.HubAsync(log, broker.ConnectionString);
        await using var tap = await NoticeTap.OpenAsync(broker);
        using (var service = await Hosts.ServiceAsync(follower, broker.ConnectionString, "away", new TimeWithoutIntervals()))
        {
            await follower.IsWokenByGrowthOfAsync(log);
            await service.StopAsync();
        }

        for (var i = 0; i < 20; i++)
        {
            await tap.HearsAsync(log.Grow());
        }

        const string Queue = "exchangehub.followers.away";
        await Eventually.HoldsAsync(
            async () => await tap.Channel.MessageCountAsync(Queue) == 1, 60, () => "not one message in the queue");

        // The broker refuses to declare a queue again with other arguments than it has.
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-max-length"] = 1 };
        await tap.Channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, arguments);
        Assert.NotEqual(log.Head, follower.Position);

        using var again = await Hosts.ServiceAsync(follower, broker.ConnectionString, "away");
        await follower.ReachesAsync(log.Head);
        await again.StopAsync();
        await hub.StopAsync();
    }

    [Fact]
    public async Task A_notice_is_a_small_JSON_message_with_a_position_and_nothing_else()
    {
        var log = new InMemoryEventLog();
        await using var tap = await NoticeTap.OpenAsync(broker);
        using var hub = await Hosts.HubAsync(log, broker.ConnectionString);

        await tap.HearsAsync(log.Grow(300));

        var body = tap.Bodies.Last();
        using var envelope = JsonDocument.Parse(body);
        var type = Assert.Single(envelope.RootElement.GetProperty("messageType").EnumerateArray());
        Assert.Equal("urn:message:ExchangeHub.EventLog:Notice", type.GetString());
        var message = Assert.Single(envelope.RootElement.GetProperty("message").EnumerateObject());
        Assert.Equal("upToPosition", message.Name);
        Assert.Equal(300, message.Value.GetInt64());
        Assert.InRange(body.Length, 1, 1500);
        Assert.InRange(tap.Bodies.Count, 1, 20); // 300 events in a few notices, not in 300
        output.WriteLine($"{tap.Bodies.Count} notices for 300 events, {body.Length} bytes each");
        await hub.StopAsync();
    }

    [Fact]
    public async Task A_lying_broker_changes_nothing()
    {
        var log = new InMemoryEventLog();
        log.Grow(3);
        var lines = new LogLines();
        var follower = new RecordingFollower(log);
        using var service = await Hosts.ServiceAsync(
            follower, broker.ConnectionString, "deceived", new TimeWithoutIntervals(), lines);
        await follower.ReachesAsync(3);
        await using var tap = await NoticeTap.OpenAsync(broker);
        await Eventually.HoldsAsync(() => lines.Count(9201) == 1, 60, () => "the follower's queue is not bound");

        long[] lies = [long.MaxValue, 2, 1, 1, 0, -5, long.MinValue, 3, 3, 3, 9_000_000];
        var readsBefore = follower.Reads;
        var lying = Stopwatch.StartNew();
        var told = 0;
        for (; follower.Reads < readsBefore + 20 || told < 1000; told++)
        {
            Assert.True(lying.Elapsed.TotalSeconds < 60, $"{told} lies led to only {follower.Reads - readsBefore} reads.");
            await SendAsync(tap, Envelope(lies[told % lies.Length]));
        }

        var reads = follower.Reads - readsBefore;

        output.WriteLine($"{told} lies in {lying.ElapsedMilliseconds} ms cost {reads} reads");

        log.Grow();
        await SendAsync(tap, Envelope(4));
        await follower.ReachesAsync(4);
        Assert.Equal([1L, 2, 3, 4], follower.Handled);
        await service.StopAsync();
    }

    [Fact]
    public async Task What_is_no_notice_is_thrown_away_and_stops_nothing()
    {
        var log = new InMemoryEventLog();
        var follower = new RecordingFollower(log);
        var lines = new LogLines();
        using var service = await Hosts.ServiceAsync(
            follower, broker.ConnectionString, "littered", new TimeWithoutIntervals(), lines);
        await using var tap = await NoticeTap.OpenAsync(broker);
        await Eventually.HoldsAsync(() => lines.Count(9201) == 1, 60, () => "the follower's queue is not bound");

        byte[][] rubbish =
        [
            [],
            "not even JSON"u8.ToArray(),
            """{"messageType":["urn:message:Other:Thing"],"message":{"upToPosition":7}}"""u8.ToArray(),
            """{"messageType":["urn:message:ExchangeHub.EventLog:Notice"],"message":{"upToPosition":"seven"}}"""u8.ToArray(),
            """{"messageType":["urn:message:ExchangeHub.EventLog:Notice"]}"""u8.ToArray(),
        ];
        for (var i = 0; i < 30; i++) // more than the consumer takes at a time, so that one that is never settled would show
        {
            await SendAsync(tap, rubbish[i % rubbish.Length]);
            var head = log.Grow();
            await SendAsync(tap, Envelope(head));
            await follower.ReachesAsync(head);
        }

        Assert.False(await QueueExistsAsync(tap, "exchangehub.followers.littered_error"));
        Assert.False(await QueueExistsAsync(tap, "exchangehub.followers.littered_skipped"));
        await service.StopAsync();
    }

    [Fact]
    public async Task The_password_of_the_broker_stands_in_no_log_line()
    {
        var lines = new LogLines();
        var log = new InMemoryEventLog();
        var wrong = broker.ConnectionString.Replace("hub:", "nobody:", StringComparison.Ordinal);
        using (var hub = await Hosts.HubAsync(log, broker.ConnectionString, lines))
        using (var refused = await Hosts.HubAsync(log, wrong, lines))
        {
            log.Grow();
            await Eventually.HoldsAsync(
                () => lines.Count(9201) == 1 && lines.Count(9202) == 1, 20, () => "not one accepted and one refused");
            await Task.WhenAll(hub.StopAsync(), refused.StopAsync()).WaitAsync(TimeSpan.FromSeconds(20));
        }

        Assert.Contains(lines.All, line => line.Text.Contains("ACCESS_REFUSED", StringComparison.Ordinal));
        Assert.Contains(lines.All, line => line.Id == 9201 && line.Text.Contains("127.0.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.All, line => line.Text.Contains("s3cret", StringComparison.Ordinal));
    }

    private static async Task<bool> QueueExistsAsync(NoticeTap tap, string queue)
    {
        await using var channel = await tap.Connection.CreateChannelAsync();
        try
        {
            await channel.QueueDeclarePassiveAsync(queue);
            return true;
        }
        catch (OperationInterruptedException)
        {
            return false;
        }
    }

    private static byte[] Envelope(long position) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        messageType = new[] { "urn:message:ExchangeHub.EventLog:Notice" },
        message = new { upToPosition = position },
    });

    private static async Task SendAsync(NoticeTap tap, byte[] body)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json" };
        await tap.Channel.BasicPublishAsync(NoticeBus.Exchange, "", mandatory: false, properties, body, patience.Token);
    }
}
