using ExchangeHub.Agreements;
using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Node.Inbox;

/// <summary>
/// Looks at what arrives: that nothing is missing before it, that it verifies, and that the hub has not lost what it once had.
/// What does not verify is put aside and never relied on.
/// </summary>
internal sealed class ArrivalDesk(
    InboxStore inbox,
    EnvelopeVerifier verifier,
    HubContact contact,
    TimeProvider clock,
    NodeMetrics metrics,
    ILogger<ArrivalDesk> logger)
{
    private HeadWatch _heads = new();

    /// <summary>Gets how far the inbox reaches, as far as this subscription knows.</summary>
    public Reach Reach { get; private set; } = new(0, 0, 0, 0);

    /// <summary>A subscription begins.</summary>
    /// <returns>The position after which it begins.</returns>
    public long Begin()
    {
        _heads = new HeadWatch();
        Reach = inbox.Reach();
        return Reach.DeliveredTo;
    }

    /// <summary>Stores what arrived; durable when the task completes.</summary>
    /// <returns>Whether the inbox reaches further now.</returns>
    /// <exception cref="GapException">A delivery is missing; what came before it has been stored.</exception>
    public async Task<bool> TakeAsync(IReadOnlyList<SubscribeResponse> arrived, CancellationToken cancellation)
    {
        var reach = Reach;
        var arrivals = new List<Arrival>(arrived.Count);
        Delivery? afterGap = null;
        foreach (var response in arrived)
        {
            if (response.WhatCase == SubscribeResponse.WhatOneofCase.Heartbeat)
            {
                reach = Beat(reach, response.Heartbeat.HeadPosition);
                contact.Silent([.. response.Heartbeat.SilentNodes.SelectMany(SilenceOf)]);
            }
            else if (response.Delivery is { } delivery && delivery.Position > reach.DeliveredTo)
            {
                if (delivery.PreviousPosition != reach.DeliveredTo)
                {
                    afterGap = delivery;
                    break;
                }

                arrivals.Add(Look(delivery));
                reach = Extend(reach, delivery);
            }
        }

        var goesFurther = reach.CompleteTo > Reach.CompleteTo;
        await StoreAsync(new ArrivedBatch(arrivals, reach), cancellation);
        if (afterGap is not null)
        {
            NodeLog.Gap(logger, reach.DeliveredTo, afterGap.Position, afterGap.PreviousPosition);
            await inbox.RewindAsync(reach.DeliveredTo, cancellation);
            throw new GapException($"a delivery is missing before position {afterGap.Position}.");
        }

        return goesFurther;
    }

    /// <summary>Looks once more at what was put aside: the network file may know the key by now.</summary>
    public async Task ReexamineAsync(CancellationToken cancellation)
    {
        List<Arrival> verified = [.. inbox.Quarantine().Select(Examine).Where(arrival => arrival.Fault is null)];
        if (verified.Count > 0)
        {
            await inbox.ReleaseAsync(verified, clock.GetUtcNow(), cancellation);
        }
    }

    /// <summary>The hub says that the position after which this node subscribes lies beyond its log.</summary>
    public void HubEndsBeforeInbox() => TellWhetherBehind(isBehind: true, inbox.Reach().HeadSeen);

    private static IEnumerable<Silence> SilenceOf(SilentNode silent) => NodeId.TryParse(silent.Node, out var node)
        ? [new Silence(node, silent.LastHeardAt.ToDateTimeOffset(), silent.NotedAt.ToDateTimeOffset())] : [];

    private Reach Beat(Reach reach, long head)
    {
        var seen = Math.Max(inbox.Reach().HeadSeen, reach.HeadSeen);
        if (_heads.IsBehind(head, seen) is { } isBehind)
        {
            TellWhetherBehind(isBehind, seen);
        }

        return reach with
        {
            CompleteTo = Math.Max(reach.CompleteTo, head),
            SettledTo = Math.Max(reach.SettledTo, head),
            HeadSeen = Math.Max(seen, head),
        };
    }

    // The decisions on a statement follow it at once: when the next statement comes, those on the ones before it are all there.
    private static Reach Extend(Reach reach, Delivery delivery) => new(
        delivery.Position,
        Math.Max(reach.CompleteTo, delivery.Position),
        delivery.Statement is null ? reach.SettledTo : Math.Max(reach.SettledTo, delivery.Position - 1),
        Math.Max(reach.HeadSeen, delivery.Position));

    private Arrival Look(Delivery delivery)
    {
        var arrival = Examine(delivery);
        if (arrival.Fault is not null)
        {
            NodeLog.Quarantined(logger, delivery.Position, arrival.Fault);
        }

        return arrival;
    }

    private Arrival Examine(Delivery delivery)
    {
        var (statement, fault) = verifier.Verify(delivery);
        var subjects = (statement?.Body as StatementBody.RecordVersion)?.Subjects.Distinct(StringComparer.Ordinal);
        return new Arrival(delivery, [.. subjects ?? []], fault);
    }

    private async Task StoreAsync(ArrivedBatch batch, CancellationToken cancellation)
    {
        if (batch.Reach != Reach)
        {
            await inbox.StoreAsync(batch, clock.GetUtcNow(), cancellation);
            var quarantined = batch.Arrivals.Count(arrival => arrival.Fault is not null);
            metrics.Arrived(batch.Arrivals.Count - quarantined, quarantined);
            Reach = batch.Reach;
        }
    }

    private void TellWhetherBehind(bool isBehind, long seen)
    {
        if (!contact.Behind(isBehind))
        {
            return;
        }

        if (isBehind)
        {
            NodeLog.HubIsBehind(logger, seen);
        }
        else
        {
            NodeLog.HubCaughtUp(logger, seen);
        }
    }
}
