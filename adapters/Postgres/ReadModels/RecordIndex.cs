using System.Globalization;
using System.Text;
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
public sealed class RecordIndex(NpgsqlDataSource source, ProjectionRunner runner, NetworkInForce network) : IRecordIndex
{
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
            var entries = await ReadEntriesAsync(connection, query, cancellation).ConfigureAwait(false);
            var hasMore = entries.Count > query.PageSize;
            var shown = entries.Take(query.PageSize).ToList();
            var inForce = await ReadDecisionsAsync(connection, shown, cancellation).ConfigureAwait(false);
            return new RecordPage([.. shown.Select(entry => entry with { InForce = [.. inForce[entry.Dossier]] })], hasMore,
                position);
        });
    }

    private async Task<List<RecordEntry>> ReadEntriesAsync(NpgsqlConnection connection, RecordQuery query,
        CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand { Connection = connection };
        command.CommandText = $"""
            select dossier, record_id, version, jurisdiction, issuer_name, document_number, subject_names, subjects, decided_on
            from hub_record r where {Conditions(command, query)}
            order by decided_on desc, dossier limit {Next(command, query.PageSize + 1)}
            """;
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var entries = new List<RecordEntry>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            entries.Add(new RecordEntry(
                Form.Dossier(reader.GetString(0)),
                Form.Record(reader.GetString(1)),
                reader.GetInt32(2),
                Form.Division(reader.GetString(3)),
                reader.GetString(4),
                new RecordCaption(reader.GetString(5), [.. reader.GetFieldValue<string[]>(6)]),
                [.. reader.GetFieldValue<string[]>(7)],
                reader.GetFieldValue<DateOnly>(8),
                []));
        }

        return entries;
    }

    // Every value is a parameter; the text of the statement depends only on which conditions there are.
    private string Conditions(NpgsqlCommand command, RecordQuery query)
    {
        var conditions = new List<string> { "true" };
        void Add(string sql, params object[] values) =>
            conditions.Add(
                string.Format(CultureInfo.InvariantCulture, sql, [.. values.Select(value => (object)Next(command, value))]));

        if (query.Kind is { } kind)
        {
            Add("kind = {0}", kind.Code());
        }

        if (query.Jurisdiction is { } jurisdiction)
        {
            Add("jurisdiction = {0}", jurisdiction.ToString());
        }

        if (query.Subject is { } subject)
        {
            Add("subjects @> array[{0}]::varchar[]", subject);
        }

        if (query.SubjectName is { } name)
        {
            Add("exists (select from unnest(subject_names) n where n like {0} escape '!')", $"%{Escaped(name)}%");
        }

        if (query.DocumentNumber is { } number)
        {
            Add("document_normal = {0}", number);
        }

        if (query.DecidedFrom is { } from)
        {
            Add("decided_on >= {0}", from);
        }

        if (query.DecidedTo is { } to)
        {
            Add("decided_on <= {0}", to);
        }

        if (query.RecognisedBy is { } receiver)
        {
            // A receiver's own decision goes before that of its group.
            var groups = network().Agreement.RuleSets.Select(rules => rules.GroupOf(receiver)?.Name).OfType<string>().Distinct()
                .ToArray();
            Add(
                """
                exists (select from hub_recognition d where d.dossier = r.dossier and d.recognises and (
                  d.receivers = {0} or (d.is_group and d.receivers = any({1}) and not ({0} = any(d.excepted))
                  and not exists (select from hub_recognition o where o.dossier = r.dossier and o.receivers = {0}))))
                """,
                receiver.ToString(),
                groups);
        }

        if (query.After is { } after)
        {
            Add("(decided_on < {0} or (decided_on = {0} and dossier > {1}))", after.DecidedOn, after.Dossier.ToString());
        }

        return string.Join(" and ", conditions);
    }

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

    private static string Next(NpgsqlCommand command, object value)
    {
        _ = command.Parameters.Add(new NpgsqlParameter { Value = value });
        return $"${command.Parameters.Count}";
    }

    private static string Escaped(string text) =>
        new StringBuilder(text).Replace("!", "!!").Replace("%", "!%").Replace("_", "!_").ToString();
}
