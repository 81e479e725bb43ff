using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Reads the entries of a mapping in their order: one may look only at fields that an entry above it fills.</summary>
internal sealed partial class EntryReader(string kind, ParserReader parsers, MappingFaults faults)
{
    private readonly List<MappingEntry> _entries = [];

    /// <summary>Gets the entries that were understood.</summary>
    public IReadOnlyList<MappingEntry> Entries => _entries;

    /// <summary>Reads an entry, and adds it if its field is known.</summary>
    /// <param name="place">Its place in the JSON.</param>
    /// <param name="file">What the JSON says.</param>
    public void Read(string place, FieldFile file)
    {
        if (!FieldPath.TryParse(file.Field, out var path) || FindRule(path) is not { } rule)
        {
            var near = Suggest(file.Field);
            faults.Add(place, $"{kind} 记录中可由表格填写的字段{near.Chinese}",
                $"a field of a {kind} record that a table can fill{near.English}");
            return;
        }

        var parser = parsers.Read(place, file.Parser, rule, isRead: file.Columns.Length > 0 || file.Setting is not null);
        var constants = ReadConstants(place, file, rule);
        var copy = file.Copy is null ? null : ReadEarlier($"{place}.copy", file.Copy);
        var (isRequired, requiredWhen) = ReadRequired(place, file.Required);
        if (file.Columns.Length == 0 && file.Setting is null && constants.IsEmpty && file.Copy is null)
        {
            faults.Add(place, "columns、setting、value、values、copy 中至少一项来源", "a source: columns, setting, value, values or copy");
        }

        if (file.Setting is not null)
        {
            var isGood = file.About is not null && SettingName().IsMatch(file.Setting);
            faults.Demand($"{place}.setting", isGood, "由字母组成的名称，并有 about 说明", "a name of letters, and an about that explains it");
            var isNew = _entries.All(entry => entry.Setting != file.Setting);
            faults.Demand($"{place}.setting", isNew, "仅用于一处的名称", "a name that is used once");
        }

        faults.Demand(place + ".pick", file.Pick is null or "first", "first", "first");
        faults.Demand(place + ".otherwise", file.Otherwise is null || file is { Otherwise: "ignore", When: not null },
            "ignore，与 when 同用", "ignore, beside a when");
        _entries.Add(new MappingEntry
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
        });
    }

    private FieldRule? FindRule(FieldPath path) =>
        RecordFields.Kind(path.Contract) is { } body && body != kind ? null
        : path.Contract == "legalBasis[*]" ? new FieldRule("legalBasis[*]", FieldForm.Line, FieldNeed.Rule, 0, 0, [])
        : RecordFields.Find(path.Contract);

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
                faults.Add($"{place}.value", violation.Expected.Chinese, violation.Expected.English);
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
                var file = required.Value.Deserialize<ConditionFile>(MappingReader.Strict);
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

        faults.Add(place, $"前面已有来源的字段（不是 {text}）", $"a field that an entry above fills, not {text}");
        return null;
    }

    private bool IsFirstOfList(FieldPath path) =>
        path.List is not null && _entries.FirstOrDefault(entry => entry.Path.List == path.List) is var first
        && (first is null || first.Path.Text == path.Text);

    private Wording Suggest(string text)
    {
        var name = text.Split('.')[^1];
        var near = RecordFields.OfKind(kind).FirstOrDefault(rule =>
            rule.Path.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase)
            || rule.Path.Equals(text, StringComparison.OrdinalIgnoreCase));
        return near is null ? new Wording("", "") : new Wording($"，例如 {near.Path}", $", such as {near.Path}");
    }

    [GeneratedRegex(@"\A[a-z][A-Za-z0-9]{0,39}\z")]
    private static partial Regex SettingName();
}
