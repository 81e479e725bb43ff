using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ExchangeHub.Lists;
using ExchangeHub.Postgres.Projections;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Lists in the table that <see cref="ListProjection"/> keeps, and what was given of them.</summary>
/// <param name="source">The database, with the schema installed.</param>
/// <param name="runner">Keeps the table up to date.</param>
public sealed class CreditLists(NpgsqlDataSource source, ProjectionRunner runner) : ICreditLists
{
    /// <inheritdoc/>
    public async Task<long> WaitForAsync(long position, CancellationToken cancellation)
    {
        await runner.WaitUntilAsync(position, cancellation).ConfigureAwait(false);
        return runner.Status.Position;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ListChange> ReadAsync(
        ListName list, DateOnly asOf, long knownTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(list);
        var connection = await Reading.OrUnavailableAsync(
            () => source.OpenConnectionAsync(cancellation).AsTask()).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand(
            $"""
            select {ListRows.Columns} from (
              select distinct on (dossier) * from hub_list_change
              where list = $1 and position <= $2 and since_on <= $3 and {ListRows.ConcernsFourth}
              order by dossier, position desc) newest
            where $4 = any(parties) and last_on >= $3 order by dossier
            """,
            connection)
        {
            Parameters =
            {
                SubjectRows.Text(list.Code),
                new NpgsqlParameter<long> { TypedValue = knownTo },
                new NpgsqlParameter<DateOnly> { TypedValue = asOf },
                SubjectRows.Text(list.Party.ToString()),
            },
        };
        var reader = await Reading.OrUnavailableAsync(() => command.ExecuteReaderAsync(cancellation)).ConfigureAwait(false);
        await using var closingReader = reader.ConfigureAwait(false);
        while (await Reading.OrUnavailableAsync(() => reader.ReadAsync(cancellation)).ConfigureAwait(false))
        {
            yield return ListRows.Read(reader);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ListChange>> ChangesAsync(
        ListName list, long after, long upTo, int countMax, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(list);
        return AskAsync(
            $"""
            select {ListRows.Columns} from hub_list_change
            where list = $1 and position > $2 and position <= $3 and {ListRows.ConcernsFourth}
            order by position limit $5
            """,
            [
                SubjectRows.Text(list.Code), new NpgsqlParameter<long> { TypedValue = after },
                new NpgsqlParameter<long> { TypedValue = upTo }, SubjectRows.Text(list.Party.ToString()),
                new NpgsqlParameter<int> { TypedValue = countMax },
            ],
            ListRows.Read,
            cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ListChange>> NewestChangesAsync(
        ListName list, long before, int countMax, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(list);
        return AskAsync(
            $"""
            select {ListRows.Columns} from hub_list_change
            where list = $1 and position < $2 and {ListRows.ConcernsFourth}
            order by position desc limit $3
            """,
            [
                SubjectRows.Text(list.Code), new NpgsqlParameter<long> { TypedValue = before },
                new NpgsqlParameter<int> { TypedValue = countMax }, SubjectRows.Text(list.Party.ToString()),
            ],
            ListRows.Read,
            cancellation);
    }

    /// <inheritdoc/>
    public Task KeepAsync(Handover handover, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(handover);
        return Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                """
                insert into hub_list_handover (subscription, is_snapshot, position, signed, given_at) values ($1, $2, $3, $4, $5)
                """);
            command.Parameters.Add(SubjectRows.Text(handover.Subscription));
            command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = handover.IsSnapshot });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = handover.Position });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = handover.Envelope.ToArray() });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = handover.GivenAt.ToUniversalTime() });
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        });
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<Handover>> HandoversAsync(
        string subscription, long afterNumber, int countMax, CancellationToken cancellation) => AskAsync(
        """
        select number, is_snapshot, position, signed, given_at,
          case when is_snapshot then null else
            (select min(at) from hub_acknowledgement noted where noted.name = $1 and noted.position >= given.position) end
        from hub_list_handover given where subscription = $1 and number > $2 order by number limit $3
        """,
        [
            SubjectRows.Text(subscription), new NpgsqlParameter<long> { TypedValue = afterNumber },
            new NpgsqlParameter<int> { TypedValue = countMax },
        ],
        row => new Handover(
            row.GetInt64(0), subscription, row.GetBoolean(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3),
            row.GetFieldValue<DateTimeOffset>(4), row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5)),
        cancellation);

    /// <inheritdoc/>
    public async Task<ImmutableArray<Arrears>> OverdueAsync(DateTimeOffset knownBefore, CancellationToken cancellation)
    {
        // Who subscribed after a withdrawal began with a list on which the entry no longer stood.
        var rows = await AskAsync(
            """
            select s.name, s.definition, s.acknowledged, count(*), min(c.position), min(c.known_at)
            from hub_subscription s join hub_list_change c on c.list = split_part(s.definition, '/', 2)
              and c.position > s.acknowledged and c.known_at < $1 and c.known_at >= s.created_at
              and split_part(s.definition, '/', 3) = any(c.before) and not (split_part(s.definition, '/', 3) = any(c.parties))
            where s.definition like 'list/%'
            group by s.name, s.definition, s.acknowledged order by s.name collate "C"
            """,
            [new NpgsqlParameter<DateTimeOffset> { TypedValue = knownBefore.ToUniversalTime() }],
            row => ListName.Of(row.GetString(1)) is { } list ? new Arrears(
                row.GetString(0), list, row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5))
                : null,
            cancellation).ConfigureAwait(false);
        return [.. rows.OfType<Arrears>()];
    }

    private Task<ImmutableArray<T>> AskAsync<T>(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(sql);
            command.Parameters.AddRange(parameters);
            var found = ImmutableArray.CreateBuilder<T>();
            await SubjectRows.ReadAsync(command, row => found.Add(read(row)), cancellation).ConfigureAwait(false);
            return found.ToImmutable();
        });
}
