using ExchangeHub.Vocabulary;
using Microsoft.AspNetCore.Identity;

namespace ExchangeHub.Console.Persons;

/// <summary>Passkeys (WebAuthn): a key that does not leave its authenticator, asks its holder for a finger, a face or a PIN, and
/// signs for this address alone, so that there is nothing to phish.</summary>
internal sealed class Passkeys(
    IPasskeyHandler<Account> handler, AccountStore store, Challenges challenges, Happenings happenings)
{
    /// <summary>How many passkeys an account has at most.</summary>
    public const int CountMax = 10;

    /// <summary>How long the name of one is at most.</summary>
    public const int NameLengthMax = 40;

    private const string Adding = "add";
    private const string SigningIn = "sign in";

    /// <summary>Says what a key has to be.</summary>
    /// <remarks>The name of the console is that of the request: it answers under its own names only (AllowedHosts).</remarks>
    public static void Require(IdentityPasskeyOptions options)
    {
        options.UserVerificationRequirement = "required"; // it stands for two factors
        options.ResidentKeyRequirement = "required"; // nobody types a name before it is asked
        options.ValidateOrigin = asked => ValueTask.FromResult(
            !asked.CrossOrigin && asked.Origin == $"{asked.HttpContext.Request.Scheme}://{asked.HttpContext.Request.Host}");
    }

    /// <summary>Asks the browser of whoever is signed in for a new key.</summary>
    /// <returns>JSON for <c>navigator.credentials.create</c>.</returns>
    public async Task<string> OfferAsync(HttpContext context, Account account)
    {
        var options = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = account.Id, Name = account.Name, DisplayName = account.Name }, context);
        challenges.Keep(context, Adding, options.AttestationState ?? "");
        return options.CreationOptionsJson;
    }

    /// <summary>Asks the browser of whoever is not signed in for a key of any account.</summary>
    /// <returns>JSON for <c>navigator.credentials.get</c>.</returns>
    public async Task<string> ChallengeAsync(HttpContext context)
    {
        var options = await handler.MakeRequestOptionsAsync(null, context);
        challenges.Keep(context, SigningIn, options.AssertionState ?? "");
        return options.RequestOptionsJson;
    }

    /// <summary>Adds a key to an account.</summary>
    /// <param name="context">The request.</param>
    /// <param name="account">The account of whoever is signed in and freshly proven.</param>
    /// <param name="credential">What the browser has answered.</param>
    /// <param name="name">By which its holder knows it.</param>
    /// <returns>Why not; null when it was added.</returns>
    public async Task<Wording?> AddAsync(HttpContext context, Account account, string credential, string name)
    {
        if (Fault(store.Passkeys(account), name) is { } fault)
        {
            return fault;
        }

        var result = challenges.Take(context, Adding) is { } state
            ? await handler.PerformAttestationAsync(new PasskeyAttestationContext
            {
                HttpContext = context, CredentialJson = credential, AttestationState = state,
            })
            : null;
        if (result is not { Succeeded: true } || result.UserEntity.Id != account.Id)
        {
            return new Wording("通行密钥未能通过核验，请重新添加。", "The passkey could not be verified. Add it again.");
        }

        result.Passkey.Name = name;
        await store.AddOrUpdatePasskeyAsync(account, result.Passkey, context.RequestAborted);
        happenings.Changed(account.Name, "a passkey was added");
        return null;
    }

    /// <summary>Removes a key from an account.</summary>
    /// <param name="account">The account of whoever is signed in and freshly proven.</param>
    /// <param name="id">The id of the key, in base 64; one that is not there changes nothing.</param>
    public async Task RemoveAsync(Account account, string id)
    {
        if (store.Passkeys(account).Find(one => Convert.ToBase64String(one.CredentialId) == id) is { } known)
        {
            await store.RemovePasskeyAsync(account, known.CredentialId, default);
            happenings.Changed(account.Name, "a passkey was removed");
        }
    }

    /// <summary>Finds out whose key has signed the challenge.</summary>
    /// <returns>The account, whatever its state; null when nobody is shown to be here.</returns>
    public async Task<Account?> FindAsync(HttpContext context, string credential)
    {
        var result = challenges.Take(context, SigningIn) is { } state
            ? await handler.PerformAssertionAsync(new PasskeyAssertionContext
            {
                HttpContext = context, CredentialJson = credential, AssertionState = state,
            })
            : null;
        return result is { Succeeded: true } && store.Count(result.Passkey) ? result.User : null;
    }

    private static Wording? Fault(List<UserPasskeyInfo> held, string name) =>
        held.Count >= CountMax
            ? new Wording($"至多 {CountMax} 个通行密钥，请先删除不用的。", $"{CountMax} passkeys at most: remove one first.")
        : name.Length is 0 or > NameLengthMax
            ? new Wording($"请填写名称，至多 {NameLengthMax} 个字符。", $"Name it, in {NameLengthMax} characters at most.")
        : held.Exists(one => one.Name == name)
            ? new Wording($"已有同名的通行密钥“{name}”，请另取名称。", $"A passkey has that name already, '{name}'. Take another.")
        : null;
}
