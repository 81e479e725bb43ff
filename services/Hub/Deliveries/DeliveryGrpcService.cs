using System.Collections.Immutable;
using ExchangeHub.Access;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Access;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Deliveries;

/// <summary>The delivery service on the wire.</summary>
internal sealed class DeliveryGrpcService(
    DeliveryFeed feed,
    IEventLog log,
    Subscribers subscribers,
    CheckRequest check,
    HubMetrics metrics,
    IHostApplicationLifetime lifetime,
    ILogger<DeliveryGrpcService> logger) : DeliveryService.DeliveryServiceBase
{
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(2);

    public override async Task Subscribe(
        SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responseStream, ServerCallContext context)
    {
        // 1. Read the request: every violation is reported, not only the first.
        Check(check(request).AddRange(UnknownKinds(request)));
        _ = Jurisdiction.TryParse(request.Receiver, out var receiver);
        var filter = new DeliveryFilter(
            request, receiver, Gatekeeper.ReaderOf(context) is { Terms.Level: ReadingLevel.Public });

        // 2. Open the subscription; another filter under the same name would silently leave events out.
        var subscription =
            await subscribers.OpenAsync(request.Subscription, filter.Definition, context.CancellationToken);
        if (subscription.Definition != filter.Definition)
        {
            throw HubErrors.OtherFilter(request.Subscription).ToException();
        }

        var position = request.FromCase == SubscribeRequest.FromOneofCase.AfterPosition ? request.AfterPosition
            : subscription.Acknowledged;
        var head = await log.HeadAsync(context.CancellationToken);
        if (position > head || position < 0)
        {
            throw HubErrors.AheadOfLog(position, head).ToException();
        }

        // 3. Deliver until the caller ends the call or the hub stops.
        HubLog.SubscriptionBegan(logger, request.Subscription, request.Receiver, position);
        metrics.SubscriberCame();
        subscribers.Came(request.Subscription);
        using var ending =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var delivering = new Delivering(feed, filter, responseStream, subscribers.Beat, Delivered, position);
        try
        {
            await delivering.RunAsync(HeartbeatEvery, ending.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw HubErrors.Stopping().ToException();
        }
        finally
        {
            metrics.SubscriberWent();
            subscribers.Left(request.Subscription);
            HubLog.SubscriptionEnded(logger, request.Subscription, delivering.Position, delivering.Count);
        }

        void Delivered(long to)
        {
            metrics.Delivered(1);
            subscribers.Delivered(request.Subscription, to);
        }
    }

    public override async Task<AcknowledgeResponse> Acknowledge(AcknowledgeRequest request, ServerCallContext context)
    {
        Check(check(request));
        var head = await log.HeadAsync(context.CancellationToken);
        if (request.Position > head)
        {
            throw HubErrors.AheadOfLog(request.Position, head).ToException();
        }

        var acknowledged = await subscribers.AcknowledgeAsync(
            request.Subscription, request.Position, context.CancellationToken);
        return acknowledged is { } position
            ? new AcknowledgeResponse { Position = position }
            : throw HubErrors.SubscriptionUnknown(request.Subscription).ToException();
    }

    private static void Check(ImmutableArray<FieldViolation> violations)
    {
        if (!violations.IsEmpty)
        {
            throw HubErrors.Invalid(violations).ToException();
        }
    }

    private static IEnumerable<FieldViolation> UnknownKinds(SubscribeRequest request) =>
        from kind in (request.Filter?.Kinds ?? []).Select((text, index) => (text, index))
        where !RecordKinds.TryParse(kind.text, out _)
        select new FieldViolation(
            $"filter.kinds[{kind.index}]",
            new Wording(
                "应为 evidence、penalty、permit、blacklist、nopenalty 或 positive。",
                "Expected evidence, penalty, permit, blacklist, nopenalty or positive."),
            new ReasonCode("REF-INT-SCHEMA"));
}
