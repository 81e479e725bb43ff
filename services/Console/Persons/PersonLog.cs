namespace ExchangeHub.Console.Persons;

/// <summary>Log lines about people at the console: the name of an account, and nothing else that is theirs.</summary>
internal static partial class PersonLog
{
    [LoggerMessage(7010, LogLevel.Information, "{Account} has signed in, by {Proof}.")]
    public static partial void SignedIn(ILogger logger, string account, string proof);

    [LoggerMessage(7011, LogLevel.Warning, "Signing in as {Account} failed: {Cause}.")]
    public static partial void Failed(ILogger logger, string account, string cause);

    [LoggerMessage(7012, LogLevel.Warning, "{Account} is locked until {Until} after {Failures} failures.")]
    public static partial void Locked(ILogger logger, string account, DateTimeOffset until, int failures);

    [LoggerMessage(7013, LogLevel.Information, "{Account} has signed out.")]
    public static partial void SignedOut(ILogger logger, string account);

    [LoggerMessage(7014, LogLevel.Information, "{Account}: {Change}.")]
    public static partial void Changed(ILogger logger, string account, string change);

    [LoggerMessage(7015, LogLevel.Warning, "{Account}, {Role}, was not shown {Page}.")]
    public static partial void Denied(ILogger logger, string account, string role, string page);

    [LoggerMessage(7016, LogLevel.Warning, "Too many attempts to sign in from one address; the rest of the minute is refused.")]
    public static partial void TooManyAttempts(ILogger logger);

    [LoggerMessage(7017, LogLevel.Information,
        "{Account} has decided: {Act} of {RecordId}, statement {Sequence} of the node of {Division}.")]
    public static partial void Decided(
        ILogger logger, string account, string act, string recordId, long sequence, string division);
}
