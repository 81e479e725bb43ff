using System.Globalization;
using Npgsql;

namespace ExchangeHub.Postgres.Schema;

/// <summary>Brings a database to the tables that this program needs.</summary>
/// <remarks>
/// The tables go to the first schema of the connection's search path, <c>public</c> unless the connection string says
/// <c>Search Path</c>. A table that is there already is used as it is when its shape allows that, as Marten's own tables do;
/// otherwise nothing is changed. Nothing that exists is ever dropped or altered.
/// </remarks>
public static class PostgresSchema
{
    // Held for the length of the transaction, so that hubs that start together do not install together.
    private const long InstallLock = 0x4558_4855_4253_4348;

    /// <summary>Applies the numbered files that the database does not have yet, all or none.</summary>
    /// <param name="source">The database. Its user must be allowed to create tables and temporary tables.</param>
    /// <param name="cancellation">Ends the installation; nothing is left half done.</param>
    /// <returns>The version that the database has now.</returns>
    /// <exception cref="SchemaRefusedException">A table of one of our names has another shape, or a newer program has been here.
    /// Nothing was changed.</exception>
    public static async Task<int> InstallAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        var files = SchemaFile.ReadAll();
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ending = transaction.ConfigureAwait(false);
        var wait = string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_xact_lock({InstallLock})");
        await RunAsync(connection, wait, cancellation).ConfigureAwait(false);

        var version = await VersionAsync(connection, files, cancellation).ConfigureAwait(false);
        var missing = files.Where(file => file.Version > version).ToList();
        if (missing.Count > 0)
        {
            await CompareAsync(connection, transaction, files, version, cancellation).ConfigureAwait(false);
            foreach (var file in missing)
            {
                await ApplyAsync(connection, file, cancellation).ConfigureAwait(false);
            }

            await CheckPositionsAsync(connection, version, cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return files[^1].Version;
    }

    private static async Task<int> VersionAsync(
        NpgsqlConnection connection, IReadOnlyList<SchemaFile> files, CancellationToken cancellation)
    {
        const string Held =
            "select exists (select from pg_class where relnamespace = current_schema()::regnamespace and relname = 'hub_schema')";
        if (await ScalarAsync(connection, "select current_schema()", cancellation).ConfigureAwait(false) is not string)
        {
            throw new SchemaRefusedException(
                "The connection's search path names no schema that exists. Create the schema, or leave out 'Search Path'.");
        }

        if (await ScalarAsync(connection, Held, cancellation).ConfigureAwait(false) is false)
        {
            return -1;
        }

        var columns = await ScalarAsync(
            connection,
            """
            select count(*) from pg_attribute
            where attrelid = (current_schema() || '.hub_schema')::regclass and attname in ('version', 'name', 'applied_at')
            """,
            cancellation).ConfigureAwait(false);
        if (columns is not 3L)
        {
            throw new SchemaRefusedException(
                "Table 'hub_schema' was not made by ExchangeHub: it lacks one of the columns version, name, applied_at. "
                + "Nothing was changed. Give ExchangeHub a database or a schema of its own.");
        }

        var version = await ScalarAsync(connection, "select coalesce(max(version), -1) from hub_schema", cancellation)
            .ConfigureAwait(false) as int? ?? -1;
        return version <= files[^1].Version
            ? version
            : throw new SchemaRefusedException(
                $"The database has version {version} of the tables, and this program knows versions up to {files[^1].Version}. "
                + "Nothing was changed. Start a program that is at least as new as the one that was here last.");
    }

    // Makes our tables as temporary ones, compares what is there with them, and takes them back.
    private static async Task CompareAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IReadOnlyList<SchemaFile> files,
        int version,
        CancellationToken cancellation)
    {
        var schema = (uint)(await ScalarAsync(connection, "select current_schema()::regnamespace::oid", cancellation)
            .ConfigureAwait(false))!;
        var name = (string)(await ScalarAsync(connection, "select current_schema()::text", cancellation).ConfigureAwait(false))!;
        var found = await RelationShape.ReadAllAsync(connection, schema, cancellation).ConfigureAwait(false);

        await transaction.SaveAsync("shapes", cancellation).ConfigureAwait(false);
        await RunAsync(connection, "set local search_path = pg_temp", cancellation).ConfigureAwait(false);
        var ours = new HashSet<string>(StringComparer.Ordinal);
        var expected = new Dictionary<string, RelationShape>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            await RunAsync(connection, file.Sql, cancellation).ConfigureAwait(false);
            var temporary = await ScalarAsync(connection, "select pg_my_temp_schema()", cancellation).ConfigureAwait(false);
            expected = await RelationShape.ReadAllAsync(connection, (uint)temporary!, cancellation).ConfigureAwait(false);
            if (file.Version <= version)
            {
                ours.UnionWith(expected.Keys);
            }
        }

        await transaction.RollbackAsync("shapes", cancellation).ConfigureAwait(false);

        foreach (var (relation, shape) in expected.Where(one => !ours.Contains(one.Key)))
        {
            if (found.TryGetValue(relation, out var there) && shape.DifferencesFrom(there).ToList() is { Count: > 0 } differences)
            {
                throw new SchemaRefusedException(
                    $"'{relation}' in schema '{name}' was not made by ExchangeHub and has another shape: "
                    + $"{string.Join("; ", differences)}. Nothing was changed. Give ExchangeHub a database of its own, or a "
                    + "schema of its own by 'Search Path' in the connection string.");
            }
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, SchemaFile file, CancellationToken cancellation)
    {
        await RunAsync(connection, file.Sql, cancellation).ConfigureAwait(false);
        using var applied = new NpgsqlCommand("insert into hub_schema (version, name) values ($1, $2)", connection)
        {
            Parameters = { new() { Value = file.Version }, new() { Value = file.Name } },
        };
        await applied.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    // Events that Marten wrote before us may have gaps, and readers of ours would stop at the first.
    private static async Task CheckPositionsAsync(NpgsqlConnection connection, int version, CancellationToken cancellation)
    {
        if (version > 0)
        {
            return;
        }

        if (await ScalarAsync(connection, "select coalesce(max(seq_id), 0) - count(*) from mt_events", cancellation)
            .ConfigureAwait(false) is long missing and not 0)
        {
            throw new SchemaRefusedException(
                $"Table 'mt_events' holds events of another program, and {missing} positions between them are missing. The log "
                + "of ExchangeHub has no gaps. Nothing was changed. Give ExchangeHub a database or a schema of its own.");
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
    }
}
