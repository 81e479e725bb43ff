using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Keeps the tables in which records are found: one row a dossier, one an id, one a decision in force.</summary>
/// <param name="codec">Reads the events of the log.</param>
public sealed class RecordProjection(IEventCodec codec) : IPostgresProjection
{
    /// <inheritdoc/>
    public string Name => "records";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables { get; } = ["hub_record", "hub_record_id", "hub_recognition", "hub_firm_name"];

    /// <inheritdoc/>
    public async Task ApplyAsync(
        IReadOnlyList<LoggedEvent> batch, NpgsqlConnection connection, NpgsqlTransaction transaction,
            CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);

        // Decisions first: a row that is written after them has their outcomes from the start, and its indexes are written once.
        using var decisions = new NpgsqlBatch(connection, transaction);
        using var records = new NpgsqlBatch(connection, transaction);
        var decided = new HashSet<string>(StringComparer.Ordinal);
        foreach (var logged in batch)
        {
            if (!DossierId.TryFromStream(logged.Stream, out var dossier))
            {
                continue;
            }

            var happened = codec.DecodeDossier(logged);
            if (happened is DossierEvent.Decided { Decision: var decision })
            {
                WriteDecision(decisions, dossier, decision);
                decided.Add(dossier.ToString());
            }
            else if (happened is DossierEvent.StatementFiled filed)
            {
                Write(records, dossier, filed);
            }
        }

        await decisions.WriteAsync(cancellation).ConfigureAwait(false);
        if (decided.Count > 0)
        {
            records.BatchCommands.Add(new NpgsqlBatchCommand(Outcomes) { Parameters = { Texts(decided) } });
        }

