using System.Collections.Immutable;
using ExchangeHub.EventLog;
using Npgsql;
using NpgsqlTypes;

namespace ExchangeHub.Postgres.Reads;

/// <summary>Reads events, and makes sure that none is missing between two of them.</summary>
internal sealed class LogReader(NpgsqlDataSource source)
{
    // A read of large events ends early rather than hold ten thousand of them in memory.
    private const long BytesMax = 32 * 1024 * 1024;

    // What an event is taken to weigh before one has been seen.
    private const long MeanBytesFirst = 32 * 1024;

    private const string Columns =
        "select seq_id, stream_id, version, id, type, bdata, timestamp, headers ->> 'traceparent' from mt_events";

    private const string ByPosition = $"{Columns} where seq_id > $1 order by seq_id limit $2";

    private const string ByRevision =
        $"{Columns} where tenant_id = '*DEFAULT*' and stream_id = $1 and version > $2 order by version";

    private const string ByStreams =
        $"{Columns} where tenant_id = '*DEFAULT*' and stream_id = any($1) order by stream_id, version";

    private const string Revisions =
        """
        select asked.id, coalesce((select max(version) from mt_events
          where tenant_id = '*DEFAULT*' and stream_id = asked.id), 0)
        from unnest($1) as asked (id)
        """;

    private long _meanBytes = MeanBytesFirst;

    /// <summary>Reads the log; fewer events than asked for when they are large.</summary>
    public async Task<ImmutableArray<LoggedEvent>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation)
    {
        var events = ImmutableArray.CreateBuilder<LoggedEvent>();
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand(ByPosition, connection);
        var after = new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint };
        var limit = new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint };
        command.Parameters.Add(after);
        command.Parameters.Add(limit);
        await command.PrepareAsync(cancellation).ConfigureAwait(false);

        var bytes = 0L;
        while (true)
        {
            var known = events.Count;
            after.TypedValue = afterPosition + known;
            limit.TypedValue = Math.Min(countMax - known, Math.Max(1, (BytesMax - bytes) / Interlocked.Read(ref _meanBytes)));
            bytes += await FillAsync(command, events, cancellation).ConfigureAwait(false);
            for (var i = known; i < events.Count; i++)
            {
                CheckNext("the log", events[i].Position, afterPosition + i + 1);
            }

            if (events.Count - known > 0)
            {
                Interlocked.Exchange(ref _meanBytes, Math.Max(1, bytes / events.Count));
            }

            if (events.Count - known < limit.TypedValue || events.Count == countMax || bytes >= BytesMax)
            {
                return events.DrainToImmutable();
            }
        }
    }

    /// <summary>Reads a stream.</summary>
    public async Task<ImmutableArray<LoggedEvent>> ReadStreamAsync(
        string stream, long afterRevision, CancellationToken cancellation)
    {
        var events = ImmutableArray.CreateBuilder<LoggedEvent>();
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand(ByRevision, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Varchar, TypedValue = stream });
        command.Parameters.Add(new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint, TypedValue = afterRevision });
        await command.PrepareAsync(cancellation).ConfigureAwait(false);
        await FillAsync(command, events, cancellation).ConfigureAwait(false);
        for (var i = 0; i < events.Count; i++)
        {
            CheckNext($"stream '{stream}'", events[i].Revision, afterRevision + i + 1);
        }

        return events.DrainToImmutable();
    }

    /// <summary>Reads several streams.</summary>
    public async Task<IReadOnlyDictionary<string, ImmutableArray<LoggedEvent>>> ReadStreamsAsync(
        IReadOnlyCollection<string> streams, CancellationToken cancellation)
    {
        var events = ImmutableArray.CreateBuilder<LoggedEvent>();
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand(ByStreams, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            NpgsqlDbType = NpgsqlDbType.Varchar | NpgsqlDbType.Array, TypedValue = [.. streams],
        });
        await FillAsync(command, events, cancellation).ConfigureAwait(false);
        var read = events.GroupBy(logged => logged.Stream, StringComparer.Ordinal)
            .ToDictionary(stream => stream.Key, stream => stream.ToImmutableArray(), StringComparer.Ordinal);
        foreach (var (stream, own) in read)
        {
            for (var i = 0; i < own.Length; i++)
            {
                CheckNext($"stream '{stream}'", own[i].Revision, i + 1);
            }
        }

        foreach (var missing in streams.Where(stream => !read.ContainsKey(stream)))
        {
            read[missing] = [];
        }

        return read;
    }

    /// <summary>Reads how many events streams hold.</summary>
    public async Task<IReadOnlyDictionary<string, long>> RevisionsAsync(
        IReadOnlyCollection<string> streams, CancellationToken cancellation)
    {
        using var command = source.CreateCommand(Revisions);
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            NpgsqlDbType = NpgsqlDbType.Varchar | NpgsqlDbType.Array, TypedValue = [.. streams],
        });
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var revisions = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            revisions[reader.GetString(0)] = reader.GetInt64(1);
        }

        return revisions;
    }

    /// <summary>Reads the append that used a key.</summary>
    public async Task<AppendOutcome.Repeated?> FindRequestAsync(string name, CancellationToken cancellation)
    {
        using var command = source.CreateCommand(RequestRow.Select);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [name] });
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellation).ConfigureAwait(false) ? RequestRow.Read(reader) : null;
    }

    // Returns the bytes of payload read.
    private static async Task<long> FillAsync(
        NpgsqlCommand command, ImmutableArray<LoggedEvent>.Builder events, CancellationToken cancellation)
    {
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var bytes = 0L;
        var (stream, type) = ("", "");
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var payload = reader.IsDBNull(5) ? [] : reader.GetFieldValue<byte[]>(5);
            bytes += payload.Length;
            stream = reader.GetString(1) is var s && s == stream ? stream : s;
            type = reader.GetString(4) is var t && t == type ? type : t;
            events.Add(new(
                reader.GetInt64(0),
                stream,
                reader.GetInt64(2),
                reader.GetGuid(3),
                type,
                payload,
                reader.GetFieldValue<DateTimeOffset>(6),
                reader.IsDBNull(7) ? null : reader.GetString(7)));
        }

        return bytes;
    }

    private static void CheckNext(string where, long found, long expected)
    {
        if (found != expected)
        {
            throw new InvalidDataException(
                $"Between {expected - 1} and {found} events are missing in {where}. Rows of mt_events were removed, or another "
                + "program has written there. Nothing is read past this point; restore the database.");
        }
    }
}
