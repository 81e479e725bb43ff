using ExchangeHub.EventLog;
using ExchangeHub.Postgres.Projections;
using Npgsql;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// Writes one row for each event into a table that refuses nothing: what is applied twice is there twice, and what is left out is
/// missing.
/// </summary>
internal sealed class CountingProjection(Func<IReadOnlyList<LoggedEvent>, Task>? afterwards = null) : IPostgresProjection
{
    public const string Create = "create table counted (position bigint not null, stream text not null)";

    /// <summary>True when each event up to a position was counted once.</summary>
    public static string IsExact(long head) =>
        $"(select count(*) = {head} and count(distinct position) = {head} and coalesce(max(position), 0) = {head} from counted)";

    public string Name => "counting";

    public IReadOnlyList<string> Tables { get; } = ["counted"];

    public async Task ApplyAsync(
        IReadOnlyList<LoggedEvent> batch,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancellation)
    {
        await using var insert = new NpgsqlCommand(
            "insert into counted (position, stream) select * from unnest($1::bigint[], $2::text[])", connection, transaction);
        insert.Parameters.Add(new() { Value = batch.Select(one => one.Position).ToArray() });
        insert.Parameters.Add(new() { Value = batch.Select(one => one.Stream).ToArray() });
        await insert.ExecuteNonQueryAsync(cancellation);
        await (afterwards?.Invoke(batch) ?? Task.CompletedTask);
    }

    public async Task ClearAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var clear = new NpgsqlCommand("delete from counted", connection, transaction);
        await clear.ExecuteNonQueryAsync(cancellation);
    }
}