        await records.WriteAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ClearAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(
            $"truncate {string.Join(", ", Tables)}", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static void Write(NpgsqlBatch writes, DossierId dossier, DossierEvent.StatementFiled filed)
    {
        WriteId(writes, dossier, filed.Statement.Record);
        if (filed.Statement.Body is not StatementBody.RecordVersion record)
        {
            return;
        }

        if (filed.Disposition is Disposition.Accepted or Disposition.Held)
        {
            WriteNames(writes, record.Caption.SubjectNames);
            WriteRecord(writes, filed, record);
        }
    }

    private static void WriteId(NpgsqlBatch writes, DossierId dossier, RecordId record) =>
        writes.BatchCommands.Add(new NpgsqlBatchCommand(
        "insert into hub_record_id (record_id, dossier) values ($1, $2) on conflict (record_id) do nothing")
    {
        Parameters = { Text(record.ToString()), Text(dossier.ToString()) },
    });

    private static void WriteNames(NpgsqlBatch writes, IEnumerable<string> names)
    {
        foreach (var form in names.Select(NameForm.Of))
        {
            writes.BatchCommands.Add(new NpgsqlBatchCommand(
                "insert into hub_firm_name (key, form, pairs) values ($1, $2, $3) on conflict (key) do nothing")
            {
                Parameters =
                {
                    new NpgsqlParameter<long> { TypedValue = RecordMarks.Name(form) }, Text(form.Text), Texts(form.Pairs),
                },
            });
        }
    }

    // A version that arrives after a later one changes nothing. What was decided while there was no row is in hub_recognition.
    private static void WriteRecord(NpgsqlBatch writes, DossierEvent.StatementFiled filed, StatementBody.RecordVersion record)
    {
        var statement = filed.Statement;
        writes.BatchCommands.Add(new NpgsqlBatchCommand(
            $"""
            insert into hub_record
              (dossier, record_id, version, kind, jurisdiction, issuer_name, document_number, document_normal,
               subject_names, subjects, decided_on, issuer, violation, industries, water_body, place, known_on, names, marks,
               shown_to, outcomes)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, point($16, $17), $18, $19, $20, $21,
              {OutcomesOf("$1")})
            on conflict (dossier) do update set
              (record_id, version, jurisdiction, issuer_name, document_number, document_normal, subject_names, subjects,
               decided_on, issuer, violation, industries, water_body, place, known_on, names, marks, shown_to) =
              (excluded.record_id, excluded.version, excluded.jurisdiction, excluded.issuer_name, excluded.document_number,
               excluded.document_normal, excluded.subject_names, excluded.subjects, excluded.decided_on, excluded.issuer,
               excluded.violation, excluded.industries, excluded.water_body, excluded.place, excluded.known_on,
               excluded.names, excluded.marks, excluded.shown_to)
            where hub_record.version < excluded.version
            """)
        {
            Parameters =
            {
                Text(statement.Dossier.ToString()),
                Text(statement.Record.ToString()),
                new NpgsqlParameter<int> { TypedValue = record.Version },
                Text(statement.Dossier.Kind.Code()),
                Text(record.Jurisdiction.ToString()),
                Text(statement.Issuer.Name),
                Text(record.Caption.DocumentNumber),
                Text(RecordMarks.Number(record)),
                Texts(record.Caption.SubjectNames),
                Texts(record.Subjects),
                new NpgsqlParameter<DateOnly> { TypedValue = record.Details.DecidedOn },
                Text(statement.Issuer.CreditCode),
                Text(RecordMarks.ViolationOf(record.Details)),
                Texts(record.Topic.Industries),
                Text(record.Topic.WaterBody),
                new NpgsqlParameter<double?> { TypedValue = record.Topic.Place?.Longitude },
                new NpgsqlParameter<double?> { TypedValue = record.Topic.Place?.Latitude },
                new NpgsqlParameter<DateOnly> { TypedValue = CivilDates.Of(filed.ReceivedAt) },
                new NpgsqlParameter<long[]>
                {
                    TypedValue = [.. record.Caption.SubjectNames.Select(NameForm.Of).Select(RecordMarks.Name).Distinct()],
                },
                Texts(RecordMarks.Of(statement, record)),
                new NpgsqlParameter<string[]?> { TypedValue = filed.ShownTo?.Select(party => party.ToString()).ToArray() },
            },
        });
    }

    private static void WriteDecision(NpgsqlBatch writes, DossierId dossier, Decision decision) =>
        writes.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            insert into hub_recognition
              (dossier, receivers, is_group, excepted, recognises, decision, decided_at, outcome, reasons)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (dossier, receivers) do update set
              (excepted, recognises, decision, decided_at, outcome, reasons) =
              (excluded.excepted, excluded.recognises, excluded.decision, excluded.decided_at, excluded.outcome,
               excluded.reasons)
            """)
        {
            Parameters =
            {
                Text(dossier.ToString()),
                Text(decision.For.Key),
                new NpgsqlParameter<bool> { TypedValue = decision.For.Only is null },
                Texts(decision.For.Except.Select(division => division.ToString())),
                new NpgsqlParameter<bool>
                {
                    TypedValue = decision.Assessment.Outcome is Outcome.Recognised or Outcome.RecognisedWithFlag,
                },
                new NpgsqlParameter<byte[]> { TypedValue = DecisionForm.From(decision).ToByteArray() },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = decision.DecidedAt },
                new NpgsqlParameter<int> { TypedValue = (int)decision.Assessment.Outcome },
                Texts(RecordMarks.Reasons(decision)),
            },
        });

    // As RecordMarks writes them: of each decision in force its outcome and its reasons, and every reason for whomever.
    private static string OutcomesOf(string dossier) =>
        $"""
        (select coalesce(array_agg(distinct mark), '{"{}"}') from hub_recognition d, lateral (
          select d.receivers || '=' || d.outcome union all
          select d.receivers || ':' || reason from unnest(d.reasons) reason union all
          select ':' || reason from unnest(d.reasons) reason) marks (mark)
          where d.dossier = {dossier})
        """;

    // Only where it changes something: most rows that were decided on have just been written with it.
    private static readonly string Outcomes =
        $"""
        update hub_record r set outcomes = now.outcomes
        from (select dossier, {OutcomesOf("decided.dossier")}::varchar[] outcomes from unnest($1) decided (dossier)) now
        where r.dossier = now.dossier and r.outcomes is distinct from now.outcomes
        """;

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private static NpgsqlParameter<string[]> Texts(IEnumerable<string> texts) => new() { TypedValue = [.. texts] };
}
