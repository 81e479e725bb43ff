namespace ExchangeHub.Console.Persons;

/// <summary>Which statement a form has become: whoever sends a form twice is shown what became of it, also when what it asked for
/// cannot be done a second time.</summary>
internal sealed class SentForms(AccountFile file, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Notes what became of a form; durable when it returns.</summary>
    /// <param name="account">The account that sent it.</param>
    /// <param name="key">What makes sending it twice harmless.</param>
    /// <param name="sequence">The statement of the node.</param>
    public void Note(string account, string key, long sequence) => file.Execute(
        "DELETE FROM sent WHERE at < $old; "
            + "INSERT INTO sent (account, key, sequence, at) VALUES ($account, $key, $sequence, $now) ON CONFLICT DO NOTHING",
        ("$account", account), ("$key", key), ("$sequence", sequence), ("$now", Now),
        ("$old", Now - (long)Remembered.TotalMilliseconds));

    /// <summary>Finds the statement that a form of an account has become.</summary>
    /// <returns>Its sequence; null when the form was not sent yet.</returns>
    public long? Find(string account, string key) => file.Rows(
        "SELECT sequence FROM sent WHERE account = $account AND key = $key", row => (long?)row.GetInt64(0),
        ("$account", account), ("$key", key)).FirstOrDefault();

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
