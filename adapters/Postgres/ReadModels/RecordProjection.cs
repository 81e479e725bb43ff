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
    public async Task ApplyAsync(
        IReadOnlyList<LoggedEvent> batch, NpgsqlConnection connection, NpgsqlTransaction transaction,
            CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var writes = new NpgsqlBatch(connection, transaction);
        foreach (var logged in batch)
        {
            if (DossierId.TryFromStream(logged.Stream, out var dossier))
            {
                Write(writes, dossier, codec.DecodeDossier(logged));
            }
        }

        if (writes.BatchCommands.Count > 0)
        {
            await writes.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task ClearAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand("truncate hub_record, hub_record_id, hub_recognition", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static void Write(NpgsqlBatch writes, DossierId dossier, DossierEvent happened)
    {
        switch (happened)
        {
            case DossierEvent.StatementFiled { Statement: { Body: StatementBody.RecordVersion record } statement } filed:
                WriteId(writes, dossier, statement.Record);
                if (filed.ShownTo is not null)
                {
                    Hide(writes, dossier);
                }
                else if (filed.Disposition is Disposition.Accepted or Disposition.Held)
                {
                    WriteRecord(writes, statement, record);
                }

                break;
            case DossierEvent.StatementFiled filed:
                WriteId(writes, dossier, filed.Statement.Record);
                break;
            case DossierEvent.Decided decided:
                WriteDecision(writes, dossier, decided.Decision);
                break;
        }
    }

    // Who searches is not known here: what not everybody may see is not found, only asked for by its name.
    private static void Hide(NpgsqlBatch writes, DossierId dossier) =>
        writes.BatchCommands.Add(new NpgsqlBatchCommand("delete from hub_record where dossier = $1")
        {
            Parameters = { Text(dossier.ToString()) },
        });

    private static void WriteId(NpgsqlBatch writes, DossierId dossier, RecordId record) =>
        writes.BatchCommands.Add(new NpgsqlBatchCommand(
        "insert into hub_record_id (record_id, dossier) values ($1, $2) on conflict (record_id) do nothing")
    {
        Parameters = { Text(record.ToString()), Text(dossier.ToString()) },
    });

    // A version that arrives after a later one changes nothing.
    private static void WriteRecord(NpgsqlBatch writes, Statement statement, StatementBody.RecordVersion record) =>
        writes.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            insert into hub_record
              (dossier, record_id, version, kind, jurisdiction, issuer_name, document_number, document_normal,
               subject_names, subjects, decided_on)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict (dossier) do update set
              (record_id, version, jurisdiction, issuer_name, document_number, document_normal,
               subject_names, subjects, decided_on) =
              (excluded.record_id, excluded.version, excluded.jurisdiction, excluded.issuer_name, excluded.document_number,
               excluded.document_normal, excluded.subject_names, excluded.subjects, excluded.decided_on)
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
                Text(DocumentNumber.TryParse(record.Caption.DocumentNumber, out var number) ? number.Normalised : ""),
                Texts(record.Caption.SubjectNames),
                Texts(record.Subjects),
                new NpgsqlParameter<DateOnly> { TypedValue = record.Details.DecidedOn },
            },
        });

    private static void WriteDecision(NpgsqlBatch writes, DossierId dossier, Decision decision) =>
        writes.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            insert into hub_recognition (dossier, receivers, is_group, excepted, recognises, decision, decided_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (dossier, receivers) do update set
              (excepted, recognises, decision, decided_at) =
              (excluded.excepted, excluded.recognises, excluded.decision, excluded.decided_at)
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
            },
        });

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private static NpgsqlParameter<string[]> Texts(IEnumerable<string> texts) => new() { TypedValue = [.. texts] };
}
