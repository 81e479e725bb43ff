using System.Globalization;
using System.Threading.RateLimiting;
using ExchangeHub.Hub.Access;
using ExchangeHub.Hub.Access.Tokens;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ExchangeHub.Hub.Rest;

/// <summary>REST for those who do not speak gRPC: each path is a method of gRPC, judged by the same guards.</summary>
internal sealed class RestDoor(IServiceProvider services, HubOptions options)
{
    /// <summary>Where all paths begin.</summary>
    public const string Root = "/api/v1";

    private readonly List<Interceptor> _guards =
    [
        ActivatorUtilities.CreateInstance<ErrorInterceptor>(services),
        ActivatorUtilities.CreateInstance<Gatekeeper>(services),
        .. options.TokenIssuer.Length > 0 ? [ActivatorUtilities.CreateInstance<TokenGate>(services)] : Array.Empty<Interceptor>(),
    ];

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        RateLimitPartition.GetFixedWindowLimiter(
            http.Connection.ClientCertificate?.Thumbprint ?? $"{http.Connection.RemoteIpAddress}",
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = options.RestPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0, AutoReplenishment = true,
            }));

    /// <summary>Maps the paths.</summary>
    public static void Map(WebApplication app)
    {
        var door = ActivatorUtilities.CreateInstance<RestDoor>(app.Services);
        foreach (var route in RestRoutes.All)
        {
            app.MapMethods(
                Root + route.Path, [route.IsPost ? HttpMethods.Post : HttpMethods.Get],
                (HttpContext http) => door.GuardedAsync(http, () => door.AnswerAsync(http, route)));
        }

        var files = new RestFiles(door._guards);
        foreach (var (path, verb, _, _) in RestFiles.All)
        {
            app.MapMethods(
                Root + path, [verb], (HttpContext http) => door.GuardedAsync(http, () => files.AnswerAsync(http, verb)));
        }

        app.MapGet(Root + "/positions", (HttpContext http) => door.GuardedAsync(http, () => door.FollowAsync(http)));
        app.MapGet("/openapi/v1.json", () => Results.Text(OpenApiText.Write(), "application/json; charset=utf-8"));
        app.Map("/api/{**rest}", (HttpContext http) => Problems.AnswerAsync(http, 404, 1603, new Wording(
            "没有此路径，或者不支持此方法。全部路径见 /openapi/v1.json。",
            "There is no such path, or not with this method. /openapi/v1.json lists all of them.")));
    }

    private async Task GuardedAsync(HttpContext http, Func<Task> answer)
    {
        using var lease = _limiter.AttemptAcquire(http);
        if (!lease.IsAcquired)
        {
            var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
                ? Math.Max(1, (int)wait.TotalSeconds + 1) : 60;
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await Problems.AnswerAsync(http, 429, 1604, new Wording(
                $"请求过于频繁：每分钟至多 {options.RestPerMinute} 次，请在 {seconds} 秒后再试。",
                $"Too many requests: {options.RestPerMinute} a minute at most. Ask again in {seconds} seconds."));
            return;
        }

        try
        {
            await answer();
        }
        catch (RpcException failed) when (!http.Response.HasStarted)
        {
            await Problems.AnswerAsync(http, failed);
        }
        catch (RpcException)
        {
            http.Abort(); // in the midst of an answer: that it broke off is all that can be said
        }
        catch (BadHttpRequestException misshapen) when (!http.Response.HasStarted)
        {
            await Problems.AnswerAsync(http, misshapen.StatusCode, 1003, new Wording("请求无法读取。", "The request cannot be read."));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
    }

    private async Task AnswerAsync(HttpContext http, RestRoute route)
    {
        var request = (IMessage)Activator.CreateInstance(route.Request.ClrType)!;
        var faults = RestParameters.Read(http.Request, request);
        if (faults.Count == 0 && route.IsPost)
        {
            faults = await RestBody.ReadAsync(http, request);
        }

        if (faults.Count > 0)
        {
            await Problems.AnswerAsync(http, faults);
            return;
        }

        // Over gRPC a caller says how long it waits for a position; here nobody would end the wait.
        var log = services.GetRequiredService<EventLog.IEventLog>();
        if (request.Descriptor.FindFieldByName("at_position")?.Accessor.GetValue(request) is long position and > 0
            && await log.HeadAsync(http.RequestAborted) is var head && position > head)
        {
            throw HubErrors.AheadOfLog(position, head).ToException();
        }

        var rows = route.Rows.Length > 0 ? RowText.For(http.Request) : null;
        if (rows is not null || route.IsStream)
        {
            await new RestStream(http, route, rows).AnswerAsync((asked, take) => AskAsync(http, route, asked, take), request);
            return;
        }

        await AskAsync(http, route, request, answer => RestAnswers.AnswerAsync(http, answer, RestAnswers.CursorOf(answer)));
    }

    private Task AskAsync(HttpContext http, RestRoute route, IMessage request, Func<IMessage, Task> take) =>
        route.AskAsync(http.RequestServices, _guards, request, new RestCall(http, route.Method), take);

    // Server-sent events: the position of the log, again whenever it has moved. Who may not ask any more is told nothing more.
    private async Task FollowAsync(HttpContext http)
    {
        var models = RestRoutes.All.First(route => route.Path == "/read-models");
        Task Judge() => AskAsync(http, models, new Protos.Operation.V1.ListReadModelsRequest(), _ => Task.CompletedTask);
        await Judge();
        var log = services.GetRequiredService<EventLog.IEventLog>();
        var text = http.Request.Headers["Last-Event-ID"].ToString();
        var head = await log.HeadAsync(http.RequestAborted);
        if (text.Length > 0
            && (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) || seen > head))
        {
            throw HubErrors.AheadOfLog(long.TryParse(text, out var ahead) ? ahead : 0, head).ToException();
        }

        var after = text.Length > 0 ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        while (!services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            patience.CancelAfter(TimeSpan.FromSeconds(2));
            var line = ":\n\n";
            try
            {
                after = await log.WaitForMoreAsync(after, patience.Token);
                line = string.Create(
                    CultureInfo.InvariantCulture, $"id: {after}\nevent: position\ndata: {{\"position\":{after}}}\n\n");
            }
            catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
            {
                // Nothing new for a while: a comment keeps the connection.
            }

            await Judge();
            await http.Response.WriteAsync(line, http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
