using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>Listens to the exchange of notices with the bare client, as a program without MassTransit would.</summary>
internal sealed class NoticeTap : IAsyncDisposable
{
    private const string Exchange = "exchangehub.notices.v1";
    private readonly ConcurrentQueue<byte[]> _bodies = new();

    private NoticeTap(IConnection connection, IChannel channel)
    {
        Connection = connection;
        Channel = channel;
    }

    public IConnection Connection { get; }

    public IChannel Channel { get; }

    public IReadOnlyCollection<byte[]> Bodies => _bodies;

    public static async Task<NoticeTap> OpenAsync(RabbitBroker broker)
    {
        var connection = await broker.Connections.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        var tap = new NoticeTap(connection, channel);
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, Exchange, routingKey: "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            tap._bodies.Enqueue(delivery.Body.ToArray());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return tap;
    }

    /// <summary>Waits for the notice that says a position, which every later one includes.</summary>
    public Task HearsAsync(long position) => Eventually.HoldsAsync(
        () => Positions.LastOrDefault() >= position, 60, () => $"heard {string.Join(", ", Positions)}, not {position}");

    public IEnumerable<long> Positions => _bodies.Select(body => PositionIn(body));

    public async ValueTask DisposeAsync()
    {
        await Connection.CloseAsync();
        await Connection.DisposeAsync();
    }

    private static long PositionIn(byte[] body)
    {
        using var envelope = JsonDocument.Parse(body);
        return envelope.RootElement.GetProperty("message").GetProperty("upToPosition").GetInt64();
    }
}
