using ExchangeHub.Console.Persons;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace ExchangeHub.BrowserTests;

/// <summary>Between the check of a signature and the sign-in others may be quicker: a copy of the key, or whoever removes
/// it.</summary>
public sealed class AccountPasskeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-passkeys-").FullName;
    private readonly Account _account = new() { Id = "1", Name = "somebody", Role = Role.Auditor };
    private readonly AccountStore _store;

    public AccountPasskeysTests() => _store = new AccountStore(new AccountFile(_folder), new EphemeralDataProtectionProvider());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_count_is_taken_once_and_those_that_do_not_count_stay_at_zero()
    {
        await _store.AddOrUpdatePasskeyAsync(_account, Signed(0), default);
        Assert.True(_store.Count(Signed(0)));
        Assert.True(_store.Count(Signed(7)));

        Assert.False(_store.Count(Signed(7)));
        Assert.False(_store.Count(Signed(6)));
        Assert.False(_store.Count(Signed(0)));
        Assert.Equal(7u, Assert.Single(_store.Passkeys(_account)).SignCount);
    }

    [Fact]
    public async Task One_that_was_removed_does_not_come_back()
    {
        await _store.AddOrUpdatePasskeyAsync(_account, Signed(1), default);
        await _store.RemovePasskeyAsync(_account, Signed(1).CredentialId, default);

        Assert.False(_store.Count(Signed(2)));
        Assert.Empty(_store.Passkeys(_account));
    }

    private static UserPasskeyInfo Signed(uint count) =>
        new([1], [2], DateTimeOffset.UnixEpoch, count, ["usb"], true, false, false, [], []) { Name = "office" };
}
