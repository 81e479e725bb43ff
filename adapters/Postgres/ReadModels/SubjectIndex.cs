using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Guards;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Finds subjects in the tables that <see cref="SubjectProjection"/> keeps.</summary>
/// <param name="source">The database, with the schema installed.</param>
/// <param name="runner">Keeps the tables up to date.</param>
/// <param name="network">Says to which groups a receiver belongs.</param>
public sealed class SubjectIndex(NpgsqlDataSource source, ProjectionRunner runner, NetworkInForce network) : ISubjectIndex
{
    /// <inheritdoc/>
    public async Task<long> WaitForAsync(long position, CancellationToken cancellation)
    {
        await runner.WaitUntilAsync(position, cancellation).ConfigureAwait(false);
        return runner.Status.Position;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<DossierId>> FindAsync(
        string subject, IEnumerable<RecordKind> kinds, DateOnly firstOn, DateOnly lastOn, CancellationToken cancellation) =>
        ListAsync(
            """
            select dossier from hub_subject_record
            where subject = $1 and kind = any($2) and decided_to >= $3 and decided_from <= $4 order by dossier
            """,
            [
                SubjectRows.Text(subject),
                new NpgsqlParameter<string[]> { TypedValue = [.. kinds.Select(kind => kind.Code())] },
                new NpgsqlParameter<DateOnly> { TypedValue = firstOn },
                new NpgsqlParameter<DateOnly> { TypedValue = lastOn },
            ],
            row => Form.Dossier(row.GetString(0)),
            cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<RecordCursor>> NamingAsync(
        string subject, IEnumerable<RecordKind> kinds, DateOnly? lastOn, RecordCursor? after, int countMax,
        CancellationToken cancellation) => ListAsync(
            """
            select decided_to, dossier from hub_subject_record
            where subject = $1 and kind = any($2) and decided_from <= $3
              and (decided_to < $4 or (decided_to = $4 and dossier > $5))
            order by decided_to desc, dossier limit $6
            """,
            [
                SubjectRows.Text(subject),
                new NpgsqlParameter<string[]> { TypedValue = [.. kinds.Select(kind => kind.Code())] },
                new NpgsqlParameter<DateOnly> { TypedValue = lastOn ?? DateOnly.MaxValue },
                new NpgsqlParameter<DateOnly> { TypedValue = after?.DecidedOn ?? DateOnly.MaxValue },
                SubjectRows.Text(after?.Dossier.ToString() ?? ""),
                new NpgsqlParameter<int> { TypedValue = countMax },
            ],
            row => new RecordCursor(row.GetFieldValue<DateOnly>(0), Form.Dossier(row.GetString(1))),
            cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<GuardedRecord>> RecordsAsync(string subject, CancellationToken cancellation) => ListAsync(
        "select dossier, guarded from hub_subject_record where subject = $1 and guarded is not null order by dossier",
        [SubjectRows.Text(subject)],
        row => SubjectRows.ReadGuarded(row, 0, 1),
        cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<NoticeEntry>> NoticesAsync(NoticeQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var conditions = new List<string> { "(position, ordinal) > ($1, $2)" };
        var parameters = new List<NpgsqlParameter>
        {
            new NpgsqlParameter<long> { TypedValue = query.After?.Position ?? 0 },
            new NpgsqlParameter<int> { TypedValue = query.After?.Ordinal ?? -1 },
            new NpgsqlParameter<int> { TypedValue = query.PageSize },
        };
        if (query.Subject is { } subject)
        {
            parameters.Add(SubjectRows.Text(subject));
            conditions.Add($"subject = ${parameters.Count}");
        }

        if (query.Receiver is { } receiver)
        {
            var groups = network().Agreement.RuleSets.Select(rules => rules.GroupOf(receiver)?.Name).OfType<string>()
                .Append(receiver.ToString()).Distinct().ToArray();
            parameters.Add(new NpgsqlParameter<string[]> { TypedValue = groups });
            conditions.Add($"receivers = any(${parameters.Count})");
        }

        return ListAsync(
            $"""
            select {SubjectRows.NoticeColumns} from hub_notice where {string.Join(" and ", conditions)}
            order by position, ordinal limit $3
            """,
            parameters,
            SubjectRows.ReadNotice,
            cancellation);
    }

    private Task<ImmutableArray<T>> ListAsync<T>(
        string sql, IEnumerable<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(sql);
            command.Parameters.AddRange(parameters.ToArray());
            var rows = ImmutableArray.CreateBuilder<T>();
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using var closing = reader.ConfigureAwait(false);
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }

            return rows.ToImmutable();
        });
}
