namespace ExchangeHub.Identity.Telemetry;

/// <summary>Every line that the token service logs. None holds a token, an assertion or a key, or a text that a stranger
/// sent.</summary>
/// <remarks>Ids from 8000 tokens, 8100 keys and clients, 9000 infrastructure.</remarks>
internal static partial class IdentityLog
{
    [LoggerMessage(8001, LogLevel.Information, "{Client} of {Party} got token {Token} for {Scope}.")]
    public static partial void Issued(ILogger logger, string client, string party, string scope, string token);

    [LoggerMessage(8002, LogLevel.Warning, "Refused a token to {Client} with {Error}: {Ground}.")]
    public static partial void Refused(ILogger logger, string client, string error, string ground);

    [LoggerMessage(8003, LogLevel.Error, "A request for a token was not judged, because the store is away.")]
    public static partial void StoreIsAway(ILogger logger, Exception exception);

    [LoggerMessage(8101, LogLevel.Information, "Token keys: {Kid} signs, {Published} are published.")]
    public static partial void Turned(ILogger logger, string kid, int published);

    [LoggerMessage(8102, LogLevel.Error,
        "The keys could not be turned. Those that are known go on signing; it is tried again in {Delay}.")]
    public static partial void TurnFailed(ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(8103, LogLevel.Information, "{Clients} clients are as the file says.")]
    public static partial void Applied(ILogger logger, int clients);

    [LoggerMessage(9801, LogLevel.Information, "The token service serves {Issuer} at {Address}.")]
    public static partial void Serves(ILogger logger, string issuer, string address);
}
