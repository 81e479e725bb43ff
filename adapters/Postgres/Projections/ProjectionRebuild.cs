using System.Collections.Immutable;
using ExchangeHub.EventLog;
using Npgsql;

namespace ExchangeHub.Postgres.Projections;

/// <summary>Makes the tables of a projection anew beside those that are read, and puts them in their place at once.</summary>
/// <remarks>
/// The new tables fill in a schema of their own, from the start of the log. When they have caught up, one transaction holds the
/// checkpoint still, applies what came meanwhile, and exchanges the tables; readers wait for no longer than that takes and see
/// either the old ones or the new ones. A rebuild that is interrupted leaves the old tables as they were.
/// </remarks>
/// <param name="log">The log.</param>
/// <param name="source">The database of the projection's tables.</param>
/// <param name="projection">The projection.</param>
public sealed class ProjectionRebuild(IEventLog log, NpgsqlDataSource source, IPostgresProjection projection)
{
    private const int BatchMax = 1_000;
    private const string LockTimeout = "55P03";
    private const string Deadlock = "40P01";

    private readonly Checkpoint _checkpoint = new(projection.Name);
    private readonly Checkpoint _rebuilding = new($"{projection.Name}-rebuild");

    /// <summary>Makes the tables anew.</summary>
    /// <param name="progress">Hears the position that the new tables have reached.</param>
    /// <param name="cancellation">Ends it; the old tables stay.</param>
    /// <returns>The position up to which the new tables took account of the log when they were put in place; null when another
    /// process rebuilds this projection, and nothing was done.</returns>
    public async Task<long?> RunAsync(Func<long, Task> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        if (!await _rebuilding.TryLeadAsync(connection, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            var place = await PrepareAsync(connection, cancellation).ConfigureAwait(false);
            var position = 0L;
            while (true)
            {
                position = await FillAsync(connection, place, position, progress, cancellation).ConfigureAwait(false);
                await ExecuteAsync(
                    connection, Each(table => $"analyze {place.New}.{table}"), cancellation).ConfigureAwait(false);
                if (await TrySwapAsync(connection, place, position, cancellation).ConfigureAwait(false) is { } reached)
                {
                    await progress(reached).ConfigureAwait(false);
                    return reached;
                }
            }
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await _rebuilding.YieldAsync(connection).ConfigureAwait(false);
            }
        }
    }

