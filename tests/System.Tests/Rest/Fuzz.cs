using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ExchangeHub.SystemTests.Rest;

/// <summary>Requests at random, of the shapes that the description has.</summary>
internal static class Fuzz
{
    private static readonly string[] Texts =
        ["", "x", "太浦河", "310118", "2026-07-10", "91320509MAHUB0013D", "penalty", "ENV-YRD", "31.02,120.84", "-1", "\u0000",
         "a/b", "urn:eeh:penalty:320509:01KXM8TMM0041061050R3GG28A", "consumer:credit/fuzz", "\uD800", "%00", "REF-AGR-SCOPE"];

    private static readonly string[] Offsets = ["", "x", "-1", "0", "1000", "1.5", "9223372036854775808"];

    public static HttpRequestMessage Request(Random random, string path, string verb, JsonNode operation, JsonNode description)
    {
        var query = new List<string>();
        foreach (var parameter in operation["parameters"]!.AsArray())
        {
            var (name, place) = ((string)parameter!["name"]!, (string)parameter["in"]!);
            var value = Uri.EscapeDataString(
                Value(random, parameter["schema"]!).Replace("\uD800", "?", StringComparison.Ordinal));
            if (place == "path")
            {
                // Kestrel itself turns down a path with NUL, and has no words.
                path = path.Replace($"{{{name}}}", value is "" or "%00" or "%2500" ? "x" : value, StringComparison.Ordinal);
            }
            else if (place == "query" && random.Next(3) == 0)
            {
                query.Add($"{name}={value}");
            }
        }

        var request = new HttpRequestMessage(new HttpMethod(verb.ToUpperInvariant()), $"{path}?{string.Join('&', query)}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(
            (string[])["application/json", "application/x-ndjson", "text/csv"] is var types ? types[random.Next(3)] : ""));
        if (operation["requestBody"] is { } bytes && bytes["content"]!["application/octet-stream"] is not null)
        {
            request.Headers.TryAddWithoutValidation("Upload-Offset", Offsets[random.Next(Offsets.Length)]);
            request.Content = new ByteArrayContent(new byte[random.Next(3) * 1000]);
        }
        else if (operation["requestBody"] is { } body)
        {
            var schema = body["content"]!["application/json"]!["schema"]!;
            request.Headers.TryAddWithoutValidation("Idempotency-Key", "node:320509/1");
            request.Content = new StringContent(
                random.Next(4) == 0 ? "{]" : Json(random, schema, description, 0)?.ToJsonString() ?? "null", Encoding.UTF8,
                "application/json");
        }

        return request;
    }

    private static string Value(Random random, JsonNode schema) => schema["enum"] is { } values && random.Next(4) > 0
        ? (string)values.AsArray()[random.Next(values.AsArray().Count)]!
        : (string)schema["type"]! == "integer" && random.Next(4) > 0 ? $"{random.Next(-10, 1000)}"
        : (string)schema["type"]! == "boolean" && random.Next(4) > 0 ? "true"
        : Texts[random.Next(Texts.Length)];

    private static JsonNode? Json(Random random, JsonNode schema, JsonNode description, int depth)
    {
        if (schema["$ref"] is { } reference)
        {
            schema = description["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!;
        }

        return (string)schema["type"]! switch
        {
            "object" => new JsonObject(schema["properties"]!.AsObject().Where(_ => depth < 3 && random.Next(3) > 0)
                .Select(pair => KeyValuePair.Create(pair.Key, Json(random, pair.Value!, description, depth + 1)))),
            "array" => new JsonArray(Json(random, schema["items"]!, description, depth + 1)),
            _ => Value(random, schema),
        };
    }
}
