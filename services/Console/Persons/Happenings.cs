using System.Globalization;

namespace ExchangeHub.Console.Persons;

/// <summary>The trail of what happened to accounts: kept with them, so that what the command line changes stands there too; and
/// the lines of the log that say the same.</summary>
internal sealed class Happenings(AccountFile file, TimeProvider clock, ILogger<Happenings> logger)
{
    /// <summary>Somebody has signed in.</summary>
    public void SignedIn(string account, string proof)
    {
        Note(account, $"signed in, by {proof}");
        PersonLog.SignedIn(logger, account, proof);
    }

    /// <summary>Somebody could not sign in.</summary>
    public void Failed(string account, string cause)
    {
        Note(account, $"signing in failed: {cause}");
        PersonLog.Failed(logger, account, cause);
    }

    /// <summary>Nobody may sign in under a name for a while.</summary>
    public void Locked(string account, DateTimeOffset until)
    {
        Note(account, "locked");
        PersonLog.Locked(logger, account, until, Attempts.FailuresMax);
    }

    /// <summary>Somebody has signed out.</summary>
    public void SignedOut(string account)
    {
        Note(account, "signed out");
        PersonLog.SignedOut(logger, account);
    }

    /// <summary>An account was changed.</summary>
    public void Changed(string account, string change)
    {
        Note(account, change);
        PersonLog.Changed(logger, account, change);
    }

    /// <summary>Notes what happened; durable when it returns.</summary>
    public void Note(string account, string what) => file.Execute(
        "INSERT INTO happened (at, account, what) VALUES ($at, $account, $what)",
        ("$at", clock.GetUtcNow().ToUnixTimeMilliseconds()), ("$account", account), ("$what", what));

    /// <summary>Lists what happened, the oldest first, a line each.</summary>
    public List<string> Lines() => file.Rows(
        "SELECT at, account, what FROM happened ORDER BY rowid",
        row => string.Create(CultureInfo.InvariantCulture,
            $"{DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)):O} {row.GetString(1)}: {row.GetString(2)}"));
}
