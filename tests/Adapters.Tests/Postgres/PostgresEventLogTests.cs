using ExchangeHub.Adapters.Tests.EventLog;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres;
using Npgsql;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>The log in PostgreSQL keeps the contract of all logs.</summary>
[Collection(PostgresDatabases.Name)]
public sealed class PostgresEventLogTests(PostgresServer server) : EventLogConformance, IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _opened = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_opened))
        {
            await one.DisposeAsync();
        }
    }

    protected override async Task<IEventLog> OpenAsync()
    {
        var database = await server.CreateDatabaseAsync();
        _opened.Add(database);
        return Open(database);
    }

    protected override Task<IEventLog> ReopenAsync(IEventLog log) =>
        Task.FromResult<IEventLog>(Open((NpgsqlDataSource)_opened[0]));

    private PostgresEventLog Open(NpgsqlDataSource database)
    {
        var log = new PostgresEventLog(database, TimeProvider.System);
        _opened.Add(log);
        return log;
    }
}
