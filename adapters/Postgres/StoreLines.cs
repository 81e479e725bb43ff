using Microsoft.Extensions.Logging;

namespace ExchangeHub.Postgres;

/// <summary>Every line that this adapter logs.</summary>
/// <remarks>Ids from 9100 the log's writer and readers, 9150 projections, 9180 to 9199 the embedded server.</remarks>
internal static partial class StoreLines
{
    [LoggerMessage(9101, LogLevel.Warning,
        "The connection to the log's store was lost with {Requests} appends under way; their outcome is in doubt: {IsInDoubt}. "
        + "Callers whose outcome is in doubt were told to send the same request again; the others wait for the store.")]
    public static partial void StoreLost(ILogger logger, int requests, bool isInDoubt, Exception error);

    [LoggerMessage(9102, LogLevel.Error, "The writer of the log failed. The callers of {Requests} appends were told.")]
    public static partial void WriterFailed(ILogger logger, int requests, Exception error);

    [LoggerMessage(9103, LogLevel.Debug,
        "The log's store refused a group of {Requests} appends with SQLSTATE {SqlState}; it was judged again under the fence.")]
    public static partial void GroupRefused(ILogger logger, int requests, string sqlState);

    [LoggerMessage(9104, LogLevel.Error,
        "The log's store refused an append to stream {Stream} with SQLSTATE {SqlState}. Nothing was stored; its caller knows.")]
    public static partial void AppendRefused(ILogger logger, string stream, string sqlState);

    [LoggerMessage(9105, LogLevel.Warning,
        "Listening for appends of other processes was interrupted; the log is asked again when the store is back.")]
    public static partial void ListeningLost(ILogger logger, Exception error);

    [LoggerMessage(9150, LogLevel.Information, "This process leads projection {Projection} from position {Position} on.")]
    public static partial void ProjectionLed(ILogger logger, string projection, long position);

    [LoggerMessage(9151, LogLevel.Error,
        "Projection {Projection} stopped after position {Position}; nothing of the next events was kept. It is tried again in "
        + "{Pause}.")]
    public static partial void ProjectionStopped(
        ILogger logger, string projection, long position, TimeSpan pause, Exception error);

    [LoggerMessage(9152, LogLevel.Warning,
        "The checkpoint of projection {Projection} was moved by somebody else; it goes on from there.")]
    public static partial void ProjectionMoved(ILogger logger, string projection);

    [LoggerMessage(9153, LogLevel.Warning, "Projection {Projection} was emptied and begins again at the start of the log.")]
    public static partial void ProjectionCleared(ILogger logger, string projection);

    [LoggerMessage(9180, LogLevel.Information,
        "The embedded PostgreSQL runs on port {Port} as process {Process}; this process supervises it: {IsOurs}.")]
    public static partial void ServerRuns(ILogger logger, int port, int process, bool isOurs);

    [LoggerMessage(9181, LogLevel.Warning,
        "The embedded PostgreSQL on port {Port}, process {Process}, has died and is started again.")]
    public static partial void ServerDied(ILogger logger, int port, int process);

    [LoggerMessage(9182, LogLevel.Critical,
        "The embedded PostgreSQL on port {Port} does not start again. It is tried until it does.")]
    public static partial void ServerNotRestarted(ILogger logger, int port, Exception error);

    [LoggerMessage(9183, LogLevel.Information, "The embedded PostgreSQL on port {Port} was stopped.")]
    public static partial void ServerStopped(ILogger logger, int port);

    [LoggerMessage(9184, LogLevel.Error, "The embedded PostgreSQL on port {Port} did not stop: {Output}")]
    public static partial void ServerDidNotStop(ILogger logger, int port, string output);
}
