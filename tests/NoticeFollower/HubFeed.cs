using System.Collections.Immutable;
using System.Security.Cryptography;
using ExchangeHub.Protos.Delivery.V1;
using Google.Protobuf;

namespace ExchangeHub.NoticeFollower;

/// <summary>One delivery as the hub hands it out.</summary>
/// <param name="Position">Its place in the hub's log.</param>
/// <param name="PreviousPosition">The place of the delivery before it; what lies between is not for this receiver.</param>
/// <param name="Type">What happened: statement, decision or conflict.</param>
/// <param name="Digest">SHA-256 of the delivery, 64 lower-case hexadecimal digits.</param>
internal sealed record FeedEntry(long Position, long PreviousPosition, string Type, string Digest)
{
    public static FeedEntry From(Delivery delivery) => new(
        delivery.Position,
        delivery.PreviousPosition,
        delivery.EventCase.ToString().ToLowerInvariant(),
        Convert.ToHexStringLower(SHA256.HashData(delivery.ToByteArray())));
}

/// <summary>The reading side: the only thing here that knows how the hub is asked.</summary>
/// <param name="hub">The hub.</param>
/// <param name="receiver">Division code of the party for which is read, such as <c>310118</c>.</param>
internal sealed class HubFeed(DeliveryService.DeliveryServiceClient hub, string receiver)
{
    /// <summary>Reads the next deliveries; none at the head.</summary>
    public async Task<ImmutableArray<FeedEntry>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation)
    {
        var request = new SubscribeRequest
        {
            Subscription = $"notice-follower/{receiver}", Receiver = receiver, AfterPosition = afterPosition,
        };
        using var call = hub.Subscribe(request, cancellationToken: cancellation);
        var entries = ImmutableArray.CreateBuilder<FeedEntry>();
        while (entries.Count < countMax && await call.ResponseStream.MoveNext(cancellation))
        {
            // The first heartbeat says that there is no more for now.
            if (call.ResponseStream.Current.WhatCase == SubscribeResponse.WhatOneofCase.Heartbeat)
            {
                break;
            }

            if (call.ResponseStream.Current.Delivery is { } delivery)
            {
                entries.Add(FeedEntry.From(delivery));
            }
        }

        return entries.ToImmutable();
    }
}