    private async Task<Place> PrepareAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        using var ask = new NpgsqlCommand(
            "select quote_ident(current_schema()), quote_ident(current_schema() || '_rebuild_' || $1)", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = projection.Name } },
        };
        Place place;
        var row = await ask.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using (row.ConfigureAwait(false))
        {
            _ = await row.ReadAsync(cancellation).ConfigureAwait(false);
            place = new Place(row.GetString(0), row.GetString(1));
        }

        await ExecuteAsync(
            connection,
            $"""
            drop schema if exists {place.New} cascade; create schema {place.New};
            {Each(table => $"create table {place.New}.{table} (like {place.Old}.{table} including defaults including storage)")}
            """,
            cancellation).ConfigureAwait(false);
        await ExecuteAsync(
            connection, await IndexesAsync(connection, place, cancellation).ConfigureAwait(false), cancellation)
            .ConfigureAwait(false);
        await ExecuteAsync(
            connection, await RightsAsync(connection, place, cancellation).ConfigureAwait(false), cancellation)
            .ConfigureAwait(false);
        return place;
    }

    // Who may read which rows; "like" keeps none of it.
    private async Task<string> RightsAsync(NpgsqlConnection connection, Place place, CancellationToken cancellation)
    {
        using var ask = new NpgsqlCommand(
            """
            select coalesce(string_agg(said, ''), 'select') from (
              select format('alter table %s.%I enable row level security;', $1, relname) from pg_class
                where relnamespace = current_schema()::regnamespace and relname = any($2) and relrowsecurity
              union all
              select format('create policy %I on %s.%I for select using (%s);', policyname, $1, tablename, qual) from pg_policies
                where schemaname = current_schema() and tablename = any($2)
              union all
              select format('grant %s on %s.%I to %s;', privilege_type, $1, relname, grantee::regrole)
                from pg_class, aclexplode(relacl)
                where relnamespace = current_schema()::regnamespace and relname = any($2)
                  and grantee not in (0, relowner)) rights (said)
            """,
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = place.New },
                new NpgsqlParameter<string[]> { TypedValue = [.. projection.Tables] },
            },
        };
        return (string)(await ask.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    // With the names of the old ones, which "like" would not keep.
    private async Task<string> IndexesAsync(NpgsqlConnection connection, Place place, CancellationToken cancellation)
    {
        using var ask = new NpgsqlCommand(
            """
            select coalesce(string_agg(replace(pg_get_indexdef(i.indexrelid), ' ON ' || $1 || '.', ' ON ' || $2 || '.')
              || case when i.indisprimary then
                format('; alter table %s.%I add constraint %I primary key using index %I', $2, t.relname, x.relname, x.relname)
              else '' end, ';'), '')
            from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
            where t.relnamespace = current_schema()::regnamespace and t.relname = any($3)
            """,
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = place.Old },
                new NpgsqlParameter<string> { TypedValue = place.New },
                new NpgsqlParameter<string[]> { TypedValue = [.. projection.Tables] },
            },
        };
        return (string)(await ask.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    private async Task<long> FillAsync(
        NpgsqlConnection connection, Place place, long position, Func<long, Task> progress, CancellationToken cancellation)
    {
        while (true)
        {
            var batch = await log.ReadAsync(position, BatchMax, cancellation).ConfigureAwait(false);
            if (batch.IsEmpty)
            {
                return position;
            }

            var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using var ending = transaction.ConfigureAwait(false);
            await ApplyAsync(batch, connection, transaction, place, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            position = batch[^1].Position;
            await progress(position).ConfigureAwait(false);
        }
    }

    // Null when somebody reads the old tables for so long that everybody else would have to wait; it is tried again.
    private async Task<long?> TrySwapAsync(
        NpgsqlConnection connection, Place place, long position, CancellationToken cancellation)
    {
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using var ending = transaction.ConfigureAwait(false);
            var reached = await _checkpoint.HoldAsync(connection, cancellation).ConfigureAwait(false);
            while (position < reached)
            {
                var batch = await log.ReadAsync(position, BatchMax, cancellation).ConfigureAwait(false);
                await ApplyAsync(batch, connection, transaction, place, cancellation).ConfigureAwait(false);
                position = batch[^1].Position;
            }

            await ExecuteAsync(
                connection,
                $"""
                set local lock_timeout = '1s';
                set local search_path = {place.Old};
                {Each(table => $"drop table {place.Old}.{table}")}
                {Each(table => $"alter table {place.New}.{table} set schema {place.Old}")}
                drop schema {place.New} cascade;
                """,
                cancellation).ConfigureAwait(false);
            _ = await _checkpoint.TryMoveAsync(connection, reached, position, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return position;
        }
        catch (PostgresException busy) when (busy.SqlState is LockTimeout or Deadlock)
        {
            return null;
        }
    }

    private async Task ApplyAsync(
        ImmutableArray<LoggedEvent> batch, NpgsqlConnection connection, NpgsqlTransaction transaction, Place place,
        CancellationToken cancellation)
    {
        await ExecuteAsync(
            connection, $"set local search_path = {place.New}, {place.Old}", cancellation).ConfigureAwait(false);
        await projection.ApplyAsync(batch, connection, transaction, cancellation).ConfigureAwait(false);
    }

    private string Each(Func<string, string> statement) =>
        string.Join('\n', projection.Tables.Select(table => statement(table) + ";"));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private readonly record struct Place(string Old, string New);
}
