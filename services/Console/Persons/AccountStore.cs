using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.Console.Persons;

/// <summary>Where ASP.NET Core Identity keeps its accounts. The secret of an authenticator is encrypted.</summary>
[SuppressMessage("Design", "CA1063", Justification = "Identity disposes of its store; this one holds nothing.")]
internal sealed partial class AccountStore(AccountFile file, IDataProtectionProvider protection)
    : IUserPasswordStore<Account>, IUserAuthenticatorKeyStore<Account>, IUserTwoFactorStore<Account>
{
    private readonly IDataProtector _protector = protection.CreateProtector("ExchangeHub.Console.AuthenticatorKey");

    /// <summary>Gets all accounts, in the order of their names.</summary>
    public List<Account> All() => file.Rows("SELECT * FROM account ORDER BY name", Read);

    /// <inheritdoc />
    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        _ = file.Execute(
            """
            INSERT INTO account (id, name, role, division, certificate, authority, password, secret, enrolled, disabled)
            VALUES ($id, $name, $role, $division, $certificate, $authority, $password, $secret, $enrolled, $disabled)
            """,
            [("$role", user.Role.Code()), ("$division", user.Division), ("$certificate", user.Certificate),
                ("$authority", user.Authority), .. Changing(user)]);
        return Task.FromResult(IdentityResult.Success);
    }

    /// <inheritdoc />
    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        _ = file.Execute(
            """
            UPDATE account SET name = $name, password = $password, secret = $secret, enrolled = $enrolled, disabled = $disabled
            WHERE id = $id
            """,
            Changing(user));
        return Task.FromResult(IdentityResult.Success);
    }

    /// <inheritdoc />
    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken)
    {
        _ = file.Execute("DELETE FROM account WHERE id = $id", ("$id", user.Id));
        return Task.FromResult(IdentityResult.Success);
    }

    /// <inheritdoc />
    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(
        file.Rows("SELECT * FROM account WHERE id = $id", Read, ("$id", userId)).FirstOrDefault());

    /// <inheritdoc />
    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult(
        file.Rows("SELECT * FROM account WHERE upper(name) = $name", Read, ("$name", normalizedUserName)).FirstOrDefault());

    /// <inheritdoc />
    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    /// <inheritdoc />
    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Name);

    /// <inheritdoc />
    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken)
    {
        user.Name = userName ?? "";
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Name.ToUpperInvariant());

    /// <inheritdoc />
    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <inheritdoc />
    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash);

    /// <inheritdoc />
    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash is not null);

    /// <inheritdoc />
    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken)
    {
        user.AuthenticatorKey = key;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.AuthenticatorKey);

    /// <inheritdoc />
    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken)
    {
        user.IsEnrolled = enabled;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.IsEnrolled);

    /// <inheritdoc />
    public void Dispose()
    {
        // It holds nothing open.
    }

    private (string, object?)[] Changing(Account user) =>
    [
        ("$id", user.Id), ("$name", user.Name), ("$password", user.PasswordHash),
        ("$secret", user.AuthenticatorKey is null ? null : _protector.Protect(user.AuthenticatorKey)),
        ("$enrolled", user.IsEnrolled ? 1 : 0), ("$disabled", user.IsDisabled ? 1 : 0),
    ];

    private Account Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Role = Roles.Find(row.GetString(2)) ?? throw new InvalidDataException($"No role is called '{row.GetString(2)}'."),
        Division = row.GetString(3),
        Certificate = row.GetString(4),
        Authority = row.GetString(5),
        PasswordHash = row.IsDBNull(6) ? null : row.GetString(6),
        AuthenticatorKey = row.IsDBNull(7) ? null : Secrets.Unprotect(_protector, row.GetString(7)),
        IsEnrolled = row.GetInt64(8) != 0,
        IsDisabled = row.GetInt64(9) != 0,
    };
}
