using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.Node.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.Console.Confirming;

/// <summary>What waits for a second officer, kept with the accounts; every change is durable when it returns, and each step is
/// taken by one alone.</summary>
internal sealed class Proposals(AccountFile file, TimeProvider clock)
{
    // Whoever proposed something sees for so long what became of it.
    private static readonly TimeSpan Shown = TimeSpan.FromDays(30);

    /// <summary>Keeps a proposal; the same again changes nothing.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(Proposal one) => file.Execute(
        """
        INSERT INTO proposal (id, division, account, name, certificate, act, basis, at, ends, state, second, second_name, reason,
          sequence)
        VALUES ($id, $division, $account, $name, $certificate, $act, $basis, $at, $ends, 'Open', '', '', '', 0)
        ON CONFLICT DO NOTHING
        """,
        ("$id", one.Id), ("$division", one.Division), ("$account", one.Account), ("$name", one.Name),
        ("$certificate", one.Certificate), ("$act", one.Act.ToByteArray()), ("$basis", one.Basis),
        ("$at", one.At.ToUnixTimeMilliseconds()), ("$ends", one.Ends.ToUnixTimeMilliseconds())) == 1;

    /// <summary>Finds a proposal of a division.</summary>
    public Proposal? Find(string id, string division) => file.Rows(
        "SELECT * FROM proposal WHERE id = $id AND division = $division", Read, ("$id", id), ("$division", division))
        .FirstOrDefault();

    /// <summary>Lists what waits in a division, what expires first in front.</summary>
    public List<Proposal> Waiting(string division) => [.. file.Rows(
        "SELECT * FROM proposal WHERE division = $division AND state IN ('Open', 'Confirming') ORDER BY ends, id", Read,
        ("$division", division)).Where(one => one.IsWaiting)];

    /// <summary>Lists what became of what an account has proposed lately without being confirmed, the newest first.</summary>
    public List<Proposal> Undone(string account) => [.. file.Rows(
        "SELECT * FROM proposal WHERE account = $account AND at >= $since AND state <> 'Confirmed' ORDER BY at DESC", Read,
        ("$account", account), ("$since", Now - (long)Shown.TotalMilliseconds)).Where(one => !one.IsWaiting)];

    /// <summary>Takes a proposal in order to confirm it; who has taken it may take it again.</summary>
    /// <returns>Whether nobody else has, and it still waits.</returns>
    public bool Take(string id, Account second) => file.Execute(
        """
        UPDATE proposal SET state = 'Confirming', second = $second, second_name = $name
        WHERE id = $id AND ((state = 'Open' AND ends > $now) OR (state = 'Confirming' AND second = $second))
        """,
        ("$id", id), ("$second", second.Id), ("$name", second.Name), ("$now", Now)) == 1;

    /// <summary>Lets a proposal wait again that the node has refused.</summary>
    public void Release(string id) => file.Execute(
        "UPDATE proposal SET state = 'Open', second = '', second_name = '' WHERE id = $id AND state = 'Confirming'", ("$id", id));

    /// <summary>Notes which statement a proposal has become.</summary>
    public void Confirm(string id, long sequence) => file.Execute(
        "UPDATE proposal SET state = 'Confirmed', sequence = $sequence WHERE id = $id", ("$id", id), ("$sequence", sequence));

    /// <summary>Gives a proposal back.</summary>
    /// <returns>Whether it still waited.</returns>
    public bool Return(string id, Account second, string reason) => file.Execute(
        """
        UPDATE proposal SET state = 'Returned', second = $second, second_name = $name, reason = $reason
        WHERE id = $id AND state = 'Open' AND ends > $now
        """,
        ("$id", id), ("$second", second.Id), ("$name", second.Name), ("$reason", reason), ("$now", Now)) == 1;

    /// <summary>Ends a proposal whose record has changed.</summary>
    public void Overtake(string id) => file.Execute(
        "UPDATE proposal SET state = 'Overtaken' WHERE id = $id AND state = 'Open'", ("$id", id));

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Proposal Read(SqliteDataReader row)
    {
        var state = Enum.Parse<ProposalState>(row.GetString(9));
        return new Proposal(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4),
            SubmitRequest.Parser.ParseFrom(row.GetFieldValue<byte[]>(5)), row.GetString(6),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
            state == ProposalState.Open && row.GetInt64(8) <= Now ? ProposalState.Expired : state,
            row.GetString(10), row.GetString(11), row.GetString(12), row.GetInt64(13));
    }
}
