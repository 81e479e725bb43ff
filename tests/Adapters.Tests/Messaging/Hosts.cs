using System.Collections.Concurrent;
using ExchangeHub.EventLog;
using ExchangeHub.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>Hosts as the hub and its sister services build them, with nothing in them but notices.</summary>
internal static class Hosts
{
    /// <summary>A hub that announces a log.</summary>
    public static Task<IHost> HubAsync(IEventLog log, string? broker, LogLines? lines = null) => StartAsync(lines, services =>
        services.AddSingleton(log).AddNotices(broker));

    /// <summary>A service with one follower, which has read all there is and now waits.</summary>
    public static async Task<IHost> ServiceAsync(
        RecordingFollower follower, string? broker, string name, TimeProvider? time = null, LogLines? lines = null)
    {
        var before = follower.ReadsAtHead;
        var host = await StartAsync(lines, services => services
            .AddSingleton(time ?? TimeProvider.System)
            .AddPositionFollower(broker, name, _ => follower));
        await Eventually.HoldsAsync(() => follower.ReadsAtHead > before, 60, () => "the follower has not read to the head");
        return host;
    }

    public static async Task<IHost> StartAsync(LogLines? lines, Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(lines ?? new LogLines());
        configure(builder.Services);
        var host = builder.Build();
        await host.StartAsync().WaitAsync(TimeSpan.FromSeconds(20)); // a host never waits for its broker
        return host;
    }
}

/// <summary>Keeps every line that is logged, with its exception.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<(int Id, string Text)> _lines = new();

    public IReadOnlyCollection<(int Id, string Text)> All => _lines;

    public int Count(int id) => _lines.Count(line => line.Id == id);

    public ILogger CreateLogger(string categoryName) => new Writer(_lines);

    public void Dispose()
    {
    }

    private sealed class Writer(ConcurrentQueue<(int Id, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((eventId.Id, $"{logLevel} {formatter(state, exception)} {exception}"));
    }
}
