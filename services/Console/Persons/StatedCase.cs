using ExchangeHub.Access;

namespace ExchangeHub.Console.Persons;

/// <summary>The case for which somebody of the joint team, or an auditor, reads: said by the reader, kept in a cookie of the
/// session.</summary>
internal static class StatedCase
{
    private const string Cookie = "xhub-case";

    /// <summary>Gets the number of the case; empty for none, or for one that must not stand in the trail.</summary>
    public static string Of(HttpContext context) =>
        context.Request.Cookies[Name(context)] is { Length: > 0 } kept
        && Uri.UnescapeDataString(kept) is var number && IsPlain(number) ? number : "";

    /// <summary>Says whether a number may stand in the trail.</summary>
    public static bool IsPlain(string number) => ReadingRules.IsPlain(new ReadingClaim(Purpose.Case, number, ""));

    /// <summary>Keeps the number of the case.</summary>
    /// <param name="context">The request.</param>
    /// <param name="number">The number; empty for none.</param>
    public static void Keep(HttpContext context, string number)
    {
        var cookie = new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, IsEssential = true, Path = "/",
        };
        if (number.Length == 0)
        {
            context.Response.Cookies.Delete(Name(context), cookie);
        }
        else
        {
            context.Response.Cookies.Append(Name(context), Uri.EscapeDataString(number), cookie);
        }
    }

    private static string Name(HttpContext context) => AccountParts.CookieName(Cookie, context.Request.IsHttps);
}
