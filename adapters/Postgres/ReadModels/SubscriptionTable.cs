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
                update hub_subscription set acknowledged = greatest(acknowledged, $2), acknowledged_at = $3
                where name = $1
                returning acknowledged
                """);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });
            return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) as long?;
        });
}
