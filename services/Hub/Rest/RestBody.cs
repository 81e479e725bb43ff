using System.Globalization;
using System.Text;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf;

namespace ExchangeHub.Hub.Rest;

/// <summary>Requests that come as a body of JSON.</summary>
internal static class RestBody
{
    // A statement has 1 MiB at most, and base 64 makes a third more of it.
    private const int BytesMax = 1_500_000;
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithRecursionLimit(10));

    /// <summary>Fills in a request.</summary>
    /// <returns>What is wrong, by field.</returns>
    public static async Task<Dictionary<string, (string Chinese, string English)>> ReadAsync(HttpContext http, IMessage request)
    {
        var json = await TextAsync(http);
        try
        {
            if (request is not PublishRequest publish)
            {
                request.MergeFrom(Parser.Parse(json ?? "", request.Descriptor).ToByteArray());
                return [];
            }

            publish.Envelope = Parser.Parse<Envelope>(json ?? "");
            return KeyFault(http, publish.Envelope);
        }
        catch (Exception misshapen) when (misshapen is InvalidProtocolBufferException or InvalidJsonException or ArgumentException
            or FormatException or InvalidOperationException)
        {
            return new()
            {
                ["body"] = ("应为一个 JSON 对象，字段见 /openapi/v1.json，至多 1.5 MB。",
                    "Expected one JSON object with the fields of /openapi/v1.json, 1.5 MB at most."),
            };
        }
    }

    // The key names the statement, which the hub takes once under its number for ever: the same key cannot stand for two.
    private static Dictionary<string, (string Chinese, string English)> KeyFault(HttpContext http, Envelope envelope)
    {
        var statement = Statement.Parser.ParseFrom(envelope.Payload);
        var expected = string.Create(CultureInfo.InvariantCulture, $"{statement.Node}/{statement.Sequence}");
        return http.Request.Headers["Idempotency-Key"] == expected ? [] : new()
        {
            ["Idempotency-Key"] = ("应为报送的节点与序号，例如 node:310118/17，并与信封内一致。",
                "Expected node and sequence of the statement, such as node:310118/17, as the envelope has them."),
        };
    }

    private static async Task<string?> TextAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            if (body.Length + read > BytesMax)
            {
                return null;
            }

            await body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }
}
