using System.Collections.Immutable;
using ExchangeHub.Guards;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>What is remembered of one subject, while a batch is applied.</summary>
internal sealed class SubjectFileRows
{
    public Dictionary<DossierId, GuardedRecord> Records { get; } = [];

    public ImmutableDictionary<(string Receivers, string Code, string Cause), Consequence> Held { get; set; } =
        ImmutableDictionary<(string Receivers, string Code, string Cause), Consequence>.Empty;

    /// <summary>Puts a record in, or takes it out.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool Put(DossierId dossier, GuardedRecord? guarded)
    {
        if (Records.TryGetValue(dossier, out var known) ? known.Equals(guarded) : guarded is null)
        {
            return false;
        }

        if (guarded is null)
        {
            return Records.Remove(dossier);
        }

        Records[dossier] = guarded;
        return true;
    }
}

/// <summary>The rows of subjects.</summary>
internal static class SubjectRows
{
    public const string NoticeColumns =
        "position, ordinal, subject, receivers, kind, code, cause, since, basis, is_done, known_at, turned_on";

    public static async Task<Dictionary<string, SubjectFileRows>> ReadAsync(
        NpgsqlConnection connection, string[] subjects, CancellationToken cancellation)
    {
        var files = subjects.ToDictionary(subject => subject, _ => new SubjectFileRows(), StringComparer.Ordinal);
        using var records = new NpgsqlCommand(
            "select subject, dossier, guarded from hub_subject_record where subject = any($1) and guarded is not null",
            connection);
        records.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = subjects });
        await ReadAsync(records, row =>
        {
            var guarded = ReadGuarded(row, 1, 2);
            files[row.GetString(0)].Records[guarded.Dossier] = guarded;
        }, cancellation).ConfigureAwait(false);

        using var notices = new NpgsqlCommand(
            $"select {NoticeColumns} from hub_notice where subject = any($1) order by position, ordinal", connection);
        notices.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = subjects });
        await ReadAsync(notices, row =>
        {
            var entry = ReadNotice(row);
            files[entry.Subject].Held = SubjectGuard.Evolve(files[entry.Subject].Held, entry.Notice);
        }, cancellation).ConfigureAwait(false);
        return files;
    }

    /// <summary>Notes that a version of a record names its subjects.</summary>
    public static void Mention(NpgsqlBatch writes, DossierId dossier, StatementBody.RecordVersion record)
    {
        foreach (var subject in record.Subjects.Distinct(StringComparer.Ordinal))
        {
            writes.BatchCommands.Add(new NpgsqlBatchCommand(
                """
                insert into hub_subject_record as known (subject, dossier, kind, decided_from, decided_to)
                values ($1, $2, $3, $4, $4)
                on conflict (subject, dossier) do update set
                  decided_from = least(known.decided_from, excluded.decided_from),
                  decided_to = greatest(known.decided_to, excluded.decided_to)
                """)
            {
                Parameters =
                {
                    Text(subject), Text(dossier.ToString()), Text(dossier.Kind.Code()),
                    new NpgsqlParameter<DateOnly> { TypedValue = record.Details.DecidedOn },
                },
            });
        }
    }

    /// <summary>Keeps what guards remember of a record.</summary>
    public static void Remember(NpgsqlBatch writes, string subject, DossierId dossier, GuardedRecord? guarded) =>
        writes.BatchCommands.Add(new NpgsqlBatchCommand(
            "update hub_subject_record set guarded = $3 where subject = $1 and dossier = $2")
        {
            Parameters =
            {
                Text(subject),
                Text(dossier.ToString()),
                new NpgsqlParameter
                {
                    NpgsqlDbType = NpgsqlDbType.Bytea,
                    Value = guarded is null ? DBNull.Value : GuardedForm.From(guarded).ToByteArray(),
                },
            },
        });

    /// <summary>Keeps a notice.</summary>
    public static void Announce(NpgsqlBatch writes, NoticeEntry entry) => writes.BatchCommands.Add(new NpgsqlBatchCommand(
        $"insert into hub_notice ({NoticeColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
    {
        Parameters =
        {
            new NpgsqlParameter<long> { TypedValue = entry.At.Position },
            new NpgsqlParameter<int> { TypedValue = entry.At.Ordinal },
            Text(entry.Subject),
            Text(entry.Notice.What.Receivers),
            new NpgsqlParameter<int> { TypedValue = (int)entry.Notice.Kind },
            Text(entry.Notice.What.Code),
            Text(entry.Notice.What.Cause),
            new NpgsqlParameter<DateOnly> { TypedValue = entry.Notice.What.SinceOn },
            new NpgsqlParameter<string[]> { TypedValue = [.. entry.Notice.What.Basis.Select(record => record.ToString())] },
            new NpgsqlParameter<bool> { TypedValue = entry.Notice.What.IsDone },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = entry.KnownAt },
            new NpgsqlParameter<DateOnly> { TypedValue = entry.Notice.On },
        },
    });

    /// <summary>Reads a notice, column by column as <see cref="NoticeColumns"/> names them.</summary>
    public static NoticeEntry ReadNotice(NpgsqlDataReader row) => new(
        new NoticeCursor(row.GetInt64(0), row.GetInt32(1)),
        row.GetString(2),
        row.GetFieldValue<DateTimeOffset>(10),
        new Notice(
            (NoticeKind)row.GetInt32(4),
            new Consequence(
                row.GetString(3),
                row.GetString(5),
                row.GetString(6),
                row.GetFieldValue<DateOnly>(7),
                [.. row.GetFieldValue<string[]>(8).Select(RecordId.Parse)],
                row.GetBoolean(9)),
            row.GetFieldValue<DateOnly>(11)));

    public static GuardedRecord ReadGuarded(NpgsqlDataReader row, int dossier, int guarded) => GuardedForm.Read(
        Form.Dossier(row.GetString(dossier)), StoredGuarded.Parser.ParseFrom(row.GetFieldValue<byte[]>(guarded)));

    public static async Task ReadAsync(NpgsqlCommand command, Action<NpgsqlDataReader> take, CancellationToken cancellation)
    {
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            take(reader);
        }
    }

    public static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };
}
