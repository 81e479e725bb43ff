using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace ExchangeHub.Benchmarks.Log;

/// <summary>The rows of an append, written by other means than the log's.</summary>
internal static class Rows
{
    private const string Stream = "insert into mt_streams (id, version) values ($1, 1)";

    private const string Event =
        "insert into mt_events (seq_id, id, stream_id, version, data, bdata, type, timestamp) values ($1, $2, $3, 1, '{}', $4, "
            + "'bench.v1', now())";

    /// <summary>One record in one transaction of its own, statements prepared and sent together.</summary>
    public static async Task InsertOneAsync(NpgsqlDataSource source, byte[] payload, long number)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Stream) { Parameters = { Text(Name(number)) } },
                new NpgsqlBatchCommand(Event)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<long> { TypedValue = number },
                        new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() },
                        Text(Name(number)),
                        new NpgsqlParameter<byte[]> { TypedValue = payload },
                    },
                },
            },
        };
        await batch.PrepareAsync();
        _ = await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    /// <summary>Many records in one statement for each table.</summary>
    public static async Task InsertManyAsync(NpgsqlDataSource source, byte[] payload, long last, int count)
    {
        var numbers = Enumerable.Range(0, count).Select(index => last - index).ToArray();
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("insert into mt_streams (id, version) select unnest($1::varchar[]), 1")
                {
                    Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. numbers.Select(Name)] } },
                },
                new NpgsqlBatchCommand(
                    """
                    insert into mt_events (seq_id, id, stream_id, version, data, bdata, type, timestamp)
                    select n, i, s, 1, '{}', b, 'bench.v1', now()
                    from unnest($1::bigint[], $2::uuid[], $3::varchar[], $4::bytea[]) as t(n, i, s, b)
                    """)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<long[]> { TypedValue = numbers },
                        new NpgsqlParameter<Guid[]> { TypedValue = [.. numbers.Select(_ => Guid.CreateVersion7())] },
                        new NpgsqlParameter<string[]> { TypedValue = [.. numbers.Select(Name)] },
                        new NpgsqlParameter<byte[][]> { TypedValue = [.. numbers.Select(_ => payload)] },
                    },
                },
            },
        };
        _ = await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    /// <summary>Many records by binary COPY into each table.</summary>
    public static async Task CopyAsync(NpgsqlDataSource source, byte[] payload, long last, int count)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var streams =
            await connection.BeginBinaryImportAsync("copy mt_streams (id, version) from stdin (format binary)"))
        {
            for (var number = last - count + 1; number <= last; number++)
            {
                await streams.StartRowAsync();
                await streams.WriteAsync(Name(number), NpgsqlDbType.Varchar);
                await streams.WriteAsync(1L, NpgsqlDbType.Bigint);
            }

            _ = await streams.CompleteAsync();
        }

        await using (var events = await connection.BeginBinaryImportAsync(
            "copy mt_events (seq_id, id, stream_id, version, data, bdata, type, timestamp) from stdin (format binary)"))
        {
            for (var number = last - count + 1; number <= last; number++)
            {
                await events.StartRowAsync();
                await events.WriteAsync(number, NpgsqlDbType.Bigint);
                await events.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
                await events.WriteAsync(Name(number), NpgsqlDbType.Varchar);
                await events.WriteAsync(1L, NpgsqlDbType.Bigint);
                await events.WriteAsync("{}", NpgsqlDbType.Jsonb);
                await events.WriteAsync(payload, NpgsqlDbType.Bytea);
                await events.WriteAsync("bench.v1", NpgsqlDbType.Varchar);
                await events.WriteAsync(DateTimeOffset.UnixEpoch, NpgsqlDbType.TimestampTz);
            }

            _ = await events.CompleteAsync();
        }

        await transaction.CommitAsync();
    }

    /// <summary>A page of the log, every column read as the log reads it, nothing made of it.</summary>
    public static async Task<(long Last, int Count)> PageAsync(NpgsqlDataSource source, long after, int countMax)
    {
        await using var command = source.CreateCommand(
            "select seq_id, stream_id, version, id, type, bdata, timestamp, headers from mt_events where seq_id > $1 order by "
                + "seq_id limit $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = countMax });
        await using var reader = await command.ExecuteReaderAsync();
        var (last, count) = (after, 0);
        while (await reader.ReadAsync())
        {
            last = reader.GetInt64(0);
            _ = (reader.GetString(1), reader.GetInt64(2), reader.GetGuid(3), reader.GetString(4),
                reader.GetFieldValue<byte[]>(5), reader.GetFieldValue<DateTimeOffset>(6));
            count++;
        }

        return (last, count);
    }

    private static string Name(long number) => string.Create(CultureInfo.InvariantCulture, $"bench-{number}");

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };
}
