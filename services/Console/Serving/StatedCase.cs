using ExchangeHub.Access;
using ExchangeHub.Console.Persons;

namespace ExchangeHub.Console.Serving;

/// <summary>The case for which somebody of the joint team reads: said by the reader, kept in a cookie of the session.</summary>
internal static class StatedCase
{
    /// <summary>Gets the number of the case; empty for none, or for one that must not stand in the trail.</summary>
    public static string Of(HttpContext context) =>
        context.Request.Cookies[Reader.CaseCookie] is { Length: > 0 } kept
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
            context.Response.Cookies.Delete(Reader.CaseCookie, cookie);
        }
        else
        {
            context.Response.Cookies.Append(Reader.CaseCookie, Uri.EscapeDataString(number), cookie);
        }
    }
}
