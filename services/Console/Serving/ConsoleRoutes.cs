using ExchangeHub.Console.Language;
using ExchangeHub.Console.Persons;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Serving;

/// <summary>The addresses that are no pages.</summary>
internal static class ConsoleRoutes
{
    public static void MapConsole(this WebApplication app)
    {
        app.MapGet("/assets/{name}", (string name, HttpContext context, AssetShelf shelf) => shelf.Serve(name, context));
        app.MapGet("/language", (string? to, string? back, HttpContext context) =>
        {
            context.Response.Cookies.Append(Tongue.Cookie, to == "en" ? "en" : "zh", new CookieOptions
            {
                HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, MaxAge = TimeSpan.FromDays(365), Path = "/",
            });
            return Results.LocalRedirect(Links.IsLocal(back) ? back! : "/");
        });
        app.MapPost("/signout", async (HttpContext context, SignInDesk desk) =>
        {
            await desk.SignOutAsync(context);
            return Results.LocalRedirect("/signin");
        });
        app.MapGet("/find", (string? q) => Results.LocalRedirect(Destination(q?.Trim() ?? "")));
    }

    /// <summary>Tells from its shape what somebody looks for: a record, an enterprise, a document number or a name.</summary>
    public static string Destination(string text) => text switch
    {
        "" => "/search",
        _ when text.StartsWith("urn:", StringComparison.Ordinal) || text.Contains('/', StringComparison.Ordinal) =>
            Links.Record(text),
        _ when UnifiedSocialCreditCode.TryParse(text.ToUpperInvariant(), out _) => Links.Enterprise(text.ToUpperInvariant()),
        _ when text.Any(letter => letter is '〔' or '[' or '［' or '号') => $"/search?number={Uri.EscapeDataString(text)}",
        _ => $"/search?name={Uri.EscapeDataString(text)}",
    };
}
