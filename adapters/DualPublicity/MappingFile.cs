using System.Text.Json;

namespace ExchangeHub.DualPublicity;

/// <summary>A mapping as its JSON says it, before it is understood. README.md in the folder Mappings describes it.</summary>
internal sealed record MappingFile
{
    public required string Mapping { get; init; }

    public required WordingFile Title { get; init; }

    public required string Kind { get; init; }

    public string[] Blank { get; init; } = [];

    public Dictionary<string, Dictionary<string, JsonElement>> Codes { get; init; } = [];

    public IgnoredFile[] Ignored { get; init; } = [];

    public required FieldFile[] Fields { get; init; }
}

/// <summary>A text in both languages.</summary>
internal sealed record WordingFile(string Zh, string En);

/// <summary>Columns that are passed over on purpose, and why.</summary>
internal sealed record IgnoredFile(string[] Columns, WordingFile Reason);

/// <summary>Where one field of the record comes from.</summary>
internal sealed record FieldFile
{
    public required string Field { get; init; }

    public string[] Columns { get; init; } = [];

    public string? Setting { get; init; }

    public string? Value { get; init; }

    public string[]? Values { get; init; }

    public string? Copy { get; init; }

    public ParserFile? Parser { get; init; }

    public string? Separators { get; init; }

    public string? Pick { get; init; }

    public JsonElement? Required { get; init; }

    public ConditionFile? When { get; init; }

    public string? Otherwise { get; init; }

    public WordingFile? About { get; init; }
}

/// <summary>How a cell is read.</summary>
internal sealed record ParserFile
{
    public string[]? Date { get; init; }

    public string? Money { get; init; }

    public string[] Prefixes { get; init; } = [];

    public bool Grouping { get; init; }

    public string? Codes { get; init; }

    public string? Citations { get; init; }
}

/// <summary>A condition on what has been read of the row.</summary>
internal sealed record ConditionFile
{
    public required string Field { get; init; }

    public string[]? AnyOf { get; init; }

    public string[]? AllOf { get; init; }

    public string[]? NoneOf { get; init; }
}
