using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Rest;

/// <summary>What went wrong, as RFC 9457 has it, in the language of whoever asked.</summary>
internal static class Problems
{
    private static readonly Wording Unsound = new("请求不能受理", "The request cannot be answered");

    /// <summary>Answers with a failure of a call.</summary>
    public static Task AnswerAsync(HttpContext http, RpcException failed)
    {
        var failure = (failed as HubErrors.FailedCall)?.Failure;
        var message = failure?.Message ?? new Wording(failed.Status.Detail, failed.Status.Detail);
        var status = failed.StatusCode switch
        {
            StatusCode.OutOfRange when failure is { Reason: 1505 } => 409, // the upload goes on elsewhere
            StatusCode.OutOfRange when failure is { Reason: 1512 } => 416, // behind the end of the file
            StatusCode.InvalidArgument or StatusCode.OutOfRange => 400,
            StatusCode.Unauthenticated => 401,
            StatusCode.PermissionDenied => 403,
            StatusCode.NotFound => 404,
            StatusCode.AlreadyExists => 422,
            StatusCode.FailedPrecondition or StatusCode.Aborted => 409,
            StatusCode.ResourceExhausted => 429,
            StatusCode.Unimplemented => 501,
            StatusCode.Unavailable => 503,
            _ => 500,
        };
        if (status is 429 or 503)
        {
            http.Response.Headers.RetryAfter = status == 503 ? "2" : "60";
        }

        return AnswerAsync(http, status, failure?.Reason ?? 0, message, failure is null ? [] : failure.Violations
            .GroupBy(violation => violation.Field)
            .ToDictionary(field => field.Key, field => field.First().Sentence));
    }

    /// <summary>Answers with what is wrong with the parameters.</summary>
    public static Task AnswerAsync(HttpContext http, Dictionary<string, (string Chinese, string English)> faults) => AnswerAsync(
        http, 400, 1003,
        new Wording(
            string.Join(' ', faults.Select(fault => $"{fault.Key}：{fault.Value.Chinese}")),
            string.Join(' ', faults.Select(fault => $"{fault.Key}: {fault.Value.English}"))),
        faults.ToDictionary(fault => fault.Key, fault => new Wording(fault.Value.Chinese, fault.Value.English)));

    /// <summary>Answers with a problem.</summary>
    public static Task AnswerAsync(
        HttpContext http, int status, int reason, Wording detail, Dictionary<string, Wording>? errors = null)
    {
        var isChinese = IsChinese(http);
        string In(Wording wording) => isChinese ? wording.Chinese : wording.English;
        var problem = new JsonObject
        {
            ["type"] = string.Create(CultureInfo.InvariantCulture, $"urn:exchangehub:problem:{reason}"),
            ["title"] = In(Unsound),
            ["status"] = status,
            ["detail"] = In(detail),
            ["reason"] = reason,
            ["traceId"] = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier,
        };
        if (errors is { Count: > 0 })
        {
            problem["errors"] = new JsonObject(errors.Select(
                error => KeyValuePair.Create<string, JsonNode?>(error.Key, In(error.Value))));
        }

        http.Response.StatusCode = status;
        http.Response.Headers.ContentLanguage = isChinese ? "zh-CN" : "en";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "application/problem+json";
        return http.Response.WriteAsync(problem.ToJsonString(RestAnswers.Readable), http.RequestAborted);
    }

    // Chinese first, as everywhere, unless English is asked for and Chinese is not.
    private static bool IsChinese(HttpContext http)
    {
        var wanted = http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(one => one.Quality ?? 1)
            .Select(one => one.Value.ToString())
            .FirstOrDefault(one => one.StartsWith("zh", StringComparison.OrdinalIgnoreCase)
                || one.StartsWith("en", StringComparison.OrdinalIgnoreCase));
        return wanted is null || wanted.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
    }
}
