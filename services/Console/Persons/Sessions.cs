using System.Security.Cryptography;

namespace ExchangeHub.Console.Persons;

/// <summary>Sessions as the server knows them: a cookie without its row is worth nothing.</summary>
internal sealed class Sessions(AccountFile file, TimeProvider clock)
{
    /// <summary>How long a session lasts that nobody uses.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lasts at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(10);

    /// <summary>How long a proof of who somebody is stays fresh: signing in, or a code shown since.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private const int IdBytes = 32;

    /// <summary>Begins a session.</summary>
    /// <returns>Its id, 256 random bits.</returns>
    public string Begin(string account)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        _ = file.Execute(
            "DELETE FROM session WHERE began < $oldest OR seen < $idle; "
                + "INSERT INTO session (id, account, began, seen) VALUES ($id, $account, $now, $now)",
            ("$id", id), ("$account", account), ("$now", Now), ("$oldest", Now - Of(Longest)), ("$idle", Now - Of(Idle)));
        return id;
    }

    /// <summary>Says whether a session goes on, and notes that it was used.</summary>
    public bool IsAlive(string id, string account)
    {
        // The note is kept to the minute: not every page is worth a write.
        var seen = file.Rows(
            "SELECT seen FROM session WHERE id = $id AND account = $account AND began >= $oldest AND seen >= $idle",
            row => row.GetInt64(0),
            ("$id", id), ("$account", account), ("$oldest", Now - Of(Longest)), ("$idle", Now - Of(Idle)));
        if (seen is [var at] && at < Now - Of(TimeSpan.FromMinutes(1)))
        {
            _ = file.Execute("UPDATE session SET seen = $now WHERE id = $id", ("$now", Now), ("$id", id));
        }

        return seen.Count > 0;
    }

    /// <summary>Notes that a code was shown in a session; durable when it returns.</summary>
    public void Prove(string id) => file.Execute(
        "DELETE FROM proved WHERE at < $oldest; "
            + "INSERT INTO proved (session, at) VALUES ($id, $now) ON CONFLICT (session) DO UPDATE SET at = $now",
        ("$id", id), ("$now", Now), ("$oldest", Now - Of(Longest)));

    /// <summary>Says whether somebody has signed in, or shown a code, a short while ago.</summary>
    public bool IsFresh(string id) => file.Rows(
        "SELECT 1 FROM session WHERE id = $id AND (began >= $since OR id IN (SELECT session FROM proved WHERE at >= $since))",
        row => row.GetInt64(0), ("$id", id), ("$since", Now - Of(Fresh))).Count > 0;

    /// <summary>Ends one session.</summary>
    public void End(string id) => file.Execute("DELETE FROM session WHERE id = $id", ("$id", id));

    /// <summary>Ends all sessions of an account but one.</summary>
    /// <param name="account">The account.</param>
    /// <param name="but">The one that goes on; empty for none.</param>
    /// <returns>How many were ended.</returns>
    public int EndAll(string account, string but = "") =>
        file.Execute("DELETE FROM session WHERE account = $account AND id <> $but", ("$account", account), ("$but", but));

    /// <summary>Lists the sessions of an account, the newest first.</summary>
    public List<(string Id, DateTimeOffset Began, DateTimeOffset Seen)> Of(string account) => file.Rows(
        "SELECT id, began, seen FROM session WHERE account = $account AND began >= $oldest AND seen >= $idle ORDER BY began DESC",
        row => (row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))),
        ("$account", account), ("$oldest", Now - Of(Longest)), ("$idle", Now - Of(Idle)));

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static long Of(TimeSpan span) => (long)span.TotalMilliseconds;
}
