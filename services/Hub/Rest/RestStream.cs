using System.Text;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Protos.Rules.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Hub.Rest;

/// <summary>An answer row by row: lines, a sheet, or one JSON, in a memory that does not grow with it.</summary>
internal sealed class RestStream(HttpContext http, RestRoute route, RowText? text)
{
    // What comes in pages is asked for page by page, each as large as it may be.
    private readonly FieldDescriptor? _token = route.Request.FindFieldByName("page_token");
    private long _count;
    private string? _cursor;
    private IMessage? _signed;

    /// <summary>Answers.</summary>
    /// <param name="ask">Asks for an answer, or the pieces of one.</param>
    /// <param name="request">What to ask.</param>
    public async Task AnswerAsync(Func<IMessage, Func<IMessage, Task>, Task> ask, IMessage request)
    {
        try
        {
            if (_token is not null)
            {
                var size = route.Request.FindFieldByName("page_size");
                size.Accessor.SetValue(request, (int)size.GetOptions().GetExtension(FieldExtensions.Field).Maximum);
            }

            do
            {
                await ask(request, TakeAsync);
                _token?.Accessor.SetValue(request, _cursor ?? "");
            }
            while (_token is not null && _cursor is { Length: > 0 });
        }
        catch (EnoughException)
        {
            // One page, which is signed as it is.
        }

        await BeginAsync();
        await WriteAsync(text is not null ? text.End(_count, _cursor, _signed) : Encoding.UTF8.GetBytes(JsonEnd()));
    }

    private async Task TakeAsync(IMessage piece)
    {
        _cursor = piece switch
        {
            FollowChangesResponse changes => $"{changes.Position}",
            _ => RestAnswers.CursorOf(piece),
        };
        _signed = (piece as GetSnapshotResponse)?.Signed ?? (piece as FollowChangesResponse)?.Signed;
        await BeginAsync();
        foreach (var row in RestAnswers.Rows(piece, route.Rows))
        {
            _count++;
            await WriteAsync(text is not null ? text.Row(row)
                : Encoding.UTF8.GetBytes((_count > 1 ? "," : "") + RestAnswers.Json(row).ToJsonString(RestAnswers.Readable)));
        }

        if (piece is FollowChangesResponse)
        {
            throw new EnoughException();
        }
    }

    private async Task BeginAsync()
    {
        if (http.Response.HasStarted)
        {
            return;
        }

        var isBare = http.Request.Query["bom"] == "false";
        http.Response.ContentType = text?.MediaType ?? "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "private, no-cache";
        if (text is not null && text.MediaType.StartsWith("text/csv", StringComparison.Ordinal))
        {
            http.Response.Headers.ContentDisposition =
                $"attachment; filename=\"{route.Rows}.csv\"; filename*=UTF-8''{Uri.EscapeDataString(route.Rows)}.csv";
        }

        if (route.Response == FollowChangesResponse.Descriptor)
        {
            RestAnswers.LinkNext(http, _cursor);
        }

        await http.Response.StartAsync(http.RequestAborted);
        var row = route.Response.FindFieldByName(route.Rows).MessageType;
        await WriteAsync(text is not null ? text.Begin(row, withMark: !isBare)
            : Encoding.UTF8.GetBytes($"{{\"{route.Response.FindFieldByName(route.Rows).JsonName}\":["));
    }

    private string JsonEnd() => "],\"count\":" + _count.ToString(System.Globalization.CultureInfo.InvariantCulture)
        + (_cursor is { Length: > 0 } ? $",\"nextCursor\":\"{_cursor}\"" : "")
        + (_signed is null ? "" : ",\"signed\":" + RestAnswers.Json(_signed).ToJsonString(RestAnswers.Readable)) + "}";

    private async Task WriteAsync(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        }
    }

    /// <summary>Ends a call that would go on.</summary>
    private sealed class EnoughException : OperationCanceledException;
}
