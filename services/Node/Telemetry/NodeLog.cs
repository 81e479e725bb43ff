using Grpc.Core;

namespace ExchangeHub.Node.Telemetry;

/// <summary>Every line that the node logs.</summary>
/// <remarks>Ids from 4000 submission and forwarding, 5000 inbox, 6000 reliance, 9000 infrastructure. The hub has 1000 to
/// 3999.</remarks>
internal static partial class NodeLog
{
    [LoggerMessage(4001, LogLevel.Debug, "Stored and signed {Statement} in {Dossier}.")]
    public static partial void Stored(ILogger logger, string statement, string dossier);

    [LoggerMessage(4002, LogLevel.Information, "Refused a submission with reason {Reason} ({ReasonCode}); nothing was stored.")]
    public static partial void Refused(ILogger logger, int reason, string reasonCode);

    [LoggerMessage(4010, LogLevel.Error,
        "The hub turned down statement {Sequence} with {StatusCode} (reason {Reason}). It is kept and not sent again; "
        + "GetSubmission says why.")]
    public static partial void TurnedDown(ILogger logger, long sequence, StatusCode statusCode, string reason);

    [LoggerMessage(4011, LogLevel.Warning,
        "Forwarding paused for {Delay}: {Cause} What waits in the outbox is kept, in order.")]
    public static partial void ForwardingPaused(ILogger logger, TimeSpan delay, string cause);

    [LoggerMessage(4012, LogLevel.Information, "Forwarding goes on after {Failures} attempts that failed.")]
    public static partial void ForwardingGoesOn(ILogger logger, int failures);

    [LoggerMessage(4013, LogLevel.Critical,
        "Statement {Sequence} in the outbox was changed on disk. It is not sent, nor is what stands behind it, until the data "
        + "folder has been restored from its backup; the node looks again every few seconds.")]
    public static partial void StatementDamaged(ILogger logger, long sequence);

    [LoggerMessage(4021, LogLevel.Information, "The identity of this node was renewed with a new key, until {Last}.")]
    public static partial void Renewed(ILogger logger, DateTimeOffset last);

    [LoggerMessage(4022, LogLevel.Error,
        "The identity of this node could not be renewed: {Cause} It is tried again in an hour; after its last instant the hub "
        + "refuses this node.")]
    public static partial void NotRenewed(ILogger logger, string cause);

    [LoggerMessage(5001, LogLevel.Information, "Subscribed as {Subscription} after position {Position}.")]
    public static partial void Subscribed(ILogger logger, string subscription, long position);

    [LoggerMessage(5002, LogLevel.Warning, "The subscription ended at position {Position} and begins again in {Delay}: {Cause}")]
    public static partial void SubscriptionBroke(ILogger logger, long position, TimeSpan delay, string cause);

    [LoggerMessage(5003, LogLevel.Error,
        "A delivery is missing between positions {Expected} and {Position}: the hub named {Previous} as the one before. "
        + "Subscribing again after {Expected}.")]
    public static partial void Gap(ILogger logger, long expected, long position, long previous);

    [LoggerMessage(5004, LogLevel.Error,
        "The delivery at position {Position} did not verify and was put aside: {Cause} Nothing relies on it. Tell the operator "
        + "of the hub.")]
    public static partial void Quarantined(ILogger logger, long position, string cause);

    [LoggerMessage(5005, LogLevel.Critical,
        "The hub has lost history, or is another hub: this node has seen position {Seen} of its log, and now the log ends "
        + "before it. The node keeps what it has. Tell the operator of the hub.")]
    public static partial void HubIsBehind(ILogger logger, long seen);

    [LoggerMessage(5006, LogLevel.Warning, "The hub's log reaches position {Seen} again, which this node had seen before.")]
    public static partial void HubCaughtUp(ILogger logger, long seen);

    [LoggerMessage(
        5007, LogLevel.Debug, "The hub did not take the acknowledgement of position {Position}: {Cause} It is sent again later.")]
    public static partial void AcknowledgementFailed(ILogger logger, long position, string cause);

    [LoggerMessage(5101, LogLevel.Information, "The agreement has act {Number}; it was verified and counts from its first day.")]
    public static partial void ActTaken(ILogger logger, int number);

    [LoggerMessage(5102, LogLevel.Warning,
        "The acts of the agreement after {Number} could not be asked for; the next attempt is in {Delay}.")]
    public static partial void AgreementWaits(ILogger logger, int number, TimeSpan delay);

    [LoggerMessage(5103, LogLevel.Critical,
        "What the hub tells of the agreement after act {Number} cannot be: {Cause} The rules stay as they were. Tell the "
        + "operator of the hub and the other parties.")]
    public static partial void ActUnsound(ILogger logger, int number, string cause);

    [LoggerMessage(5111, LogLevel.Warning,
        "Requests for personal values could not be asked for at the hub; the next attempt is in {Delay}.")]
    public static partial void DisclosuresWait(ILogger logger, TimeSpan delay);

    [LoggerMessage(5112, LogLevel.Critical,
        "Act {Number} on personal values, as the hub tells it, was signed by no node of the network; it is left out. Tell the "
        + "operator of the hub.")]
    public static partial void DisclosureUnsound(ILogger logger, int number);

    [LoggerMessage(5201, LogLevel.Critical, "The hub's history is not sound ({Kind}). {Message}")]
    public static partial void HistoryUnsound(ILogger logger, string kind, string message);

    [LoggerMessage(5202, LogLevel.Warning, "The hub's history could not be read; the next attempt is in {Delay}. {Cause}")]
    public static partial void HistoryWaits(ILogger logger, TimeSpan delay, string cause);

    [LoggerMessage(5203, LogLevel.Warning, "The hub could not be witnessed; the next attempt is in {Delay}. Status {Status}.")]
    public static partial void WitnessWaits(ILogger logger, TimeSpan delay, string status);

    [LoggerMessage(6001, LogLevel.Error,
        "On {Dossier} the hub decided {HubOutcome}, and from what has arrived here follows {OwnOutcome}. The stricter one, "
        + "{Answer}, is answered. One of the two has other rules, or lacks a statement.")]
    public static partial void DecisionsDiffer(
        ILogger logger, string dossier, string hubOutcome, string ownOutcome, string answer);

    [LoggerMessage(9002, LogLevel.Error, "Call {Method} failed. The caller was told INTERNAL.")]
    public static partial void CallFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(
        9003, LogLevel.Error, "Call {Method} found the disk full. The caller was told RESOURCE_EXHAUSTED; nothing was stored.")]
    public static partial void DiskFull(ILogger logger, string method, Exception exception);

    [LoggerMessage(9005, LogLevel.Critical, "Call {Method} read what was changed on disk. The caller was told DATA_LOSS.")]
    public static partial void Damaged(ILogger logger, string method, Exception exception);

    [LoggerMessage(9010, LogLevel.Information,
        "{Node} serves at {Address}; {Waiting} statements wait for the hub, the inbox reaches position {Position}.")]
    public static partial void Serves(ILogger logger, string node, string address, long waiting, long position);
}
