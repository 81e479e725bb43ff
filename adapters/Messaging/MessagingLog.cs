using Microsoft.Extensions.Logging;

namespace ExchangeHub.Messaging;

/// <summary>Every line that notices log: 9201 to 9219 the transport and the announcer, 9221 to 9239 the followers.</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(9201, LogLevel.Information, "Notices go over {Transport}.")]
    public static partial void TransportStarted(ILogger logger, string transport);

    [LoggerMessage(9202, LogLevel.Warning,
        "The transport of notices could not be started and is tried again in {Delay}. Followers read every 2 s meanwhile; "
        + "nothing is lost.")]
    public static partial void TransportFailed(ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(9203, LogLevel.Warning,
        "The transport of notices did not stop within {Patience} and was left behind. Nothing is lost.")]
    public static partial void TransportLeftBehind(ILogger logger, TimeSpan patience);

    [LoggerMessage(9204, LogLevel.Warning,
        "Positions after {Position} could not be announced and are tried again until it succeeds. Followers read every 2 s "
        + "meanwhile; nothing is lost.")]
    public static partial void AnnouncingFailed(ILogger logger, long position, Exception exception);

    [LoggerMessage(9205, LogLevel.Information,
        "Positions up to {Position} were announced after {Failures} failures in a row.")]
    public static partial void AnnouncingResumed(ILogger logger, long position, int failures);

    [LoggerMessage(9221, LogLevel.Warning,
        "Follower {Follower} failed after position {Position}. The same entries are tried again until it succeeds; none is "
        + "skipped.")]
    public static partial void FollowingFailed(ILogger logger, string follower, long position, Exception exception);

    [LoggerMessage(9222, LogLevel.Information,
        "Follower {Follower} resumed after {Failures} failures in a row and has reached position {Position}.")]
    public static partial void FollowingResumed(ILogger logger, string follower, int failures, long position);
}
