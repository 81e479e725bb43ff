using Npgsql;

namespace ExchangeHub.Postgres.Projections;

/// <summary>The row of a projection in <c>mt_event_progression</c>, named as Marten names its own shards.</summary>
internal sealed class Checkpoint(string projection)
{
    private const string LeadLock = "hashtextextended(current_schema() || ':' || $1, 0)";

    private readonly string _name = projection + ":All";

    /// <summary>Becomes the leader if nobody is. The connection holds the lead until it is given up or lost.</summary>
    public async Task<bool> TryLeadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        using var command = Command($"select pg_try_advisory_lock({LeadLock})", connection);
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is true;
    }

    /// <summary>Gives up the lead: closing a pooled connection would keep it.</summary>
    public async Task YieldAsync(NpgsqlConnection connection)
    {
        using var command = Command($"select pg_advisory_unlock({LeadLock})", connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Reads the position of the last event applied; 0 when there is no row.</summary>
    public async Task<long> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        using var command = Command("select last_seq_id from mt_event_progression where name = $1", connection);
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) as long? ?? 0;
    }

    /// <summary>Makes the row, unless it is there.</summary>
    public async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        using var command = Command(
            "insert into mt_event_progression (name, last_seq_id) values ($1, 0) on conflict (name) do nothing", connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Moves on within a transaction, if nobody else has moved it since.</summary>
    public async Task<bool> TryMoveAsync(NpgsqlConnection connection, long from, long to, CancellationToken cancellation)
    {
        using var command = Command(
            """
            update mt_event_progression set last_seq_id = $3, last_updated = transaction_timestamp()
            where name = $1 and last_seq_id = $2
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) == 1;
    }

    /// <summary>Reads the position and keeps everybody from moving on until the transaction ends.</summary>
    public async Task<long> HoldAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await EnsureAsync(connection, cancellation).ConfigureAwait(false);
        using var command = Command("select last_seq_id from mt_event_progression where name = $1 for update", connection);
        return (long)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    /// <summary>Goes back to the start within a transaction; waits for a batch that is being applied.</summary>
    public async Task ResetAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        using var command = Command(
            """
            insert into mt_event_progression (name, last_seq_id) values ($1, 0)
            on conflict (name) do update set last_seq_id = 0, last_updated = transaction_timestamp()
            """,
            connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private NpgsqlCommand Command(string sql, NpgsqlConnection connection) =>
        new(sql, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = _name } } };
}
