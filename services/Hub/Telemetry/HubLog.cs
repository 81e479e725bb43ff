namespace ExchangeHub.Hub.Telemetry;

/// <summary>Every line that the hub logs.</summary>
/// <remarks>Ids from 1000 publication, 2000 recognition, 3000 delivery, 4000 history, 9000 infrastructure.</remarks>
internal static partial class HubLog
{
    [LoggerMessage(1001, LogLevel.Debug,
        "Filed {Statement} in {Dossier} at position {Position}: {Disposition}, {Decisions} decisions.")]
    public static partial void Filed(
        ILogger logger, string statement, string dossier, long position, string disposition, int decisions);

    [LoggerMessage(1002, LogLevel.Warning, "Turned down a statement with reason {Reason} ({ReasonCode}); nothing was stored.")]
    public static partial void TurnedDown(ILogger logger, int reason, string reasonCode);

    [LoggerMessage(1003, LogLevel.Warning,
        "Put statement {Digest} into quarantine for {ReasonCode} at {Field}. Nobody is shown it and nothing counts it.")]
    public static partial void Quarantined(ILogger logger, string digest, string reasonCode, string field);

    [LoggerMessage(1004, LogLevel.Critical,
        "The key of {Signer} signed a statement in the name of {Claimed}, which is in quarantine as {Digest}. Either somebody "
        + "uses the key of another, or a node is set up wrongly: ask both before anything else is taken for true.")]
    public static partial void KeyMisused(ILogger logger, string signer, string claimed, string digest);

    [LoggerMessage(2001, LogLevel.Information, "Settled {Dossiers} dossiers that a cascade from {Record} had left.")]
    public static partial void Swept(ILogger logger, int dossiers, string record);

    [LoggerMessage(2002, LogLevel.Warning,
        "What cascades have left waits {Delay}, because the store is away; it stays in the log until it is settled.")]
    public static partial void SweepWaits(ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(2101, LogLevel.Information, "{Party} acted under the agreement: {Deed}, act {Number}.")]
    public static partial void ActTaken(ILogger logger, string deed, string party, int number);

    [LoggerMessage(2102, LogLevel.Warning, "The acts of the agreement could not be looked for, because the store is away.")]
    public static partial void AgreementWaits(ILogger logger, Exception exception);

    [LoggerMessage(2201, LogLevel.Warning,
        "Nothing has been heard of {Node} since {LastHeardAt}: what is recognised of it is marked FLG-STALE. Tell the executive "
        + "committee, and ask the district.")]
    public static partial void NodeFellSilent(ILogger logger, string node, DateTimeOffset lastHeardAt);

    [LoggerMessage(2202, LogLevel.Information, "{Node} is heard of again: its records are not marked any more.")]
    public static partial void NodeReturned(ILogger logger, string node);

    [LoggerMessage(2203, LogLevel.Warning, "Whether nodes are silent could not be noted, because the store is away.")]
    public static partial void WatchWaits(ILogger logger, Exception exception);

    [LoggerMessage(3001, LogLevel.Information, "Subscription {Subscription} for {Receiver} began after position {Position}.")]
    public static partial void SubscriptionBegan(ILogger logger, string subscription, string receiver, long position);

    [LoggerMessage(3002, LogLevel.Information,
        "Subscription {Subscription} ended at position {Position} after {Deliveries} deliveries.")]
    public static partial void SubscriptionEnded(ILogger logger, string subscription, long position, long deliveries);

    [LoggerMessage(3003, LogLevel.Warning,
        "The feed could not read the log and tries again in {Delay}; subscribers wait and lose nothing.")]
    public static partial void FeedWaits(ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(4001, LogLevel.Critical, "The hub stops. {Contradiction}")]
    public static partial void HistoryContradicted(ILogger logger, string contradiction);

    [LoggerMessage(4002, LogLevel.Warning,
        "No checkpoint could be signed and it is tried again in a second: the store is away, or lacks a tile.")]
    public static partial void HistoryWaits(ILogger logger, Exception exception);

    [LoggerMessage(4003, LogLevel.Warning, "{Witness} did not sign the checkpoint over {Size} events: status {Status}.")]
    public static partial void WitnessRefused(ILogger logger, string witness, long size, int status);

    [LoggerMessage(4004, LogLevel.Information,
        "Wrote the state root of {Kind} over {Count} subjects up to position {UpTo}, at position {Position}.")]
    public static partial void StateRootWritten(ILogger logger, string kind, long count, long upTo, long position);

    [LoggerMessage(4005, LogLevel.Warning, "No state root could be written, because the store is away; it is tried again.")]
    public static partial void StateRootWaits(ILogger logger, Exception exception);

    [LoggerMessage(4006, LogLevel.Critical,
        "The tables do not have the state root of {Kind} that stands at position {Position} of the log: rows were taken out or "
        + "altered. Nothing is answered from them. Find out who did it; then rebuild the read model states.")]
    public static partial void StateContradicted(ILogger logger, string kind, long position);

    [LoggerMessage(4007, LogLevel.Information, "The checkpoint over {Size} events was time-stamped.")]
    public static partial void Stamped(ILogger logger, long size);

    [LoggerMessage(4008, LogLevel.Warning,
        "No checkpoint could be time-stamped; it is tried again in {Delay}, and nothing else waits for it. {Reason}")]
    public static partial void StampWaits(ILogger logger, TimeSpan delay, string reason);

    [LoggerMessage(9001, LogLevel.Warning,
        "Dossier {Dossier} is contended: {Attempts} attempts lost. The caller was told to send the statement again.")]
    public static partial void Contended(ILogger logger, string dossier, int attempts);

    [LoggerMessage(9002, LogLevel.Error, "Call {Method} failed. The caller was told INTERNAL.")]
    public static partial void CallFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(9003, LogLevel.Warning, "Call {Method} found the store away. The caller was told UNAVAILABLE.")]
    public static partial void StoreAway(ILogger logger, string method, Exception exception);

    [LoggerMessage(9010, LogLevel.Information, "The hub of network {Network} serves at {Address}, log head {Head}.")]
    public static partial void Serves(ILogger logger, string network, string address, long head);
}
