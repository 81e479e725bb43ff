using System.Collections;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Hub.Rest;

/// <summary>Answers as JSON, with an entity tag.</summary>
internal static class RestAnswers
{
    /// <summary>Chinese stays readable; nothing of it is ever put into HTML.</summary>
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonFormatter Formatter = new(
        JsonFormatter.Settings.Default.WithFormatDefaultValues(false));

    /// <summary>Makes JSON of a message.</summary>
    public static JsonObject Json(IMessage message)
    {
        var json = JsonNode.Parse(Formatter.Format(message))!.AsObject();
        Reword(json, message.Descriptor);
        if (json.Remove("nextPageToken", out var token))
        {
            json["nextCursor"] = token;
        }

        return json;
    }

    /// <summary>Answers once.</summary>
    public static async Task AnswerAsync(HttpContext http, IMessage answer, string? cursor)
    {
        var body = Encoding.UTF8.GetBytes(Json(answer).ToJsonString(Readable));
        if (HttpMethods.IsGet(http.Request.Method))
        {
            // The position moves with every event of anybody; the answer is the same for all that.
            var same = answer.Descriptor.FindFieldByName("at_position") is { } position ? Without(answer, position) : body;
            var tag = $"W/\"{Digest.Of(same).ToString()[^32..]}\"";
            http.Response.Headers.ETag = tag;
            http.Response.Headers.CacheControl = "private, no-cache";
            http.Response.Headers.Vary = "Accept, X-Purpose";
            LinkNext(http, cursor);
            if (http.Request.Headers.IfNoneMatch.Any(known => known?.Split(',').Any(one => one.Trim() == tag) is true))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>Finds what leads to the next page.</summary>
    /// <returns>Empty on the last page; null when the answer has no pages.</returns>
    public static string? CursorOf(IMessage answer) =>
        answer.Descriptor.FindFieldByName("next_page_token")?.Accessor.GetValue(answer) as string;

    /// <summary>Says where the next page is.</summary>
    public static void LinkNext(HttpContext http, string? cursor)
    {
        if (cursor is { Length: > 0 })
        {
            var query = string.Concat(http.Request.Query.Where(pair => pair.Key != "cursor")
                .SelectMany(pair => pair.Value.Select(value =>
                    $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value ?? "")}&")));
            http.Response.Headers.Link =
                $"<{http.Request.Path}?{query}cursor={Uri.EscapeDataString(cursor)}>; rel=\"next\"";
        }
    }

    /// <summary>Gets the rows of an answer.</summary>
    public static IEnumerable<IMessage> Rows(IMessage answer, string field) =>
        ((IList)answer.Descriptor.FindFieldByName(field).Accessor.GetValue(answer)).Cast<IMessage>();

    // The wire's names of values, such as OUTCOME_REFUSED, say the enumeration again; REST says refused, as parameters do.
    private static void Reword(JsonObject json, MessageDescriptor message)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            if (field.FieldType is not (FieldType.Enum or FieldType.Message) || field.IsMap
                || json[field.JsonName] is not { } value)
            {
                continue;
            }

            if (value is JsonArray list)
            {
                foreach (var one in list.ToArray())
                {
                    Reword(one, field);
                }
            }
            else
            {
                Reword(value, field);
            }
        }
    }

    private static void Reword(JsonNode? value, FieldDescriptor field)
    {
        if (value is JsonObject inner)
        {
            Reword(inner, field.MessageType);
        }
        else if (field.FieldType == FieldType.Enum && value?.GetValueKind() == JsonValueKind.String
            && field.EnumType.FindValueByName(value.GetValue<string>()) is { } known)
        {
            value.ReplaceWith(EnumWords.Of(known));
        }
    }

    private static byte[] Without(IMessage answer, FieldDescriptor field)
    {
        var copy = field.ContainingType.Parser.ParseFrom(answer.ToByteArray());
        field.Accessor.Clear(copy);
        return copy.ToByteArray();
    }
}
