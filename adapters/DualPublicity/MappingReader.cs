using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Understands the JSON of a mapping, and finds everything in it that could not work.</summary>
internal static partial class MappingReader
{
    /// <summary>How the JSON is read: what nobody knows, and what stands twice, is a mistake.</summary>
    public static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>As <see cref="TableMapping.TryRead"/>.</summary>
    public static bool TryRead(string json, [NotNullWhen(true)] out TableMapping? mapping, out ImmutableArray<Wording> faults)
    {
        mapping = null;
        try
        {
            var file = JsonSerializer.Deserialize<MappingFile>(json, Strict) ?? throw new JsonException("null");
            var found = new MappingFaults();
            var entries = Understand(file, found);
            faults = found.ToImmutable();
            mapping = faults.IsEmpty ? new TableMapping(file, json, entries) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter: lone surrogates
        {
            var line = ((exception as JsonException)?.LineNumber ?? 0) + 1;
            faults = [new Wording(
                $"映射文件第 {line} 行不是约定的 JSON：{exception.Message}",
                $"Line {line} of the mapping is not the JSON it should be: {exception.Message}")];
        }

        return mapping is not null;
    }

    private static ImmutableArray<MappingEntry> Understand(MappingFile file, MappingFaults faults)
    {
        faults.Demand("mapping", MappingName().IsMatch(file.Mapping),
            "1 至 40 个小写字母、数字和连字符", "1 to 40 lower-case letters, digits and hyphens");
        faults.Demand("kind", file.Kind is "penalty" or "permit", "penalty 或 permit", "penalty or permit");
        var codes = new Dictionary<string, CodeList>(StringComparer.Ordinal);
        foreach (var (name, entries) in file.Codes)
        {
            if (ReadCodes($"codes.{name}", entries, faults) is { } list)
            {
                codes[name] = new CodeList(list);
            }
        }

        var reader = new EntryReader(file.Kind, new ParserReader(codes, faults), faults);
        for (var index = 0; index < file.Fields.Length; index++)
        {
            reader.Read($"fields[{index}] {file.Fields[index].Field}", file.Fields[index]);
        }

        return [.. reader.Entries];
    }

    private static Dictionary<string, ImmutableArray<string>>? ReadCodes(
        string place, Dictionary<string, JsonElement> entries, MappingFaults faults)
    {
        var codes = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (text, code) in entries)
        {
            switch (code.ValueKind)
            {
                case JsonValueKind.Null:
                    codes[text] = [];
                    break;
                case JsonValueKind.String:
                    codes[text] = [code.GetString()!];
                    break;
                case JsonValueKind.Array when code.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                    codes[text] = [.. code.EnumerateArray().Select(item => item.GetString()!)];
                    break;
                default:
                    faults.Add($"{place}.{text}", "一个代码、代码列表或 null", "a code, a list of codes, or null");
                    return null;
            }
        }

        return codes;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z")]
    private static partial Regex MappingName();
}
