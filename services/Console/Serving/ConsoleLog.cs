namespace ExchangeHub.Console.Serving;

/// <summary>Log lines of the console; their ids are for ever.</summary>
internal static partial class ConsoleLog
{
    [LoggerMessage(7001, LogLevel.Information, "The console serves at {Address} and asks the hub at {Hub}.")]
    public static partial void Serves(ILogger logger, string address, string hub);

    [LoggerMessage(7002, LogLevel.Warning, "The hub did not answer a question of {Page}: {Status}.")]
    public static partial void HubIsAway(ILogger logger, string page, string status);

    [LoggerMessage(7003, LogLevel.Error, "The page {Page} could not be made; its reader was told to try again.")]
    public static partial void PageFailed(ILogger logger, string page, Exception failure);

    [LoggerMessage(7004, LogLevel.Information, "The identity of the console was renewed with a new key, until {Last}.")]
    public static partial void Renewed(ILogger logger, DateTimeOffset last);

    [LoggerMessage(7005, LogLevel.Error,
        "The identity of the console could not be renewed: {Cause} It is tried again in an hour; after its last instant the hub "
        + "refuses the console.")]
    public static partial void NotRenewed(ILogger logger, string cause);
}
