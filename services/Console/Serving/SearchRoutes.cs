using ExchangeHub.Console.Asking;
using ExchangeHub.Console.Components;
using ExchangeHub.Console.Exporting;
using ExchangeHub.Console.Language;
using ExchangeHub.Vocabulary;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExchangeHub.Console.Serving;

/// <summary>The parts of a search that come one after the other: rows that follow, what a row opens, and the file.</summary>
internal static class SearchRoutes
{
    public static void MapSearch(this WebApplication app)
    {
        app.MapGet("/search/rows", async (HttpContext context, Hub hub, Zone zone, TimeProvider clock) =>
        {
            var asked = new SearchAsked(context.Request.Query);
            await zone.LoadAsync();
            var (request, _) = asked.Ask(CivilDates.Of(clock.GetUtcNow()), SearchAsked.RowsThatFollow);
            var found = await hub.FindAsync(request);
            return new RazorComponentResult<RecordFragment>(
                new { found.Records, More = asked.Following(found.NextPageToken) });
        });
        app.MapGet("/search/drawer", async (string of, Hub hub, Zone zone) =>
            new RazorComponentResult<RecordDrawer>(new { Asked = await Explained.AskAsync(hub, zone, of) }));
        app.MapGet("/search/file", async (HttpContext context, Hub hub, ExportDesk desk, TimeProvider clock, string? export) =>
        {
            var asked = new SearchAsked(context.Request.Query);
            var search = export is null ? asked.Ask(CivilDates.Of(clock.GetUtcNow()), 0).Request : desk.Fetch(export);
            if (search is null)
            {
                return Results.LocalRedirect(Links.Export(export!));
            }

            if (export is null && await desk.NeedsSecondAsync(search))
            {
                return Results.LocalRedirect(asked.Address("/export"));
            }

            var isSheet = ConsoleRoutes.IsSheet(context);
            return ConsoleRoutes.Named(context, "records", isSheet, target => Sheets.WriteAsync(hub, search, isSheet, target));
        });
    }
}
