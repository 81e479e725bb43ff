using System.Globalization;
using ExchangeHub.Postgres.Embedded;
using ExchangeHub.Postgres.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>One PostgreSQL server for all tests that do not harm it; each takes a database of its own.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"xhub-pg-{Guid.NewGuid():N}");
    private EmbeddedPostgres? _server;
    private int _databases;

    /// <summary>Makes an empty database.</summary>
    public async Task<string> CreateEmptyDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(_server!.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Makes a database with our tables.</summary>
    public async Task<NpgsqlDataSource> CreateDatabaseAsync()
    {
        var source = NpgsqlDataSource.Create(await CreateEmptyDatabaseAsync());
        await PostgresSchema.InstallAsync(source, CancellationToken.None);
        return source;
    }

    /// <summary>Tells how to reach a database, with the password that a data source keeps to itself.</summary>
    public async Task<string> AddressOfAsync(NpgsqlDataSource database) =>
        new NpgsqlConnectionStringBuilder(_server!.ConnectionString)
        {
            Database = await database.AskAsync<string>("select current_database()::text"),
        }.ConnectionString;

    public async Task InitializeAsync() => _server =
        await EmbeddedPostgres.StartAsync(_folder, TimeProvider.System, NullLogger.Instance, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The tests that share the server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresDatabases : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
