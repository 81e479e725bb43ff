using Npgsql;
using NpgsqlTypes;

namespace ExchangeHub.Postgres.Appends;

/// <summary>The writer's connection with its prepared statements.</summary>
internal sealed class GroupSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _group;
    private readonly NpgsqlCommand _single;
    private NpgsqlTransaction? _transaction;

    private GroupSession(NpgsqlConnection connection, GroupRows rows)
    {
        _connection = connection;
        _group = GroupCommand(connection, rows);
        _single = SingleCommand(connection);
    }

    /// <summary>Gets a value indicating whether something is under way that may be committed without our hearing of it.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>Connects, and prepares the statements.</summary>
    /// <param name="source">The database.</param>
    /// <param name="rows">The lists that every group is put into.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public static async Task<GroupSession> OpenAsync(NpgsqlDataSource source, GroupRows rows, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        try
        {
            using var settings = new NpgsqlCommand(GroupStatements.Session, connection);
            await settings.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            var session = new GroupSession(connection, rows);
            await session._group.PrepareAsync(cancellation).ConfigureAwait(false);
            await session._single.PrepareAsync(cancellation).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads the head, and what is not known yet of the streams and keys of a group.</summary>
    /// <param name="group">Whose streams and keys are asked for.</param>
    /// <param name="knowledge">What is known.</param>
    /// <returns>Whether the head has moved: what was known before of other streams was dropped.</returns>
    public async Task<bool> LookUpAsync(IReadOnlyList<PendingAppend> group, LogKnowledge knowledge)
    {
        var streams = new List<string>();
        var keys = new List<string>();
        foreach (var pending in group)
        {
            foreach (var append in pending.Request.Streams)
            {
                if (!knowledge.Revisions.TryGet(append.Stream, out _))
                {
                    streams.Add(append.Stream);
                }
            }

            if (pending.Request.Key is { } key && !knowledge.Requests.TryGet(key.Name, out _))
            {
                keys.Add(key.Name);
            }
        }

        using var batch = new NpgsqlBatch(_connection)
        {
            BatchCommands =
            {
                new(_transaction is null ? GroupStatements.Head : GroupStatements.LockHead),
                new(GroupStatements.Revisions) { Parameters = { new NpgsqlParameter<List<string>> { TypedValue = streams } } },
                new(RequestRow.Select) { Parameters = { new NpgsqlParameter<List<string>> { TypedValue = keys } } },
            },
        };
        var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync().ConfigureAwait(false))
        {
            throw new InvalidOperationException("Table 'hub_position' holds no row for shard 0. Install the schema first.");
        }

        var moved = knowledge.Refresh(reader.GetInt64(0));
        streams.ForEach(stream => knowledge.Revisions.Set(stream, 0));
        await reader.NextResultAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            knowledge.Revisions.Set(reader.GetString(0), reader.GetInt64(1));
        }

        await reader.NextResultAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            knowledge.Requests.Set(reader.GetString(0), RequestRow.Read(reader));
        }

        return moved;
    }

    /// <summary>Begins a transaction; the next look at the head takes the fence, and nobody else appends until it ends.</summary>
    public async Task BeginLockedAsync() => _transaction = await _connection.BeginTransactionAsync().ConfigureAwait(false);

    /// <summary>Stores a plan. Without a locked transaction it is durable when the task completes.</summary>
    /// <param name="plan">At least one event.</param>
    /// <returns>False when another writer has moved the head: nothing was stored.</returns>
    public async Task<bool> WriteAsync(GroupPlan plan)
    {
        var rows = plan.Rows;
        var command = rows.Ids.Count == 1 ? _single : _group;
        Bind(command, plan.Head, rows);
        IsInDoubt = _transaction is null;
        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        long? stored = await reader.ReadAsync().ConfigureAwait(false) ? reader.GetInt64(0) : null;
        while (await reader.NextResultAsync().ConfigureAwait(false))
        {
            // nothing follows; the implicit transaction is committed when the end has been read
        }

        IsInDoubt = false;
        return stored is null || stored == rows.Ids.Count
            ? stored is not null
            : throw new InvalidOperationException(
                $"Of {rows.Ids.Count} events the store kept {stored}: a rule or trigger of another program is on mt_events.");
    }

    /// <summary>Commits a locked transaction; durable when the task completes.</summary>
    public async Task CommitAsync()
    {
        IsInDoubt = true;
        await _transaction!.CommitAsync().ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>Undoes a locked transaction, if there is one; afterwards nothing is in doubt.</summary>
    public async Task RollbackAsync()
    {
        if (_transaction is not null)
        {
            await _transaction.RollbackAsync().ConfigureAwait(false);
        }

        await EndAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _group.Dispose();
        _single.Dispose();
        if (_transaction is not null)
        {
            // Lets go of the fence now, not when the pooled connection is used again.
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        IsInDoubt = false;
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
            _transaction = null;
        }
    }

    private void Bind(NpgsqlCommand command, long head, GroupRows rows)
    {
        ((NpgsqlParameter<long>)command.Parameters[0]).TypedValue = head;
        ((NpgsqlParameter<long>)command.Parameters[1]).TypedValue = rows.Ids.Count;
        if (command == _group)
        {
            return; // its parameters are the lists themselves
        }

        ((NpgsqlParameter<Guid>)command.Parameters[2]).TypedValue = rows.Ids[0];
        ((NpgsqlParameter<string>)command.Parameters[3]).TypedValue = rows.EventStreams[0];
        ((NpgsqlParameter<long>)command.Parameters[4]).TypedValue = rows.EventRevisions[0];
        ((NpgsqlParameter<string>)command.Parameters[5]).TypedValue = rows.Types[0];
        ((NpgsqlParameter<ReadOnlyMemory<byte>>)command.Parameters[6]).TypedValue = rows.Payloads[0];
        ((NpgsqlParameter<DateTime>)command.Parameters[7]).TypedValue = rows.Ats[0];
        command.Parameters[8].Value = (object?)rows.TraceParents[0] ?? DBNull.Value;
        command.Parameters[9].Value = rows.Keys.Count == 0 ? DBNull.Value : rows.Keys[0];
        command.Parameters[10].Value = rows.Keys.Count == 0 ? DBNull.Value : rows.Digests[0];
    }

    private static NpgsqlCommand SingleCommand(NpgsqlConnection connection) => new(GroupStatements.Single, connection)
    {
        Parameters =
        {
            new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint },
            new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint },
            new NpgsqlParameter<Guid> { NpgsqlDbType = NpgsqlDbType.Uuid },
            new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Varchar },
            new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint },
            new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Varchar },
            new NpgsqlParameter<ReadOnlyMemory<byte>> { NpgsqlDbType = NpgsqlDbType.Bytea },
            new NpgsqlParameter<DateTime> { NpgsqlDbType = NpgsqlDbType.TimestampTz },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Varchar },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Varchar },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea },
        },
    };

    private static NpgsqlCommand GroupCommand(NpgsqlConnection connection, GroupRows rows)
    {
        var command = new NpgsqlCommand(GroupStatements.Group, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint });
        AddList(rows.Ids, NpgsqlDbType.Uuid);
        AddList(rows.EventStreams, NpgsqlDbType.Varchar);
        AddList(rows.EventRevisions, NpgsqlDbType.Bigint);
        AddList(rows.Types, NpgsqlDbType.Varchar);
        AddList(rows.Payloads, NpgsqlDbType.Bytea);
        AddList(rows.Ats, NpgsqlDbType.TimestampTz);
        AddList(rows.TraceParents, NpgsqlDbType.Varchar);
        AddList(rows.Streams, NpgsqlDbType.Varchar);
        AddList(rows.Revisions, NpgsqlDbType.Bigint);
        AddList(rows.StreamAts, NpgsqlDbType.TimestampTz);
        AddList(rows.Keys, NpgsqlDbType.Varchar);
        AddList(rows.Digests, NpgsqlDbType.Bytea);
        AddList(rows.Firsts, NpgsqlDbType.Bigint);
        AddList(rows.Lasts, NpgsqlDbType.Bigint);
        AddList(rows.KeyAts, NpgsqlDbType.TimestampTz);
        return command;

        void AddList<T>(List<T> values, NpgsqlDbType type) =>
            command.Parameters.Add(
                new NpgsqlParameter<List<T>> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values });
    }
}
