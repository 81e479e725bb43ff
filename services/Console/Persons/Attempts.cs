using System.Security.Cryptography;
using System.Text;

namespace ExchangeHub.Console.Persons;

/// <summary>Failed attempts to sign in, counted for each name, whether an account has it or not: being locked says nothing about
/// whether there is an account.</summary>
internal sealed class Attempts(AccountFile file, TimeProvider clock)
{
    /// <summary>After how many failures a name is locked.</summary>
    public const int FailuresMax = 5;

    /// <summary>For how long.</summary>
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <summary>Says until when nobody may sign in under a name.</summary>
    /// <returns>The instant; null when somebody may.</returns>
    public DateTimeOffset? LockedUntil(string name)
    {
        var until = file.Rows(
            "SELECT locked_until FROM attempt WHERE name = $name", row => row.GetInt64(0), ("$name", Key(name))).FirstOrDefault();
        return until > Now ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null;
    }

    /// <summary>Counts a failure; durable when it returns.</summary>
    /// <returns>Until when the name is locked by it; null when it is not.</returns>
    public DateTimeOffset? Fail(string name)
    {
        // Failures before a lock that is over, or older than a lock would be, do not count any more.
        _ = file.Execute(
            """
            INSERT INTO attempt (name, failed, at, locked_until) VALUES ($name, 1, $now, 0)
            ON CONFLICT (name) DO UPDATE SET failed = CASE WHEN at < $stale THEN 1 ELSE failed + 1 END, at = $now;
            UPDATE attempt SET locked_until = $until, failed = 0 WHERE name = $name AND failed >= $max;
            DELETE FROM attempt WHERE at < $forgotten;
            """,
            ("$name", Key(name)), ("$now", Now), ("$stale", Now - (long)Lock.TotalMilliseconds),
            ("$until", Now + (long)Lock.TotalMilliseconds), ("$max", FailuresMax),
            ("$forgotten", Now - (long)Forgotten.TotalMilliseconds));
        return LockedUntil(name);
    }

    /// <summary>Forgets the failures of a name.</summary>
    public void Forget(string name) => file.Execute("DELETE FROM attempt WHERE name = $name", ("$name", Key(name)));

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    // What is typed into the wrong field may be a password: only a digest is kept.
    private static string Key(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Trim().ToLowerInvariant())));
}
