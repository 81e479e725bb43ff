using ExchangeHub.EventLog;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExchangeHub.Messaging;

/// <summary>Carries notices over MassTransit: within the process, or through RabbitMQ when a broker is named.</summary>
/// <remarks>
/// It starts beside the host and never holds it up, because the hub must serve while the broker is away; announcements wait
/// until it has started, because a broker confirms what it throws away while no queue is bound. It is a bus of its own, so that
/// a service may use MassTransit for other things as well.
/// </remarks>
internal sealed class NoticeBus(
    BrokerAddress? broker, IEnumerable<WakeSignal> signals, TimeProvider time, ILoggerFactory loggers)
    : BackgroundService, INotices
{
    /// <summary>The exchange to which notices are published; every follower's queue is bound to it.</summary>
    public const string Exchange = "exchangehub.notices.v1";

    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);

    private readonly ILogger _logger = loggers.CreateLogger<NoticeBus>();
    private readonly TaskCompletionSource<IBus> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task AnnounceAsync(Notice notice, CancellationToken cancellation)
    {
        var bus = await _started.Task.WaitAsync(cancellation).ConfigureAwait(false);
        await bus.Publish(notice, cancellation).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogContext.ConfigureCurrentLogContext(loggers);
        while (!stoppingToken.IsCancellationRequested)
        {
            var bus = broker is null ? InMemory() : OverRabbitMq(broker);
            try
            {
                // MassTransit goes on trying while the broker cannot be reached; a start that is given up may take 30 s to end.
                await bus.StartAsync(stoppingToken).WaitAsync(stoppingToken).ConfigureAwait(false);
                _started.TrySetResult(bus);
                MessagingLog.TransportStarted(_logger, broker?.ToString() ?? "the in-memory transport");
                await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken).ConfigureAwait(false);
            }
            // A start that fails for good, as after a wrong password, must neither end the host nor be final.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                MessagingLog.TransportFailed(_logger, RestartDelay, exception);
                await Task.Delay(RestartDelay, time, stoppingToken).ConfigureAwait(false);
            }
            finally
            {
                if (_started.Task.IsCompleted)
                {
                    await StopAsync(bus).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task StopAsync(IBusControl bus)
    {
        using var patience = new CancellationTokenSource(StopPatience, time);
        try
        {
            await bus.StopAsync(patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            MessagingLog.TransportLeftBehind(_logger, StopPatience);
        }
    }

    private IBusControl InMemory() => Bus.Factory.CreateUsingInMemory(bus =>
    {
        foreach (var signal in signals)
        {
            bus.ReceiveEndpoint(signal.Queue, endpoint => Listen(endpoint, signal));
        }
    });

    private IBusControl OverRabbitMq(BrokerAddress broker) => Bus.Factory.CreateUsingRabbitMq(bus =>
    {
        bus.Host(broker.Uri);
        bus.Message<Notice>(message => message.SetEntityName(Exchange));
        foreach (var signal in signals)
        {
            bus.ReceiveEndpoint(signal.Queue, endpoint =>
            {
                endpoint.SetQuorumQueue();

                // A notice replaces all earlier ones, so one is enough, however long its follower is away.
                endpoint.SetQueueArgument("x-max-length", 1);
                endpoint.PrefetchCount = 8;
                Listen(endpoint, signal);
            });
        }
    });

    private static void Listen(IReceiveEndpointConfigurator endpoint, WakeSignal signal)
    {
        // What is no notice is of no use to anybody: no queues that nobody empties.
        endpoint.DiscardSkippedMessages();
        endpoint.DiscardFaultedMessages();
        endpoint.PublishFaults = false;
        endpoint.Handler<Notice>(context =>
        {
            signal.Hear(context.Message.UpToPosition);
            return Task.CompletedTask;
        });
    }
}
