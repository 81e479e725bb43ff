using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

/// <summary>
/// Keeps what a server logs as an error: whatever a peer does to it, nothing should. Two categories are left out, because
/// they log as errors what is the peer's doing: a stream that it reset under a handler, and a connection that it flooded.
/// </summary>
internal sealed class LoggedFaults : ILoggerProvider
{
    private static readonly string[] PeersDoing =
        ["Microsoft.AspNetCore.Server.Kestrel.Http2", "Grpc.AspNetCore.Server.ServerCallHandler"];

    // Kestrel knows its connections by weak references. One that a peer abandoned with streams half closed may be collected
    // before the heartbeat comes to end it, which then says so as critical, though nothing is kept of it.
    private const string Collected = "ApplicationNeverCompleted";
    private readonly ConcurrentQueue<string> _lines = new();

    internal IEnumerable<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Log(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Log(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error && !PeersDoing.Contains(category);

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && eventId.Name != Collected)
            {
                lines.Enqueue($"{category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
