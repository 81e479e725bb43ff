using ExchangeHub.Lists;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>The rows of lists.</summary>
internal static class ListRows
{
    public const string Columns = "position, list, dossier, before, parties, since_on, last_on, known_at, entry, is_anew";

    /// <summary>Whether a change concerns the party in $4.</summary>
    public const string ConcernsFourth =
        "(($4 = any(before)) <> ($4 = any(parties)) or (is_anew and $4 = any(parties)))";

    /// <summary>Keeps a change.</summary>
    public static NpgsqlBatchCommand Insert(ListChange change) => new(
        $"insert into hub_list_change ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    {
        Parameters =
        {
            new NpgsqlParameter<long> { TypedValue = change.Position },
            SubjectRows.Text(change.Entry.List),
            SubjectRows.Text(change.Entry.Dossier.ToString()),
            Divisions(change.Before),
            Divisions(change.Parties),
            new NpgsqlParameter<DateOnly> { TypedValue = change.SinceOn },
            new NpgsqlParameter<DateOnly> { TypedValue = change.Entry.MaximumUntil },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = change.KnownAt },
            new NpgsqlParameter<byte[]> { TypedValue = From(change.Entry).ToByteArray() },
            new NpgsqlParameter<bool> { TypedValue = change.IsSaidAnew },
        },
    };

    /// <summary>Reads a change, column by column as <see cref="Columns"/> names them.</summary>
    public static ListChange Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        [.. row.GetFieldValue<string[]>(3).Select(Form.Division)],
        [.. row.GetFieldValue<string[]>(4).Select(Form.Division)],
        row.GetFieldValue<DateOnly>(5),
        row.GetFieldValue<DateTimeOffset>(7),
        Read(
            row.GetString(1), Form.Dossier(row.GetString(2)), row.GetFieldValue<DateOnly>(6),
            StoredListEntry.Parser.ParseFrom(row.GetFieldValue<byte[]>(8))))
    {
        IsSaidAnew = row.GetBoolean(9),
    };

    private static StoredListEntry From(ListEntry entry) => new()
    {
        Record = entry.Record.ToString(),
        Version = entry.Version,
        Subject = entry.Subject,
        SubjectName = entry.SubjectName,
        DocumentNumber = entry.DocumentNumber,
        Issuer = entry.Issuer.CreditCode,
        IssuerName = entry.Issuer.Name,
        Jurisdiction = entry.Jurisdiction.ToString(),
        Grounds = { entry.Grounds },
        DecidedDay = entry.DecidedOn.DayNumber,
        MinimumUntilDay = entry.MinimumUntil.DayNumber,
    };

    private static ListEntry Read(string list, DossierId dossier, DateOnly lastOn, StoredListEntry stored) => new(
        dossier,
        Form.Record(stored.Record),
        stored.Version,
        list,
        stored.Subject,
        stored.SubjectName,
        stored.DocumentNumber,
        new Issuer(stored.Issuer, stored.IssuerName),
        Form.Division(stored.Jurisdiction),
        [.. stored.Grounds],
        DateOnly.FromDayNumber(stored.DecidedDay),
        DateOnly.FromDayNumber(stored.MinimumUntilDay),
        lastOn);

    private static NpgsqlParameter<string[]> Divisions(IEnumerable<Jurisdiction> divisions) =>
        new() { TypedValue = [.. divisions.Select(division => division.ToString())] };
}
