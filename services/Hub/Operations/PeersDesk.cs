using System.Collections.Immutable;
using ExchangeHub.Access;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Access;
using ExchangeHub.Hub.Deliveries;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Lists;
using ExchangeHub.Protos.Operation.V1;
using ExchangeHub.Records;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Hub.Operations;

/// <summary>Says who is connected to the hub, and how far each is behind.</summary>
internal sealed class PeersDesk(
    NetworkInForce network, NodeWatch watch, ISubscriptions subscriptions, Subscribers subscribers, MembersDesk members,
    IEventLog log, TimeProvider clock)
{
    private const int BehindMax = 1_000;

    /// <summary>Lists every node of the network, and every other member that ever subscribed.</summary>
    public async Task<ListPeersResponse> ListAsync(CancellationToken cancellation)
    {
        var response = new ListPeersResponse { Head = await log.HeadAsync(cancellation) };
        var peers = network().Nodes.Keys.ToDictionary(
            node => $"{node}", node => new Peer { Member = $"{node}", IsNode = true, LastHeardAt = Stamp(watch.HeardAt(node)) },
            StringComparer.Ordinal);
        foreach (var silence in watch.Current())
        {
            peers[$"{silence.Node}"].SilentSince = Stamp(silence.LastHeardAt);
        }

        foreach (var (subscription, _) in await subscriptions.ReceiptsAsync(0, cancellation))
        {
            var name = subscription.Name.Split('/')[0];
            if (!peers.TryGetValue(name, out var peer))
            {
                peers[name] = peer = new Peer { Member = name };
            }

            peer.Subscriptions.Add(await MeasureAsync(subscription, cancellation));
            peer.IsConnected |= watch.IsOpen(subscription.Name);
        }

        foreach (var peer in peers.Values)
        {
            peer.CertificateEndsAt = Stamp(EndOf(peer.Member));
        }

        response.Peers.Add(peers.Values.OrderBy(peer => peer.Member, StringComparer.Ordinal));
        return response;
    }

    private async Task<PeerSubscription> MeasureAsync(Subscription subscription, CancellationToken cancellation)
    {
        // Only what is said of records is delivered. One more is read than is counted, to know whether there are more.
        var later = (await log.ReadAsync(subscription.Acknowledged, BehindMax + 1, cancellation))
            .Where(logged => DossierId.TryFromStream(logged.Stream, out _)).ToImmutableArray();
        var (delivered, list) = (subscribers.LastDelivered(subscription.Name), ListName.Of(subscription.Definition));
        var measured = new PeerSubscription
        {
            Name = subscription.Name,
            IsOpen = watch.IsOpen(subscription.Name),
            Acknowledged = subscription.Acknowledged,
            AcknowledgedAt = Stamp(subscription.AcknowledgedAt),
            Behind = Math.Min(later.Length, BehindMax),
            BehindIsLeast = later.Length > BehindMax,
            BehindFor = later is [var oldest, ..] ? Duration.FromTimeSpan(clock.GetUtcNow() - oldest.At) : null,
            Receiver = list?.Party.ToString() ?? "",
            List = list?.Code ?? "",
            Delivered = delivered?.Position ?? 0,
            DeliveredAt = Stamp(delivered?.At),
        };
        DeliveryFilter.Describe(subscription.Definition, measured);
        return measured;
    }

    private DateTimeOffset? EndOf(string name)
    {
        var now = clock.GetUtcNow();
        return MemberId.TryParse(name, out var id, out _) && members.State.All.TryGetValue(id, out var member)
            ? member.Keys.Where(key => key.CountsAt(now)).Max(key => key.Certificate?.NotAfter) : null;
    }

    private static Timestamp? Stamp(DateTimeOffset? at) => at is { } instant ? Timestamp.FromDateTimeOffset(instant) : null;
}
