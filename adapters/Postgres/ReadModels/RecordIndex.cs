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
            var search = new RecordSearch(connection, network(), names);
            var found = await search.FindAsync(query, cancellation).ConfigureAwait(false);
            var entries = await ReadEntriesAsync(
                connection, query.Readers, [.. found.Take(query.PageSize)], cancellation).ConfigureAwait(false);
            var inForce = await ReadDecisionsAsync(connection, entries, cancellation).ConfigureAwait(false);
            return new RecordPage([.. entries.Select(entry => entry with { InForce = [.. inForce[entry.Dossier]] })],
                found.Count > query.PageSize, position)
            {
                Total = query.IsCounted ? await search.CountAsync(query, cancellation).ConfigureAwait(false) : null,
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
