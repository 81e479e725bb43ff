namespace ExchangeHub.Hub.Telemetry;

/// <summary>Every line about tokens. None holds a token, or a text that a stranger sent.</summary>
internal static partial class TokenLog
{
    [LoggerMessage(1341, LogLevel.Warning, "Refused {Method} to {Client}, for its token: {Ground}.")]
    public static partial void Refused(ILogger logger, string client, string method, string ground);

    [LoggerMessage(1342, LogLevel.Error, "The keys of the token service cannot be read; calls that need a token are put off.")]
    public static partial void AuthorityAway(ILogger logger, Exception exception);
}
