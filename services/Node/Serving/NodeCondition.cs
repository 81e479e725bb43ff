using ExchangeHub.Node.Connection;
using ExchangeHub.Node.History;
using ExchangeHub.Node.Inbox;
using ExchangeHub.Node.Outbox;
using ExchangeHub.Node.Registry;
using ExchangeHub.Protos.Node.V1;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Node.Serving;

/// <summary>How the node is, on the wire.</summary>
internal sealed class NodeCondition(
    Subscriber subscriber, OutboxStore outbox, InboxStore inbox, HubContact contact, AgreementKeeper agreement,
    HistoryFindings findings)
{
    /// <summary>Gets when the node last heard of the hub; null when it never has.</summary>
    public Timestamp? HeardAt => contact.HeardAt is { } at ? Timestamp.FromDateTimeOffset(at) : null;

    public GetStatusResponse Describe()
    {
        var (waiting, turnedDown, lastSequence, _) = outbox.Count();
        var reach = inbox.Reach();
        return new GetStatusResponse
        {
            Node = subscriber.Node.ToString(),
            OutboxDepth = waiting,
            TurnedDown = turnedDown,
            LastSequence = lastSequence,
            InboxPosition = reach.CompleteTo,
            HubPositionSeen = reach.HeadSeen,
            HubConnected = contact.IsConnected,
            HeardAt = HeardAt,
            Quarantined = inbox.Quarantined(),
            HubIsBehind = contact.IsBehind,
            OutboxStoppedAt = contact.StoppedAt,
            AgreementActs = agreement.State.Acts,
            HistoryCheckedTo = findings.CheckedTo,
            HistoryFindings =
            {
                findings.All.Select(finding => new HistoryFinding
                {
                    Kind = finding.Kind,
                    MessageZh = finding.Message.Chinese,
                    MessageEn = finding.Message.English,
                    FoundAt = Timestamp.FromDateTimeOffset(finding.FoundAt),
                }),
            },
        };
    }
}
