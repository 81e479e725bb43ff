using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.Console.Persons;

/// <summary>The passkeys of accounts: public keys, of which nobody can make a sign-in.</summary>
internal sealed partial class AccountStore : IUserPasskeyStore<Account>
{
    private const string PasskeyColumns = "id, key, created, count, transports, eligible, name";

    /// <inheritdoc />
    public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        _ = file.Execute(
            """
            INSERT INTO passkey (id, account, name, key, created, count, transports, eligible)
            VALUES ($id, $account, $name, $key, $created, $count, $transports, $eligible)
            ON CONFLICT (id) DO UPDATE SET name = $name, count = $count WHERE account = $account
            """,
            ("$id", passkey.CredentialId), ("$account", user.Id), ("$name", passkey.Name ?? ""), ("$key", passkey.PublicKey),
            ("$created", passkey.CreatedAt.ToUnixTimeMilliseconds()), ("$count", (long)passkey.SignCount),
            ("$transports", string.Join(' ', passkey.Transports ?? [])), ("$eligible", passkey.IsBackupEligible ? 1 : 0));
        return Task.CompletedTask;
    }

    /// <summary>Notes up to where a key has counted that has just signed; durable when it returns.</summary>
    /// <returns>Whether it is there still, and nobody has counted as far with a copy of it meanwhile. Those that do not count
    /// stay at 0.</returns>
    public bool Count(UserPasskeyInfo passkey) => file.Execute(
        "UPDATE passkey SET count = $count WHERE id = $id AND (count < $count OR (count = 0 AND $count = 0))",
        ("$id", passkey.CredentialId), ("$count", (long)passkey.SignCount)) == 1;

    /// <inheritdoc />
    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>(Passkeys(user));

    /// <summary>Gets the passkeys of an account, the oldest first.</summary>
    public List<UserPasskeyInfo> Passkeys(Account user) => file.Rows(
        $"SELECT {PasskeyColumns} FROM passkey WHERE account = $account ORDER BY created", ReadPasskey, ("$account", user.Id));

    /// <inheritdoc />
    public Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) => Task.FromResult(
        file.Rows(
            "SELECT account.* FROM account JOIN passkey ON passkey.account = account.id WHERE passkey.id = $id", Read,
            ("$id", credentialId)).FirstOrDefault());

    /// <inheritdoc />
    public Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(Passkeys(user).Find(passkey => passkey.CredentialId.AsSpan().SequenceEqual(credentialId)));

    /// <inheritdoc />
    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        _ = file.Execute(
            "DELETE FROM passkey WHERE account = $account AND id = $id", ("$account", user.Id), ("$id", credentialId));
        return Task.CompletedTask;
    }

    /// <summary>Removes all passkeys of an account.</summary>
    public void ForgetPasskeys(Account user) =>
        file.Execute("DELETE FROM passkey WHERE account = $account", ("$account", user.Id));

    // Attestations are not asked for, so none is kept; and no key is taken that has not verified its holder.
    private static UserPasskeyInfo ReadPasskey(SqliteDataReader row) => new(
        row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
        (uint)row.GetInt64(3), row.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries), isUserVerified: true,
        isBackupEligible: row.GetInt64(5) != 0, isBackedUp: false, attestationObject: [], clientDataJson: [])
    {
        Name = row.GetString(6),
    };
}
