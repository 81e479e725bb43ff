namespace ExchangeHub.Hub.Telemetry;

/// <summary>Every line that the hub logs of searches, lists and REST. Ids from 5401.</summary>
internal static partial class AskingLog
{
    [LoggerMessage(5401, LogLevel.Information,
        "Read model {ReadModel} was made anew from the log and took its place at position {Position}.")]
    public static partial void Rebuilt(ILogger logger, string readModel, long position);

    [LoggerMessage(5402, LogLevel.Warning,
        "{Subscription} has not acknowledged {Count} withdrawals from list {List} for {Receiver} in time, the oldest known since "
        + "{OldestKnownAt}; it has acknowledged up to {Acknowledged}. Ask it to carry them out: until then the entities are "
        + "hurt.")]
    public static partial void WithdrawalsOverdue(
        ILogger logger, string subscription, long count, string list, string receiver, DateTimeOffset oldestKnownAt,
        long acknowledged);

    [LoggerMessage(5403, LogLevel.Warning,
        "Whether withdrawals from lists are overdue could not be looked for, because the store is away.")]
    public static partial void ChaserWaits(ILogger logger, Exception exception);
}
