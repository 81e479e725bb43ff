using System.Text.Json;
using System.Text.Json.Nodes;
using ExchangeHub.Grpc.Wire;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Hub.Rest;

/// <summary>The description of REST, OpenAPI 3.1, made of the routes and of the wire contract behind them.</summary>
internal static class OpenApiText
{
    private static readonly JsonSerializerOptions Pretty = new(RestAnswers.Readable) { WriteIndented = true };

    /// <summary>Writes it.</summary>
    public static string Write()
    {
        var schemas = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal) { ["Problem"] = Problem() };
        var paths = new JsonObject();
        foreach (var route in RestRoutes.All)
        {
            PathOf(paths, route.Path)[route.IsPost ? "post" : "get"] = Operation(route, schemas);
        }

        foreach (var (path, verb, request, summary) in RestFiles.All)
        {
            PathOf(paths, path)[verb.ToLowerInvariant()] = Transfer(verb, request, summary);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "ExchangeHub", ["version"] = "1" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = new JsonObject(schemas) },
        }.ToJsonString(Pretty) + "\n";
    }

    private static JsonObject PathOf(JsonObject paths, string path)
    {
        if (paths[RestDoor.Root + path] is not JsonObject operations)
        {
            paths[RestDoor.Root + path] = operations = [];
        }

        return operations;
    }

    // Bytes of a file, or where they go on; docs/rest.md says the rest.
    private static JsonObject Transfer(string verb, MessageDescriptor request, string summary)
    {
        var bytes = new JsonObject { ["application/octet-stream"] = new JsonObject() };
        var operation = new JsonObject
        {
            ["summary"] = summary,
            ["parameters"] = new JsonArray(
            [
                .. Headers(verb == "PATCH" ? ["Upload-Offset"]
                    : verb == "GET" ? ["X-Purpose", "X-Case", "X-Person", "Range"] : []),
                .. Parameters(request),
            ]),
            ["responses"] = new JsonObject
            {
                [verb == "GET" ? "200" : "204"] = verb == "GET"
                    ? new JsonObject { ["description"] = "The file; 206 for a part of it.", ["content"] = bytes.DeepClone() }
                    : new JsonObject { ["description"] = "Upload-Offset says how many bytes the hub has." },
                ["default"] = Wrong(),
            },
        };
        if (verb == "PATCH")
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = bytes };
        }

        return operation;
    }

    private static JsonObject Operation(RestRoute route, SortedDictionary<string, JsonNode?> schemas)
    {
        var content = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Of(route.Response, schemas) } };
        if (route.Rows.Length > 0)
        {
            content["application/x-ndjson"] = new JsonObject();
            content["text/csv"] = new JsonObject();
        }

        var operation = new JsonObject
        {
            ["operationId"] = route.Method.Split('/')[^1],
            ["summary"] = route.Summary,
            ["parameters"] = new JsonArray(
            [
                .. Headers(["X-Purpose", "X-Case", "X-Person",
                    .. route.Request.Name == "PublishRequest" ? ["Idempotency-Key"] : Array.Empty<string>()]),
                .. route.IsPost ? [] : Parameters(route.Request, route.Path),
            ]),
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject { ["description"] = "The answer.", ["content"] = content },
                ["default"] = Wrong(),
            },
        };
        if (route.IsPost)
        {
            var body = route.Request.Name == "PublishRequest" ? route.Request.FindFieldByName("envelope").MessageType
                : route.Request;
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Of(body, schemas) } },
            };
        }

        return operation;
    }

    private static JsonObject Wrong() => new()
    {
        ["description"] = "What went wrong.",
        ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = Reference("Problem") } },
    };

    private static IEnumerable<JsonNode> Headers(string[] names) =>
        from name in names
        select new JsonObject
        {
            ["name"] = name, ["in"] = "header", ["required"] = name is "Idempotency-Key" or "Upload-Offset",
            ["schema"] = new JsonObject { ["type"] = "string" },
        };

    private static IEnumerable<JsonNode> Parameters(MessageDescriptor request, string path = "") =>
        from field in RestParameters.Of(request)
        let name = RestParameters.NameOf(field)
        let isInPath = path.Contains($"{{{name}}}", StringComparison.Ordinal)
        select new JsonObject
        {
            ["name"] = name,
            ["in"] = isInPath ? "path" : "query",
            ["required"] = isInPath,
            ["schema"] = field.FieldType switch
            {
                FieldType.Enum => new JsonObject
                {
                    ["type"] = "string",
                    ["enum"] = new JsonArray([.. field.EnumType.Values.Skip(1)
                        .Select(value => (JsonNode)EnumWords.Of(value))]),
                },
                FieldType.Int32 or FieldType.Int64 => new JsonObject { ["type"] = "integer" },
                FieldType.Bool => new JsonObject { ["type"] = "boolean" },
                _ => new JsonObject { ["type"] = "string" },
            },
        };

    private static JsonObject Of(MessageDescriptor message, SortedDictionary<string, JsonNode?> schemas)
    {
        var name = message.FullName.Replace("exchangehub.", "", StringComparison.Ordinal);
        if (!schemas.ContainsKey(name))
        {
            schemas[name] = null; // a message may hold itself
            schemas[name] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(message.Fields.InDeclarationOrder().Select(field =>
                    KeyValuePair.Create<string, JsonNode?>(
                        field.Name == "next_page_token" ? "nextCursor" : field.JsonName, Of(field, schemas)))),
            };
        }

        return Reference(name);
    }

    private static JsonObject Of(FieldDescriptor field, SortedDictionary<string, JsonNode?> schemas)
    {
        var one = field.FieldType switch
        {
            FieldType.Message when field.MessageType == Timestamp.Descriptor =>
                new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            FieldType.Message when field.MessageType == Duration.Descriptor => new JsonObject { ["type"] = "string" },
            FieldType.Message => Of(field.MessageType, schemas),
            FieldType.Enum => new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. field.EnumType.Values.Select(value => (JsonNode)EnumWords.Of(value))]),
            },
            FieldType.Int32 => new JsonObject { ["type"] = "integer" },
            FieldType.Bool => new JsonObject { ["type"] = "boolean" },
            FieldType.Bytes => new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" },
            _ => new JsonObject { ["type"] = "string" },
        };
        return field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = one } : one;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static JsonObject Problem() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("type", "title", "status", "detail"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string" },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string" },
            ["reason"] = new JsonObject { ["type"] = "integer" },
            ["traceId"] = new JsonObject { ["type"] = "string" },
            ["errors"] = new JsonObject { ["type"] = "object" },
        },
    };
}
