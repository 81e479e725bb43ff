using System.Runtime.CompilerServices;
using ExchangeHub.History;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Records;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>What the log says of subjects, in the tables that <see cref="StateProjection"/> keeps.</summary>
/// <param name="source">The database, with the schema installed.</param>
/// <param name="runner">Keeps the tables up to date.</param>
public sealed class StateTable(NpgsqlDataSource source, ProjectionRunner runner) : IStateIndex
{
    /// <inheritdoc/>
    public Task WaitForAsync(long position, CancellationToken cancellation) => runner.WaitUntilAsync(position, cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StateRow> ReadAsync(
        RecordKind kind, string? subject, long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var connection = await Reading.OrUnavailableAsync(
            () => source.OpenConnectionAsync(cancellation).AsTask()).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand(Text(subject), connection)
        {
            Parameters = { SubjectRows.Text(kind.Code()), new NpgsqlParameter<long> { TypedValue = upTo } },
        };
        if (subject is not null)
        {
            _ = command.Parameters.Add(SubjectRows.Text(subject));
        }

        var reader = await Reading.OrUnavailableAsync(() => command.ExecuteReaderAsync(cancellation)).ConfigureAwait(false);
        await using var closingReader = reader.ConfigureAwait(false);
        while (await Reading.OrUnavailableAsync(() => reader.ReadAsync(cancellation)).ConfigureAwait(false))
        {
            yield return new StateRow(
                reader.GetString(0), Form.Dossier(reader.GetString(1)), reader.GetInt64(2),
                [.. reader.GetFieldValue<long[]>(3)]);
        }
    }

    /// <inheritdoc/>
    public Task<bool> HasChangedAsync(RecordKind kind, long after, long upTo, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                "select exists (select from hub_state_event where kind = $1 and position > $2 and position <= $3)");
            _ = command.Parameters.Add(SubjectRows.Text(kind.Code()));
            _ = command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
            _ = command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
            return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is true;
        });

    /// <inheritdoc/>
    public Task<LoggedRoot?> FindRootAsync(RecordKind kind, long upTo, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                """
                select position, revision, at, stored from hub_state_root where kind = $1 and position <= $2
                order by position desc limit 1
                """);
            _ = command.Parameters.Add(SubjectRows.Text(kind.Code()));
            _ = command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
            var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using var closing = row.ConfigureAwait(false);
            return await row.ReadAsync(cancellation).ConfigureAwait(false)
                && StateRoot.TryParse(row.GetFieldValue<byte[]>(3), out var root)
                    ? new LoggedRoot(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2), root)
                    : null;
        });

    private static string Text(string? subject) =>
        $"""
        select named.subject, named.dossier, coalesce(max(said.position) filter (where said.receivers = ''), 0),
          coalesce(array_agg(said.position order by said.position) filter (where said.receivers <> ''), array[]::bigint[])
        from hub_state_subject named join (
          select dossier, receivers, max(position) as position from hub_state_event
          where kind = $1 and position <= $2 {(subject is null ? "" : "and dossier in ("
              + "select dossier from hub_state_subject where kind = $1 and subject = $3)")}
          group by dossier, receivers) said using (dossier)
        where named.kind = $1 and named.since <= $2 {(subject is null ? "" : "and named.subject = $3")}
        group by named.subject, named.dossier order by named.subject, named.dossier
        """;
}
