using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Finds records in the tables that <see cref="RecordProjection"/> keeps.</summary>
/// <param name="source">The database, with the schema installed.</param>
/// <param name="runner">Keeps the tables up to date.</param>
/// <param name="network">Says to which group a receiver belongs.</param>
/// <param name="shown">Reads what was found.</param>
public sealed class RecordIndex(
    NpgsqlDataSource source, ProjectionRunner runner, NetworkInForce network, ShownRows shown) : IRecordIndex
{
    private const int NewestMax = 8_000;

    private const string Columns =
        """
        r.dossier, r.record_id, r.version, r.jurisdiction, r.issuer_name, r.document_number, r.subject_names, r.subjects,
        r.decided_on, r.issuer, r.violation, r.industries, r.water_body, r.place[0], r.place[1], r.known_on
        """;

    /// <inheritdoc/>
    public async Task<long> WaitForAsync(long position, CancellationToken cancellation)
    {
        await runner.WaitUntilAsync(position, cancellation).ConfigureAwait(false);
        return runner.Status.Position;
    }

    /// <inheritdoc/>
    public Task<DossierId?> FindDossierAsync(RecordId record, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
    {
        using var command = source.CreateCommand("select dossier from hub_record_id where record_id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = record.ToString() });
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is string text ? Form.Dossier(text)
            : (DossierId?)null;
    });

    /// <inheritdoc/>
    public Task<RecordPage> FindAsync(RecordQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Reading.OrUnavailableAsync(async () =>
        {
            var position = runner.Status.Position;
            var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            var names = query.SubjectName is { } name
                ? await FirmNames.FindAsync(connection, NameForm.Of(name), cancellation).ConfigureAwait(false) : null;
            var found = await FindAsync(connection, query, names, cancellation).ConfigureAwait(false);
            var entries = await ReadEntriesAsync(
                connection, query.Readers, [.. found.Take(query.PageSize)], cancellation).ConfigureAwait(false);
            var inForce = await ReadDecisionsAsync(connection, entries, cancellation).ConfigureAwait(false);
            return new RecordPage([.. entries.Select(entry => entry with { InForce = [.. inForce[entry.Dossier]] })],
                found.Count > query.PageSize, position)
            {
                Total = query.IsCounted ? await CountAsync(connection, query, names, cancellation).ConfigureAwait(false) : null,
            };
        });
    }

    /// <inheritdoc/>
    public Task<DecisionCounts> CountAsync(
        DateOnly first, DateOnly last, RecordKind? kind, ImmutableArray<Jurisdiction> readers, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            var position = runner.Status.Position;
            using var command = DecisionTally.Command(source, network(), (first, last), kind, readers);
            var counts = ImmutableArray.CreateBuilder<DecisionCount>();
            await SubjectRows.ReadAsync(command, row => counts.Add(DecisionTally.Read(row)), cancellation).ConfigureAwait(false);
            return new DecisionCounts(counts.ToImmutable(), position);
        });

    // First among the newest, where what many records have is soon found; then, if an index can, by the index, where little is
    // left to be put into order. Neither alone is quick for both, and the planner cannot know that two conditions exclude each
    // other. What is dear to ask of a record is asked in that order until there are enough.
    private async Task<List<string>> FindAsync(
        NpgsqlConnection connection, RecordQuery query, long[]? names, CancellationToken cancellation)
    {
        if (names is [])
        {
            return [];
        }

        var conditions = new RecordConditions(query, network(), names);
        var limit = conditions.Next(query.PageSize + 1);
        if (conditions.IsNarrow)
        {
            var newest = await ReadAsync(
                conditions.Command(
                    connection,
                    $"""
                    select dossier from
                      (select * from hub_record r where {conditions.Days} order by decided_on desc, dossier limit {NewestMax}) r
                    where {conditions.Walked} and {conditions.Exact} order by decided_on desc, dossier limit {limit}
                    """),
                cancellation).ConfigureAwait(false);
            if (newest.Count > query.PageSize)
            {
                return newest;
            }
        }

        return await ReadAsync(
            conditions.Command(
                connection,
                conditions.IsNarrow
                    ? $"""
                    with found as materialized (
                      select dossier, decided_on from hub_record r where {conditions.Days} and {conditions.Indexed})
                    select dossier from (select * from found order by decided_on desc, dossier) r
                    where {conditions.Exact} order by decided_on desc, dossier limit {limit}
                    """
                    : $"""
                    select dossier from hub_record r
                    where {conditions.Days} and {conditions.Indexed} and {conditions.Exact}
                    order by decided_on desc, dossier limit {limit}
                    """),
            cancellation).ConfigureAwait(false);
    }

    private async Task<int> CountAsync(
        NpgsqlConnection connection, RecordQuery query, long[]? names, CancellationToken cancellation)
    {
        if (names is [])
        {
            return 0;
        }

        var conditions = new RecordConditions(query with { After = null }, network(), names);
        var limit = conditions.Next(RecordQuery.CountMax + 1);
        using var command = conditions.Command(
            connection,
            $"""
            select count(*)::integer from
              (select from hub_record r where {conditions.Days} and {conditions.Indexed} and {conditions.Exact}
              limit {limit}) found
            """);
        return (int)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    private static async Task<List<string>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        using (command)
        {
            var dossiers = new List<string>();
            await SubjectRows.ReadAsync(command, row => dossiers.Add(row.GetString(0)), cancellation).ConfigureAwait(false);
            return dossiers;
        }
    }

    private async Task<List<RecordEntry>> ReadEntriesAsync(
        NpgsqlConnection connection, ImmutableArray<Jurisdiction> readers, string[] dossiers, CancellationToken cancellation)
    {
        var entries = new List<RecordEntry>(dossiers.Length);
        if (dossiers.Length > 0)
        {
            await shown.ReadAsync(
                connection,
                readers,
                new NpgsqlBatchCommand(
                    $"select {Columns} from hub_record r where dossier = any($1) order by decided_on desc, dossier")
                {
                    Parameters = { new NpgsqlParameter<string[]> { TypedValue = dossiers } },
                },
                row => entries.Add(ToEntry(row)),
                cancellation).ConfigureAwait(false);
        }

        return entries;
    }

    private static RecordEntry ToEntry(NpgsqlDataReader row) => new(
        Form.Dossier(row.GetString(0)),
        Form.Record(row.GetString(1)),
        row.GetInt32(2),
        Form.Division(row.GetString(3)),
        row.GetString(4),
        new RecordCaption(row.GetString(5), [.. row.GetFieldValue<string[]>(6)]),
        [.. row.GetFieldValue<string[]>(7)],
        row.GetFieldValue<DateOnly>(8),
        [])
    {
        Issuer = row.GetString(9),
        Violation = row.GetString(10),
        Topic = new RecordTopic(
            [.. row.GetFieldValue<string[]>(11)],
            row.GetString(12),
            row.IsDBNull(13) ? null : new GeoPoint(row.GetDouble(14), row.GetDouble(13))),
        KnownOn = row.GetFieldValue<DateOnly>(15),
    };

    private static async Task<ILookup<DossierId, Decision>> ReadDecisionsAsync(
        NpgsqlConnection connection, List<RecordEntry> entries, CancellationToken cancellation)
    {
        using var command =
            new NpgsqlCommand("select dossier, decision, decided_at from hub_recognition where dossier = any($1)", connection);
        command.Parameters.Add(
            new NpgsqlParameter<string[]> { TypedValue = [.. entries.Select(entry => entry.Dossier.ToString())] });
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var decisions = new List<(DossierId Dossier, Decision Decision)>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            decisions.Add((
                Form.Dossier(reader.GetString(0)),
                DecisionForm.Read(StoredDecided.Parser.ParseFrom(reader.GetFieldValue<byte[]>(1)),
                    reader.GetFieldValue<DateTimeOffset>(2))));
        }

        return decisions.OrderBy(entry => entry.Decision.Number).ToLookup(entry => entry.Dossier, entry => entry.Decision);
    }
}
