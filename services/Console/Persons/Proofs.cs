using ExchangeHub.Console.Language;
using ExchangeHub.Vocabulary;
using Microsoft.AspNetCore.Identity;

namespace ExchangeHub.Console.Persons;

/// <summary>Checks what somebody shows as a proof, and changes it.</summary>
internal sealed class Proofs(
    UserManager<Account> accounts, Attempts attempts, Codes codes, Sessions sessions, Happenings happenings)
{
    /// <summary>Checks a code of the authenticator, or a recovery code, and uses it up.</summary>
    /// <returns>Whether it is right, and what was shown; or what is wrong with it.</returns>
    public async Task<(bool IsRight, string Proof)> CheckCodeAsync(Account account, string code)
    {
        var typed = code.Replace(" ", "", StringComparison.Ordinal);
        if (typed.Contains('-', StringComparison.Ordinal))
        {
            return codes.Redeem(account.Id, typed) ? (true, "password and recovery code") : (false, "wrong recovery code");
        }

        return account.AuthenticatorKey is not null
            && await accounts.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, typed)
                ? codes.Use(account.Id, typed) ? (true, "password and authenticator") : (false, "a code was used again")
                : (false, "wrong code");
    }

    /// <summary>Changes the password of whoever is signed in, and ends the other sessions.</summary>
    /// <returns>Why not; null when it was changed.</returns>
    public async Task<Wording?> ChangePasswordAsync(Account account, string current, string next, string code, string session)
    {
        if (attempts.LockedUntil(account.Name) is { } until)
        {
            return LockedText(until);
        }

        var isCurrent = await accounts.CheckPasswordAsync(account, current);
        var (isRight, _) = isCurrent ? await CheckCodeAsync(account, code) : (false, "");
        if (!isRight)
        {
            happenings.Failed(account.Name, "wrong proof for a change of the password");
            _ = attempts.Fail(account.Name);
            return new Wording("现用口令或者验证码有误。", "The current password or the code is wrong.");
        }

        if (!AccountParts.MayBePassword(next, account.Name)
            || !(await accounts.ChangePasswordAsync(account, current, next)).Succeeded)
        {
            return new Wording(
                $"新口令应至少 {AccountParts.PasswordLengthMin} 个字符，不得含账号或者由少数几个字符重复构成。",
                $"A new password has {AccountParts.PasswordLengthMin} characters at least, does not hold the account, and is "
                    + "not a few characters again and again.");
        }

        _ = sessions.EndAll(account.Id, but: session);
        attempts.Forget(account.Name);
        happenings.Changed(account.Name, "the password was changed, and other sessions were ended");
        return null;
    }

    /// <summary>Makes sure that it is still the owner of the account who uses a session: by a code, unless that was shown, or
    /// somebody signed in, a short while ago.</summary>
    /// <returns>Why not; null when it is well.</returns>
    public async Task<Wording?> ProveAgainAsync(Account account, string code, string session)
    {
        if (sessions.IsFresh(session))
        {
            return null;
        }

        if (attempts.LockedUntil(account.Name) is { } until)
        {
            return LockedText(until);
        }

        var (isRight, proof) = await CheckCodeAsync(account, code);
        if (isRight)
        {
            attempts.Forget(account.Name);
            sessions.Prove(session);
            happenings.Changed(account.Name, "showed a code again");
            return null;
        }

        happenings.Failed(account.Name, $"{proof}, asked for again");
        return attempts.Fail(account.Name) is { } locked ? LockedText(locked)
            : new Wording("验证码有误，请重新输入。", "The code is wrong. Type the next one.");
    }

    /// <summary>Makes new recovery codes in the place of those of before, for whoever shows again who it is.</summary>
    /// <returns>The codes, which are shown once; or why there are none.</returns>
    public async Task<(string[]? Codes, Wording? Fault)> RenewCodesAsync(Account account, string code, string session)
    {
        if (await ProveAgainAsync(account, code, session) is { } fault)
        {
            return (null, fault);
        }

        happenings.Changed(account.Name, "recovery codes were made again");
        return (codes.Renew(account.Id), null);
    }

    /// <summary>Says until when a name is locked.</summary>
    public static Wording LockedText(DateTimeOffset until) => new(
        $"连续失败 {Attempts.FailuresMax} 次，该账号名已锁定至 {Tongue.At(until.AddMinutes(1))}（北京时间），届时再试。",
        $"After {Attempts.FailuresMax} failures this name is locked until {Tongue.At(until.AddMinutes(1))} (China time). Try "
            + "again then.");
}
