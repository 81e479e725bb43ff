using System.Security.Cryptography;
using System.Text;

namespace ExchangeHub.Console.Persons;

/// <summary>What is typed beside a password: each code of an authenticator counts once, and so does each recovery code.</summary>
internal sealed class Codes(AccountFile file, TimeProvider clock)
{
    private const int RecoveryCodes = 8;
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789"; // 32, none like another

    // Longer than the authenticator's steps that are accepted.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    /// <summary>Makes a text that nobody guesses: groups of four letters and digits, 20 bits each.</summary>
    public static string Random(int groups) => string.Join('-', Enumerable.Range(0, groups).Select(
        _ => RandomNumberGenerator.GetString(Letters, 4)));

    /// <summary>Uses up a code of the authenticator.</summary>
    /// <returns>Whether it had not been used before.</returns>
    public bool Use(string account, string code)
    {
        var now = clock.GetUtcNow();
        _ = file.Execute("DELETE FROM used_code WHERE at < $old", ("$old", (now - Remembered).ToUnixTimeMilliseconds()));
        return file.Execute(
            "INSERT INTO used_code (account, code, at) VALUES ($account, $code, $now) ON CONFLICT DO NOTHING",
            ("$account", account), ("$code", Digest(account, code)), ("$now", now.ToUnixTimeMilliseconds())) == 1;
    }

    /// <summary>Makes new recovery codes in the place of the old ones. Each has 120 bits, so that a fast digest
    /// keeps them.</summary>
    /// <returns>The codes, which are shown once.</returns>
    public string[] Renew(string account)
    {
        string[] codes = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => Random(6))];
        _ = file.Execute("DELETE FROM recovery_code WHERE account = $account", ("$account", account));
        foreach (var code in codes)
        {
            _ = file.Execute(
                "INSERT INTO recovery_code (account, digest) VALUES ($account, $digest)",
                ("$account", account), ("$digest", Digest(account, code)));
        }

        return codes;
    }

    /// <summary>Uses up a recovery code.</summary>
    /// <returns>Whether it was one.</returns>
    public bool Redeem(string account, string code) => file.Execute(
        "DELETE FROM recovery_code WHERE account = $account AND digest = $digest",
        ("$account", account), ("$digest", Digest(account, code))) == 1;

    /// <summary>Counts the recovery codes that are left.</summary>
    public int Left(string account) => file.Rows(
        "SELECT 1 FROM recovery_code WHERE account = $account", row => row.GetInt64(0), ("$account", account)).Count;

    private static string Digest(string account, string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account} {code.Trim().ToLowerInvariant()}")));
}
