using System.Security.Claims;
using ExchangeHub.Vocabulary;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace ExchangeHub.Console.Persons;

/// <summary>What came of an attempt to sign in.</summary>
/// <param name="Account">Who has signed in, or has to enrol an authenticator first; null for nobody.</param>
/// <param name="MustEnrol">The password is right, and there is no authenticator yet.</param>
/// <param name="Fault">Why not; null when it succeeded.</param>
internal sealed record SignInResult(Account? Account, bool MustEnrol, Wording? Fault);

/// <summary>Lets people in: name, password and code at once, so that nobody learns which of them was wrong.</summary>
internal sealed class SignInDesk(
    UserManager<Account> accounts, Proofs proofs, Attempts attempts, Codes codes, Sessions sessions, Happenings happenings)
{
    /// <summary>The claim with the id of the session.</summary>
    public const string SessionClaim = "session";

    private const string Nobody = "an unknown name";

    private static readonly Wording Wrong = new(
        "账号、口令或者验证码有误。请核对后重试；首次登录的，验证码留空。",
        "Account, password or code is wrong. Check them and try again; at the first sign-in leave the code empty.");

    /// <summary>Checks name, password and code.</summary>
    /// <param name="context">The request, whose answer gets the cookie.</param>
    /// <param name="name">The name.</param>
    /// <param name="password">The password.</param>
    /// <param name="code">A code of the authenticator, or a recovery code.</param>
    public async Task<SignInResult> SignInAsync(HttpContext context, string name, string password, string code)
    {
        if (attempts.LockedUntil(name) is { } until)
        {
            return new SignInResult(null, false, Proofs.LockedText(until));
        }

        var account = await accounts.FindByNameAsync(name.Trim());
        if (account is null)
        {
            Decoy.Compare(password);
            return Failed(name, Nobody, "there is no such account");
        }

        if (!await accounts.CheckPasswordAsync(account, password))
        {
            return Failed(name, account.Name, "wrong password");
        }

        if (account.IsDisabled)
        {
            return Failed(name, account.Name, "the account is disabled");
        }

        if (!account.IsEnrolled)
        {
            await BeginEnrolmentAsync(context, account);
            return new SignInResult(account, true, null);
        }

        var (isRight, proof) = await proofs.CheckCodeAsync(account, code);
        if (!isRight)
        {
            return Failed(name, account.Name, proof);
        }

        await AdmitAsync(context, account, proof);
        return new SignInResult(account, false, null);
    }

    /// <summary>Checks a passkey, which has made sure of its holder. A failure counts against no name: a signature is not
    /// guessed, and nothing in an answer that is wrong shows whose it is.</summary>
    /// <param name="context">The request, whose answer gets the cookie.</param>
    /// <param name="passkeys">The passkeys.</param>
    /// <param name="credential">What the browser has answered.</param>
    public async Task<SignInResult> SignInAsync(HttpContext context, Passkeys passkeys, string credential)
    {
        var account = await passkeys.FindAsync(context, credential);
        if (account is not null && attempts.LockedUntil(account.Name) is { } until)
        {
            return new SignInResult(null, false, Proofs.LockedText(until));
        }

        if (account is { IsDisabled: false, IsEnrolled: true })
        {
            await AdmitAsync(context, account, "passkey");
            return new SignInResult(account, false, null);
        }

        happenings.Failed(
            account?.Name ?? Nobody, account is null ? "a passkey was not accepted" : "the account is disabled");
        return new SignInResult(null, false, new Wording(
            "通行密钥未能登录。请使用口令和验证码，或者换一个通行密钥。",
            "The passkey was not accepted. Take password and code, or another passkey."));
    }

    /// <summary>Gets who has shown the right password and has to enrol an authenticator now.</summary>
    public async Task<Account?> EnrollingAsync(HttpContext context)
    {
        var shown = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        return shown.Principal?.FindFirstValue(ClaimTypes.Name) is { } id && await accounts.FindByIdAsync(id) is { } account
            && account is { IsEnrolled: false, IsDisabled: false }
            && shown.Principal.FindFirstValue(ClaimTypes.Hash) == account.PasswordHash ? account : null;
    }

    /// <summary>Gets the secret that an authenticator is to hold.</summary>
    public async Task<string> SecretAsync(Account account)
    {
        if (string.IsNullOrEmpty(account.AuthenticatorKey))
        {
            _ = await accounts.ResetAuthenticatorKeyAsync(account);
        }

        return account.AuthenticatorKey!;
    }

    /// <summary>Enrols an authenticator that shows the right code, and lets its owner in.</summary>
    /// <returns>The recovery codes, which are shown once; null when the code is wrong.</returns>
    public async Task<string[]?> EnrolAsync(HttpContext context, Account account, string code)
    {
        var (isRight, proof) = attempts.LockedUntil(account.Name) is null
            ? await proofs.CheckCodeAsync(account, code) : (false, "the account is locked");
        if (!isRight)
        {
            _ = Failed(account.Name, account.Name, proof);
            return null;
        }

        _ = await accounts.SetTwoFactorEnabledAsync(account, true);
        var recovery = codes.Renew(account.Id);
        happenings.Changed(account.Name, "an authenticator was enrolled");
        await context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await AdmitAsync(context, account, proof);
        return recovery;
    }

    /// <summary>Ends a session.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        if (context.User.FindFirstValue(SessionClaim) is { } session)
        {
            sessions.End(session);
            happenings.SignedOut(context.User.FindFirstValue(ClaimTypes.Name) ?? "");
        }

        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private async Task AdmitAsync(HttpContext context, Account account, string proof)
    {
        attempts.Forget(account.Name);

        // The case for which somebody else read in this browser is not that of whoever comes now.
        StatedCase.Keep(context, "");
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, account.Id), new Claim(ClaimTypes.Name, account.Name),
                new Claim(SessionClaim, sessions.Begin(account.Id)),
            ],
            IdentityConstants.ApplicationScheme);
        await context.SignInAsync(IdentityConstants.ApplicationScheme, new ClaimsPrincipal(identity));
        happenings.SignedIn(account.Name, proof);
    }

    private static Task BeginEnrolmentAsync(HttpContext context, Account account) => context.SignInAsync(
        IdentityConstants.TwoFactorUserIdScheme,
        new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, account.Id), new Claim(ClaimTypes.Hash, account.PasswordHash!)], // ends with a reset
            IdentityConstants.TwoFactorUserIdScheme)));

    private SignInResult Failed(string name, string account, string cause)
    {
        happenings.Failed(account, cause);
        if (attempts.Fail(name) is not { } until)
        {
            return new SignInResult(null, false, Wrong);
        }

        happenings.Locked(account, until);
        return new SignInResult(null, false, Proofs.LockedText(until));
    }
}
