using System.Collections.Immutable;
using System.Net;
using ExchangeHub.Adapters.Tests.EventLog;
using ExchangeHub.EventLog;
using ExchangeHub.Messaging;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>A hub that announces a log and delivers it as the contract says, to the sample consumer.</summary>
internal sealed class ReadableHub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ReadableHub(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<ReadableHub> StartAsync(InMemoryEventLog log, string? broker)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<IEventLog>(log).AddNotices(broker);
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<Deliveries>();
        await app.StartAsync();
        return new ReadableHub(app);
    }

    /// <summary>Waits until all that is delivered up to a position is in the follower's file, and sees that it is there once and
    /// in order.</summary>
    public static Task IsFollowedAsync(
        InMemoryEventLog log, OutsideFollower follower, long position, double withinSeconds = 60) =>
        follower.ReachesAsync(
            IsDelivered(position) ? position : position - 1,
            async last => Delivered(0, [.. (await log.ReadAllAsync()).Take((int)last)]),
            withinSeconds);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    // The hub keeps events that it delivers to nobody; here it is every third one.
    private static bool IsDelivered(long position) => position % 3 != 0;

    private static IEnumerable<Delivery> Delivered(long previous, ImmutableArray<LoggedEvent> events)
    {
        foreach (var logged in events.Where(logged => IsDelivered(logged.Position)))
        {
            yield return new Delivery
            {
                Position = logged.Position,
                PreviousPosition = previous,
                At = Timestamp.FromDateTimeOffset(logged.At),
                Statement = new StatementDelivered
                {
                    Envelope = new Envelope { Payload = ByteString.CopyFrom(logged.Payload.Span) },
                },
            };
            previous = logged.Position;
        }
    }

    private sealed class Deliveries(IEventLog log) : DeliveryService.DeliveryServiceBase
    {
        public override async Task Subscribe(
            SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responseStream, ServerCallContext context)
        {
            var (position, previous) = (request.AfterPosition, request.AfterPosition);
            while (true)
            {
                var events = await log.ReadAsync(position, 500, context.CancellationToken);
                foreach (var delivery in Delivered(previous, events))
                {
                    await responseStream.WriteAsync(new SubscribeResponse { Delivery = delivery });
                    previous = delivery.Position;
                }

                if (events.IsEmpty)
                {
                    await responseStream.WriteAsync(
                        new SubscribeResponse { Heartbeat = new Heartbeat { HeadPosition = position } });
                    _ = await log.WaitForMoreAsync(position, context.CancellationToken);
                }

                position += events.Length;
            }
        }
    }
}
