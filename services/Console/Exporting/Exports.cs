using System.Security.Cryptography;
using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.Query.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.Console.Exporting;

/// <summary>The exports that were asked for, kept with the accounts; every change is durable when it returns, and one alone
/// answers.</summary>
internal sealed class Exports(AccountFile file, TimeProvider clock)
{
    private static readonly TimeSpan Waits = TimeSpan.FromDays(3);
    private static readonly TimeSpan Fetchable = TimeSpan.FromHours(24);

    // Whoever asked sees for so long what became of it.
    private static readonly TimeSpan Shown = TimeSpan.FromDays(30);

    /// <summary>Keeps what somebody asks for; who asks for the same while it waits asks for nothing new.</summary>
    /// <returns>What was asked for, and whether it is new.</returns>
    public (Export Kept, bool IsNew) Add(Account own, FindRecordsRequest search, string reason)
    {
        var one = new Export(
            RandomNumberGenerator.GetHexString(32, lowercase: true), own.Role, own.Division, own.Id, own.Name, own.Certificate,
            search, reason, clock.GetUtcNow(), clock.GetUtcNow() + Waits, ExportState.Open);
        var isNew = file.Execute(
            """
            INSERT INTO export (id, role, division, account, name, certificate, search, reason, at, ends, state, second_name,
              answer)
            SELECT $id, $role, $division, $account, $name, $certificate, $search, $reason, $now, $ends, 'Open', '', ''
            WHERE NOT EXISTS (SELECT 1 FROM export
              WHERE account = $account AND search = $search AND state = 'Open' AND ends > $now)
            """,
            ("$id", one.Id), ("$role", $"{own.Role}"), ("$division", own.Division), ("$account", own.Id), ("$name", own.Name),
            ("$certificate", own.Certificate), ("$search", search.ToByteArray()), ("$reason", reason), ("$now", Now),
            ("$ends", one.Ends.ToUnixTimeMilliseconds())) == 1;
        return (isNew ? one : file.Rows(
            "SELECT * FROM export WHERE account = $account AND search = $search ORDER BY at DESC LIMIT 1", Read,
            ("$account", own.Id), ("$search", search.ToByteArray())).Single(), isNew);
    }

    /// <summary>Finds what somebody of the same role and division asked for.</summary>
    public Export? Find(string id, Account own) => file.Rows(
        "SELECT * FROM export WHERE id = $id AND role = $role AND division = $division", Read,
        ("$id", id), ("$role", $"{own.Role}"), ("$division", own.Division)).FirstOrDefault();

    /// <summary>Lists what waits for somebody of the same role and division, and what became of one's own, the newest
    /// first.</summary>
    public List<Export> Listed(Account own) => [.. file.Rows(
        """
        SELECT * FROM export
        WHERE role = $role AND division = $division AND at >= $since AND (state = 'Open' OR account = $account)
        ORDER BY at DESC, id
        """, Read,
        ("$role", $"{own.Role}"), ("$division", own.Division), ("$since", Now - (long)Shown.TotalMilliseconds),
        ("$account", own.Id)).Where(one => one.Account == own.Id || one.State == ExportState.Open)];

    /// <summary>Answers; who approves says no more, and the time to fetch it begins.</summary>
    /// <param name="id">What is answered.</param>
    /// <param name="second">Who answers.</param>
    /// <param name="refusal">Why it is refused; null when it is approved.</param>
    /// <returns>Whether it still waited.</returns>
    public bool Answer(string id, Account second, string? refusal) => file.Execute(
        """
        UPDATE export SET state = $state, second_name = $name, answer = $answer, ends = $ends
        WHERE id = $id AND state = 'Open' AND ends > $now
        """,
        ("$id", id), ("$state", refusal is null ? "Approved" : "Refused"), ("$name", second.Name), ("$answer", refusal ?? ""),
        ("$ends", Now + (long)Fetchable.TotalMilliseconds), ("$now", Now)) == 1;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Export Read(SqliteDataReader row)
    {
        var state = Enum.Parse<ExportState>(row.GetString(10));
        return new Export(
            row.GetString(0), Enum.Parse<Role>(row.GetString(1)), row.GetString(2), row.GetString(3), row.GetString(4),
            row.GetString(5), FindRecordsRequest.Parser.ParseFrom(row.GetFieldValue<byte[]>(6)), row.GetString(7),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
            state != ExportState.Refused && row.GetInt64(9) <= Now ? ExportState.Expired : state,
            row.GetString(11), row.GetString(12));
    }
}
