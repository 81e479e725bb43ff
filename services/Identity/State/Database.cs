using System.Data.Common;
using System.Reflection;

namespace ExchangeHub.Identity.State;

/// <summary>The service's own tables in PostgreSQL.</summary>
/// <remarks>A database, or a schema, of its own: nothing of the hub is read here, and the hub reads nothing of this.</remarks>
internal sealed class Database(DbDataSource source)
{
    /// <summary>Applies the numbered files that the database does not have yet, all or none.</summary>
    public async Task InstallAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await LockAsync(connection, cancellation);
        await RunAsync(
            connection,
            "create table if not exists identity_schema (name text primary key, applied_at timestamptz not null default now())",
            [],
            cancellation);
        foreach (var (name, sql) in Files())
        {
            if (await RunAsync(
                connection, "insert into identity_schema (name) values ($1) on conflict do nothing", [name], cancellation) == 1)
            {
                await RunAsync(connection, sql, [], cancellation);
            }
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it touched.</returns>
    public async Task<int> ExecuteAsync(string sql, IEnumerable<object> parameters, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await RunAsync(connection, sql, parameters, cancellation);
    }

    /// <summary>Reads rows.</summary>
    public async Task<List<T>> ReadAsync<T>(
        string sql, IEnumerable<object> parameters, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await ReadAsync(connection, sql, parameters, read, cancellation);
    }

    /// <summary>Does several things in one transaction, which no other process does at the same time.</summary>
    public async Task AloneAsync(Func<DbConnection, Task> act, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await LockAsync(connection, cancellation);
        await act(connection);
        await transaction.CommitAsync(cancellation);
    }

    public static async Task<int> RunAsync(
        DbConnection connection, string sql, IEnumerable<object> parameters, CancellationToken cancellation)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    public static async Task<List<T>> ReadAsync<T>(
        DbConnection connection, string sql, IEnumerable<object> parameters, Func<DbDataReader, T> read,
        CancellationToken cancellation)
    {
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static Task<int> LockAsync(DbConnection connection, CancellationToken cancellation) =>
        RunAsync(connection, "select pg_advisory_xact_lock(hashtext('exchangehub identity'))", [], cancellation);

    private static DbCommand Command(DbConnection connection, string sql, IEnumerable<object> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static IEnumerable<(string Name, string Sql)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)
            .Where(name => name.StartsWith("schema/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name["schema/".Length..], reader.ReadToEnd());
        }
    }
}
