using System.Threading.RateLimiting;
using ExchangeHub.Console.Asking;
using ExchangeHub.Console.Persons;
using Microsoft.AspNetCore.RateLimiting;

namespace ExchangeHub.Console.Serving;

/// <summary>How often one address may try to sign in.</summary>
internal static class SignInRate
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Limits the forms with which somebody proves who he is.</summary>
    /// <param name="limiter">What limits.</param>
    /// <param name="attemptsMax">How many attempts a minute there may be from one address.</param>
    public static void Apply(RateLimiterOptions limiter, int attemptsMax)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            HttpMethods.IsPost(context.Request.Method)
                && context.Request.Path.Value?.Trim('/').ToLowerInvariant() is "signin" or "enrol" or "account" or "confirm"
                ? RateLimitPartition.GetFixedWindowLimiter(
                    context.Connection.RemoteIpAddress?.ToString() ?? "",
                    _ => new FixedWindowRateLimiterOptions { PermitLimit = attemptsMax, Window = Window })
                : RateLimitPartition.GetNoLimiter(""));
        limiter.OnRejected = async (rejected, _) =>
        {
            var context = rejected.HttpContext;
            PersonLog.TooManyAttempts(
                context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("ExchangeHub.Console"));
            context.Response.Headers.RetryAfter = "60";
            await TroubleAnswer.TellAsync(context, Trouble.TooManyAttempts);
        };
    }
}
