using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ExchangeHub.Console.Persons;

/// <summary>What an authenticator is asked to sign. The browser keeps it, sealed, until it answers: whoever only looks at the
/// page costs no row. Each is for one purpose, counts once, and lasts five minutes.</summary>
internal sealed class Challenges(IDataProtectionProvider protection, Codes codes, TimeProvider clock)
{
    private const string Cookie = "xhub-passkey";

    // Shorter than used codes are remembered.
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    /// <summary>Gives a challenge to the browser.</summary>
    /// <param name="context">The request, whose answer gets the cookie.</param>
    /// <param name="purpose">For what it is.</param>
    /// <param name="state">What is needed to check the answer.</param>
    public void Keep(HttpContext context, string purpose, string state) => context.Response.Cookies.Append(
        Name(context),
        Protector(purpose).Protect(string.Create(
            CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToUnixTimeMilliseconds()} {state}")),
        Shape(context));

    /// <summary>Takes back a challenge that is answered.</summary>
    /// <returns>What is needed to check the answer; null for none of ours, too old a one, or one that was answered.</returns>
    public string? Take(HttpContext context, string purpose)
    {
        if (context.Request.Cookies[Name(context)] is not { } kept)
        {
            return null;
        }

        context.Response.Cookies.Delete(Name(context), Shape(context));
        try
        {
            var parts = Protector(purpose).Unprotect(kept).Split(' ', 2);
            var since = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture));
            return clock.GetUtcNow() - since <= Lasts && codes.Use("passkey", kept) ? parts[1] : null;
        }
        catch (CryptographicException)
        {
            return null; // not ours, or for something else
        }
    }

    private IDataProtector Protector(string purpose) => protection.CreateProtector("ExchangeHub.Console.Passkeys", purpose);

    private static string Name(HttpContext context) => AccountParts.CookieName(Cookie, context.Request.IsHttps);

    private static CookieOptions Shape(HttpContext context) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, IsEssential = true, Path = "/",
    };
}
