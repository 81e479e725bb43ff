using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExchangeHub.Console.Asking;
using ExchangeHub.Console.Language;
using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.History.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Serving;

/// <summary>The addresses that are no pages.</summary>
internal static class ConsoleRoutes
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true,
    };

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
        app.MapGet("/passkeys/new", async (HttpContext context, Passkeys passkeys, Reader reader) => Results.Text(
            await passkeys.OfferAsync(context, reader.Account!), MediaTypeNames.Application.Json));
        app.MapGet("/passkeys/any", async (HttpContext context, Passkeys passkeys) => Results.Text(
            await passkeys.ChallengeAsync(context), MediaTypeNames.Application.Json));
        app.MapGet("/proof/file", async (long position, Hub hub) =>
        {
            var said = await hub.History.ProveAsync(new ProveRequest { Position = position }, hub.Soon);
            return Results.File(
                Encoding.UTF8.GetBytes(said.Proof), MediaTypeNames.Text.Plain,
                string.Create(CultureInfo.InvariantCulture, $"exchangehub-{position}.tlog-proof"));
        });
        app.MapGet("/why/file", async (string of, Hub hub) =>
        {
            var request = new GetRecordRequest { RecordId = of, Receiver = hub.AskedFor };
            var name = string.Concat(of.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
            return Results.File(
                JsonSerializer.SerializeToUtf8Bytes(await hub.Proved.GatherAsync(request), Readable),
                MediaTypeNames.Application.Json, $"{name}.json");
        });
        app.MapGet("/readings/file", (HttpContext context, Hub hub, TimeProvider clock) =>
        {
            context.Response.Headers.ContentDisposition =
                $"attachment; filename=\"readings-{CivilDates.Format(CivilDates.Of(clock.GetUtcNow()))}.csv\"";
            return Results.Stream(
                target => Trail.WriteAsync(hub, Trail.Asked(context.Request.Query), target), "text/csv; charset=utf-8");
        });
        app.MapGet("/enterprise/file", (HttpContext context, Hub hub) =>
        {
            var (asked, isSheet) = (EnterpriseAsked.From(context.Request.Query), IsSheet(context));
            return Named(
                context, $"enterprise-{asked.Code}", isSheet,
                target => Sheets.WriteAsync(hub, asked.Request, isSheet, target));
        });
        app.MapGet("/find", (string? q) => Results.LocalRedirect(Destination(q?.Trim() ?? "")));
    }

    /// <summary>Says whether a file is to be a sheet; otherwise it is lines of JSON.</summary>
    public static bool IsSheet(HttpContext context) => context.Request.Query["as"] != "ndjson";

    /// <summary>Answers with a file.</summary>
    public static IResult Named(HttpContext context, string name, bool isSheet, Func<Stream, Task> write)
    {
        var plain = string.Concat(name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{plain}.{(isSheet ? "csv" : "ndjson")}\"";
        return Results.Stream(write, Sheets.MediaType(isSheet));
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
