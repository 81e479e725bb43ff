using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>What was turned away at the door, in PostgreSQL.</summary>
/// <param name="source">The database, with the schema installed.</param>
public sealed class QuarantineTable(NpgsqlDataSource source) : IQuarantine
{
    // Whoever sends rubbish all day fills this much and no more: then only what is known of a statement is kept.
    private const long BytesMax = 1L << 30;

    /// <inheritdoc/>
    public Task PutAsync(QuarantinedStatement entry, Envelope? content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                """
                with gone as (delete from hub_quarantine where kept_until < $5 and digest <> $1),
                room as (select pg_total_relation_size('hub_quarantine') < $10 as is_left)
                insert into hub_quarantine
                  (digest, codes, fields, key_id, received_at, kept_until, payload, signature, timestamp_token)
                select $1, $2, $3, $4, $5, $6,
                  case when is_left then $7 end, case when is_left then $8 end, case when is_left then $9 end
                from room
                on conflict (digest) do update set
                  codes = excluded.codes, fields = excluded.fields, key_id = excluded.key_id,
                  received_at = excluded.received_at, kept_until = excluded.kept_until, payload = excluded.payload,
                  signature = excluded.signature, timestamp_token = excluded.timestamp_token
                """);
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = [.. entry.Statement.ToBytes()] });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. entry.Codes] });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. entry.Fields] });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = KeyOf(content) });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = entry.ReceivedAt.ToUniversalTime() });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = entry.KeptUntil.ToUniversalTime() });
            command.Parameters.Add(new NpgsqlParameter<byte[]?> { TypedValue = content?.Payload.ToArray() });
            command.Parameters.Add(new NpgsqlParameter<byte[]?> { TypedValue = content?.Signature.ToArray() });
            command.Parameters.Add(new NpgsqlParameter<byte[]?> { TypedValue = content?.TimestampToken.ToArray() });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = BytesMax });
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        });
    }

    /// <inheritdoc/>
    public Task<QuarantinedStatement?> FindAsync(Digest statement, DateTimeOffset at, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                """
                select codes, fields, received_at, kept_until, payload is not null
                from hub_quarantine where digest = $1 and kept_until >= $2
                """);
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = [.. statement.ToBytes()] });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using var closing = reader.ConfigureAwait(false);
            return await reader.ReadAsync(cancellation).ConfigureAwait(false)
                ? new QuarantinedStatement(
                    statement,
                    [.. reader.GetFieldValue<string[]>(0)],
                    [.. reader.GetFieldValue<string[]>(1)],
                    reader.GetFieldValue<DateTimeOffset>(2),
                    reader.GetFieldValue<DateTimeOffset>(3),
                    reader.GetBoolean(4))
                : null;
        });

    // Anything may stand there; the store cannot hold a null character.
    private static string KeyOf(Envelope? content) =>
        content is { KeyId: { Length: 16 } id } && id.All(char.IsAsciiHexDigit) ? id : "";
}
