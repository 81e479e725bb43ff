using System.Net.Mime;
using System.Text;
using ExchangeHub.EventLog;
using ExchangeHub.History;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ExchangeHub.Hub.History;

/// <summary>The history over plain HTTP, for anybody: C2SP tlog-tiles, the policy, and proofs. There is nothing secret in
/// it.</summary>
internal static class HistoryEndpoints
{
    private static readonly object Stranger = new();

    /// <summary>Marks an endpoint that strangers may reach.</summary>
    internal sealed record ForAnybody;

    /// <summary>Maps the paths.</summary>
    public static void MapHistory(this WebApplication app)
    {
        var group = app.MapGroup("/").WithMetadata(new ForAnybody());
        group.MapGet("/checkpoint", async (HistoryReader reader, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return await reader.FindCheckpointAsync(context.RequestAborted) is { } kept
                ? Text(kept.Note.ToString())
                : Missing("No checkpoint has enough signatures yet.");
        });
        group.MapGet("/timestamp/{position:long:min(1)?}", async (long? position, HistoryReader reader, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return await reader.FindStampedAsync(position, context.RequestAborted) is { } note
                ? Text(note.ToString())
                : Missing("No checkpoint that was time-stamped covers that.");
        });
        group.MapGet("/policy", (HistoryReader reader) => Text(reader.Policy));
        group.MapGet("/tile/{**path}", async (string path, HistoryReader reader, HttpContext context) =>
        {
            if (!TileAddress.TryParse($"tile/{path}", out var tile))
            {
                return Missing($"'tile/{path[..Math.Min(path.Length, 100)]}' is not the path of a tile.");
            }

            return await OrMissingAsync(async () =>
            {
                var bytes = await reader.ReadAsync(tile, context.RequestAborted);
                context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Results.Bytes(bytes, MediaTypeNames.Application.Octet);
            });
        });
        group.MapGet("/proof/{position:long:min(1)}", (
            long position, bool? stamped, HistoryReader reader, HttpContext context) =>
            OrMissingAsync(async () => await reader.ProveAsync(position, stamped is true, context.RequestAborted) is { } proof
                ? Text(proof.ToString())
                : Missing($"No checkpoint with enough signatures covers position {position} yet.")));
    }

    /// <summary>Marks what connects to an address as a stranger.</summary>
    public static void IsForAnybody(this ListenOptions endpoint) => endpoint.Use(next => connection =>
    {
        connection.Items[Stranger] = Stranger;
        return next(connection);
    });

    /// <summary>Lets strangers reach nothing but the history.</summary>
    public static void KeepStrangersOut(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Stranger) == true
            && context.GetEndpoint()?.Metadata.GetMetadata<ForAnybody>() is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    });

    private static async Task<IResult> OrMissingAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (TileMissingException missing)
        {
            return Missing(missing.Message);
        }
        catch (LogUnavailableException)
        {
            return Results.Text("The hub's store is away; ask again.\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult Text(string text) => Results.Text(text, MediaTypeNames.Text.Plain, Encoding.UTF8);

    private static IResult Missing(string sentence) =>
        Results.Text(sentence + "\n", MediaTypeNames.Text.Plain, Encoding.UTF8, StatusCodes.Status404NotFound);
}
