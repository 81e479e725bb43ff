using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Inbox;
using ExchangeHub.Node.Outbox;
using ExchangeHub.Protos.Node.V1;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Node.Serving;

/// <summary>Says what is stuck at this node, and when the hub is tried again.</summary>
internal sealed class StuckDesk(OutboxStore outbox, InboxStore inbox, HubContact contact)
{
    private const int PageSizeDefault = 50;
    private const int DeliveriesMax = 200;

    /// <summary>Lists it, page by page.</summary>
    public ListStuckResponse List(ListStuckRequest request)
    {
        var size = request.PageSize == 0 ? PageSizeDefault : request.PageSize;
        var isFirst = request.BeforeSequence == 0;

        // One more is read than is shown, to know whether there are more.
        var found = outbox.Stuck(isFirst ? long.MaxValue : request.BeforeSequence, size + 1);
        var response = new ListStuckResponse
        {
            NextBefore = found.Count > size ? found[size - 1].Submission.Sequence : 0,
            Pause = contact.Pause?.Cause ?? "",
            NextAttemptAt = contact.Pause is { } pause ? Timestamp.FromDateTimeOffset(pause.NextAt) : null,
        };
        response.Statements.Add(found.Take(size));
        response.Deliveries.Add((isFirst ? inbox.PutAside(DeliveriesMax) : []).Select(one => new StuckDelivery
        {
            Position = one.Position, Dossier = one.Dossier, Cause = one.Fault,
            ArrivedAt = Timestamp.FromDateTimeOffset(one.ArrivedAt),
        }));
        return response;
    }
}
