using ExchangeHub.Console.Asking;
using ExchangeHub.Console.Pages;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExchangeHub.Console.Serving;

/// <summary>Answers what went wrong with a page, never with the text of a failure.</summary>
internal static class TroubleAnswer
{
    /// <summary>Makes the page, or says why there is none.</summary>
    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("ExchangeHub.Console");
        try
        {
            await next(context);
        }
        catch (RpcException refused) when (!context.Response.HasStarted)
        {
            var trouble = Trouble.Of(refused);
            if (trouble.HttpStatus == StatusCodes.Status503ServiceUnavailable)
            {
                ConsoleLog.HubIsAway(logger, context.Request.Path, refused.StatusCode.ToString());
            }

            await TellAsync(context, trouble);
        }
        catch (Exception failure) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // The last line of defence: the text of an unforeseen failure must not leave the process.
            ConsoleLog.PageFailed(logger, context.Request.Path, failure);
            await TellAsync(context, Trouble.Unforeseen);
        }
    }

    /// <summary>Says that an address leads nowhere.</summary>
    public static Task NothingHereAsync(HttpContext context) => TellAsync(context, Trouble.NothingHere);

    /// <summary>Says what is the matter.</summary>
    public static async Task TellAsync(HttpContext context, Trouble trouble)
    {
        // The page that failed has used up what renders pages in its scope, and left a header that may be added only once.
        context.Response.Headers.Remove("blazor-enhanced-nav");
        await using var scope = context.RequestServices.CreateAsyncScope();
        (var own, context.RequestServices) = (context.RequestServices, scope.ServiceProvider);
        try
        {
            await new RazorComponentResult<TroublePage>(
                new Dictionary<string, object?> { [nameof(TroublePage.Trouble)] = trouble })
            {
                StatusCode = trouble.HttpStatus,
            }.ExecuteAsync(context);
        }
        finally
        {
            context.RequestServices = own;
        }
    }
}
