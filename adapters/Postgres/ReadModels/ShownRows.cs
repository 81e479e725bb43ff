using System.Collections.Immutable;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Reads rows as the database shows them to some parties, by row-level security: the second look, behind the
/// conditions of a query.</summary>
/// <remarks>
/// Only rows that were found by their key are read so. Row-level security is asked before any condition that might tell what a
/// row holds, and of those that searches have, none counts as harmless: the indexes of marks and names would be of no use.
/// </remarks>
/// <param name="source">The database, with the schema installed.</param>
public sealed class ShownRows(NpgsqlDataSource source)
{
    private Task<bool>? _isOn;

    /// <summary>Says whether the hub's user may read so. Without that it reads as itself, and the conditions of the query stand
    /// alone.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Whether it may.</returns>
    public async Task<bool> IsOnAsync(CancellationToken cancellation)
    {
        if (_isOn is not { IsFaulted: false, IsCanceled: false })
        {
            _isOn = AskAsync(); // for all who ask: nobody who goes away ends it
        }

        return await _isOn.WaitAsync(cancellation).ConfigureAwait(false);
    }

    internal async Task ReadAsync(
        NpgsqlConnection connection,
        ImmutableArray<Jurisdiction> readers,
        NpgsqlBatchCommand select,
        Action<NpgsqlDataReader> read,
        CancellationToken cancellation)
    {
        var isOn = await IsOnAsync(cancellation).ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ending = transaction.ConfigureAwait(false);
        using var batch = new NpgsqlBatch(connection, transaction);
        if (isOn)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("set local role exchangehub_reader"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('exchangehub.readers', $1, true)")
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = string.Join(',', readers) } },
            });
        }

        batch.BatchCommands.Add(select);
        var rows = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            if (isOn)
            {
                _ = await rows.NextResultAsync(cancellation).ConfigureAwait(false);
            }

            while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
            {
                read(rows);
            }
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<bool> AskAsync()
    {
        using var command = source.CreateCommand(
            """
            select coalesce((select pg_has_role(current_user, oid, 'member')
              and has_table_privilege(oid, 'hub_record', 'select') and has_table_privilege(oid, 'hub_joint_case', 'select')
              from pg_roles where rolname = 'exchangehub_reader'), false)
            """);
        return (bool)(await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false))!;
    }
}
