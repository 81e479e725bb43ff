using System.Collections.Immutable;
using ExchangeHub.EventLog;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Named subscriptions in PostgreSQL.</summary>
/// <param name="source">The database, with the schema installed.</param>
public sealed class SubscriptionTable(NpgsqlDataSource source) : ISubscriptions
{
    /// <inheritdoc/>
    public Task<Subscription> OpenAsync(string name, string definition, DateTimeOffset at, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            // The update changes nothing; it makes the row that is there come back.
            using var command = source.CreateCommand(
                """
                insert into hub_subscription (name, definition, acknowledged, created_at) values ($1, $2, 0, $3)
                on conflict (name) do update set name = excluded.name
                returning definition, acknowledged
                """);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = definition });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using var closing = reader.ConfigureAwait(false);
            _ = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            return new Subscription(name, reader.GetString(0), reader.GetInt64(1));
        });

    /// <inheritdoc/>
    public Task<long?> AcknowledgeAsync(string name, long position, DateTimeOffset at, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                """
                with moved as (
                  update hub_subscription set acknowledged = $2, acknowledged_at = $3
                  where name = $1 and acknowledged < $2
                  returning name, acknowledged
                ), noted as (
                  insert into hub_acknowledgement (name, position, at) select name, acknowledged, $3 from moved
                  on conflict do nothing
                )
                select greatest(acknowledged, $2) from hub_subscription where name = $1
                """);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });
            return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) as long?;
        });

    /// <inheritdoc/>
    public Task<ImmutableArray<(Subscription Subscription, DateTimeOffset? StoredAt)>> ReceiptsAsync(
        long position, CancellationToken cancellation) => Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                """
                select name, definition, acknowledged,
                  (select min(at) from hub_acknowledgement noted where noted.name = one.name and noted.position >= $1),
                  acknowledged_at
                from hub_subscription one order by name collate "C"
                """);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using var closing = reader.ConfigureAwait(false);
            var receipts = ImmutableArray.CreateBuilder<(Subscription, DateTimeOffset?)>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                receipts.Add((
                    new Subscription(reader.GetString(0), reader.GetString(1), reader.GetInt64(2))
                    {
                        AcknowledgedAt = await reader.IsDBNullAsync(4, cancellation).ConfigureAwait(false) ? null
                            : reader.GetFieldValue<DateTimeOffset>(4),
                    },
                    await reader.IsDBNullAsync(3, cancellation).ConfigureAwait(false) ? null
                        : reader.GetFieldValue<DateTimeOffset>(3)));
            }

            return receipts.ToImmutable();
        });
}
