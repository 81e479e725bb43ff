using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Understands the JSON of a mapping, and finds everything in it that could not work.</summary>
internal sealed partial class MappingReader
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly MappingFile _file;
    private readonly Dictionary<string, CodeList> _codes = new(StringComparer.Ordinal);
    private readonly List<MappingEntry> _entries = [];
    private readonly List<Wording> _faults = [];

    private MappingReader(MappingFile file) => _file = file;

    /// <summary>As <see cref="TableMapping.TryRead"/>.</summary>
    public static bool TryRead(string json, [NotNullWhen(true)] out TableMapping? mapping, out ImmutableArray<Wording> faults)
    {
        mapping = null;
        try
        {
            var reader = new MappingReader(JsonSerializer.Deserialize<MappingFile>(json, Strict) ?? throw new JsonException());
            reader.Understand();
            faults = [.. reader._faults];
            mapping = faults.IsEmpty ? new TableMapping(reader._file, json, [.. reader._entries]) : null;
        }
        catch (JsonException exception)
        {
            var line = (exception.LineNumber ?? 0) + 1;
            faults = [new Wording(
                $"映射文件第 {line} 行不是约定的 JSON：{exception.Message}",
                $"Line {line} of the mapping is not the JSON it should be: {exception.Message}")];
        }

        return mapping is not null;
    }

    private void Understand()
    {
        if (!MappingName().IsMatch(_file.Mapping))
        {
            Report("mapping", "1 至 40 个小写字母、数字和连字符", "1 to 40 lower-case letters, digits and hyphens");
        }

        if (_file.Kind is not ("penalty" or "permit"))
        {
            Report("kind", "penalty 或 permit", "penalty or permit");
        }

        foreach (var (name, entries) in _file.Codes)
        {
            if (ReadCodes($"codes.{name}", entries) is { } codes)
            {
                _codes[name] = new CodeList(codes);
            }
        }

        for (var index = 0; index < _file.Fields.Length; index++)
        {
            if (ReadField($"fields[{index}]", _file.Fields[index]) is { } entry)
            {
                _entries.Add(entry);
            }
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _entries.Select(entry => entry.Setting).OfType<string>().Where(name => !names.Add(name)))
        {
            Report($"setting {name}", "在一处使用的名称", "a name that is used once");
        }
    }

    private Dictionary<string, ImmutableArray<string>>? ReadCodes(string place, Dictionary<string, JsonElement> entries)
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
                    Report($"{place}.{text}", "一个代码、代码列表或 null", "a code, a list of codes, or null");
                    return null;
            }
        }

        return codes;
    }

    private MappingEntry? ReadField(string place, FieldFile file)
    {
        place = $"{place} {file.Field}";
        if (!FieldPath.TryParse(file.Field, out var path) || FindRule(path) is not { } rule)
        {
            var near = Suggest(file.Field);
            Report(place, $"{_file.Kind} 记录中可由表格填写的字段{near.Chinese}",
                $"a field of a {_file.Kind} record that a table can fill{near.English}");
            return null;
        }

        var parser = ReadParser(place, file.Parser, rule, isRead: file.Columns.Length > 0 || file.Setting is not null);
        var constants = ReadConstants(place, file, rule);
        var copy = file.Copy is null ? null : ReadEarlier($"{place}.copy", file.Copy);
        var (isRequired, requiredWhen) = ReadRequired(place, file.Required);
        if (file.Columns.Length == 0 && file.Setting is null && constants.IsEmpty && file.Copy is null)
        {
            Report(place, "columns、setting、value、values、copy 中至少一项来源", "a source: columns, setting, value, values or copy");
        }

        if (file.Setting is not null && (file.About is null || !SettingName().IsMatch(file.Setting)))
        {
            Report($"{place}.setting", "由字母组成的名称，并有 about 说明", "a name of letters, and an about that explains it");
        }

        Demand(place + ".pick", file.Pick is null or "first", "first", "first");
        Demand(place + ".otherwise", file.Otherwise is null || file is { Otherwise: "ignore", When: not null },
            "ignore，与 when 同用", "ignore, beside a when");
        return new MappingEntry
        {
            Path = path,
            Rule = rule,
            Parser = parser,
            Columns = [.. file.Columns],
            Setting = file.Setting,
            Constants = constants,
            Copy = copy,
            Separators = [.. file.Separators ?? ""],
            TakesFirst = file.Pick is not null,
            MakesElements = file.Value is null && file.Copy is null && IsFirstOfList(path),
            When = file.When is null ? null : ReadCondition($"{place}.when", file.When),
            PassesOverOtherwise = file.Otherwise is not null,
            IsRequired = isRequired,
            RequiredWhen = requiredWhen,
            About = file.About is null ? null : new Wording(file.About.Zh, file.About.En),
        };
    }

    private FieldRule? FindRule(FieldPath path) =>
        RecordFields.Kind(path.Contract) is { } kind && kind != _file.Kind ? null
        : path.Contract == "legalBasis[*]" ? new FieldRule("legalBasis[*]", FieldForm.Line, FieldNeed.Rule, 0, 0, [])
        : RecordFields.Find(path.Contract);

    private CellParser ReadParser(string place, ParserFile? file, FieldRule rule, bool isRead)
    {
        place += ".parser";
        var isOfLaw = rule.Path == "legalBasis[*]";
        Demand(place, !isOfLaw || file?.Citations is not null, "citations", "citations");
        Demand(place, rule.Form != FieldForm.Fen || !isRead || file?.Money is "yuan" or "tenThousandYuan",
            "money：yuan 或 tenThousandYuan", "money: yuan or tenThousandYuan");
        switch (file)
        {
            case { Date: { Length: > 0 } formats }:
                Demand(place, rule.Form == FieldForm.Date, "适合该字段的解析器", "a parser that suits the field");
                return new DateParser([.. formats]);
            case { Money: { } unit }:
                Demand(place, rule.Form == FieldForm.Fen, "适合该字段的解析器", "a parser that suits the field");
                return new MoneyParser(unit == "tenThousandYuan", [.. file.Prefixes], file.Grouping);
            case { Citations: { } name }:
                var isListed = _codes.TryGetValue(name, out var editions);
                Demand(place, isOfLaw && isListed, "已定义的代码表，用于 legalBasis[*]", "a code list there is, for legalBasis[*]");
                return editions is null ? TextParser.Instance : new CitationParser(editions);
            case { Codes: { } name }:
                return ReadCodeParser(place, name, rule);
            default:
                return TextParser.Instance;
        }
    }

    private CellParser ReadCodeParser(string place, string name, FieldRule rule)
    {
        if (!_codes.TryGetValue(name, out var codes))
        {
            Report(place, $"已定义的代码表（未见 {name}）", $"a code list there is, not {name}");
            return TextParser.Instance;
        }

        foreach (var target in codes.Targets)
        {
            if (!rule.TryRead(target, out _, out var violation))
            {
                Report($"{place} {name}", violation.Expected.Chinese, violation.Expected.English);
            }
        }

        return new CodeParser(codes);
    }

    private ImmutableArray<JsonNode> ReadConstants(string place, FieldFile file, FieldRule rule)
    {
        var constants = ImmutableArray.CreateBuilder<JsonNode>();
        foreach (var text in file.Values ?? (file.Value is null ? [] : [file.Value]))
        {
            if (rule.TryRead(text, out var node, out var violation))
            {
                constants.Add(node);
            }
            else
            {
                Report($"{place}.value", violation.Expected.Chinese, violation.Expected.English);
            }
        }

        return constants.ToImmutable();
    }

    private (bool IsRequired, Condition? When) ReadRequired(string place, JsonElement? required)
    {
        switch (required?.ValueKind)
        {
            case null or JsonValueKind.False:
                return (false, null);
            case JsonValueKind.True:
                return (true, null);
            default:
                var file = required.Value.Deserialize<ConditionFile>(Strict);
                return (true, file is null ? null : ReadCondition($"{place}.required", file));
        }
    }

    private Condition? ReadCondition(string place, ConditionFile file)
    {
        var (test, values) = file switch
        {
            { AnyOf: { } any } => (ConditionTest.AnyOf, any),
            { AllOf: { } all } => (ConditionTest.AllOf, all),
            { NoneOf: { } none } => (ConditionTest.NoneOf, none),
            _ => (ConditionTest.Present, []),
        };
        return ReadEarlier(place, file.Field) is { } path ? new Condition(path, test, [.. values]) : null;
    }

    // A field that is looked at must have been filled by then: entries work in their order.
    private FieldPath? ReadEarlier(string place, string text)
    {
        if (FieldPath.TryParse(text, out var path) && _entries.Any(entry => entry.Path.Contract == path.Contract))
        {
            return path;
        }

        Report(place, $"前面已有来源的字段（不是 {text}）", $"a field that an entry above fills, not {text}");
        return null;
    }

    private bool IsFirstOfList(FieldPath path) =>
        path.List is not null && _entries.FirstOrDefault(entry => entry.Path.List == path.List) is var first
        && (first is null || first.Path.Text == path.Text);

    private Wording Suggest(string text)
    {
        var name = text.Split('.')[^1];
        var near = RecordFields.OfKind(_file.Kind).FirstOrDefault(rule =>
            rule.Path.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase)
            || rule.Path.Equals(text, StringComparison.OrdinalIgnoreCase));
        return near is null ? new Wording("", "") : new Wording($"，例如 {near.Path}", $", such as {near.Path}");
    }

    private void Demand(string place, bool isGood, string chinese, string english)
    {
        if (!isGood)
        {
            Report(place, chinese, english);
        }
    }

    private void Report(string place, string chinese, string english) =>
        _faults.Add(new Wording($"映射文件 {place}：应为{chinese}。", $"Mapping, {place}: expected {english}."));

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z")]
    private static partial Regex MappingName();

    [GeneratedRegex(@"\A[a-z][A-Za-z0-9]{0,39}\z")]
    private static partial Regex SettingName();
}
