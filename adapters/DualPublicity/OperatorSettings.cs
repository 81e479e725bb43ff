using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>What the operator says for what a table lacks, read once.</summary>
internal sealed class OperatorSettings
{
    private readonly TableMapping _mapping;
    private readonly Dictionary<string, ImmutableArray<JsonNode>> _values = new(StringComparer.Ordinal);
    private readonly List<RowFault> _faults = [];

    public OperatorSettings(TableMapping mapping, IReadOnlyDictionary<string, string>? texts)
    {
        _mapping = mapping;
        foreach (var (name, text) in texts ?? ImmutableDictionary<string, string>.Empty)
        {
            Take(name, text);
        }
    }

    /// <summary>Gets the values by the names of the settings; empty for one that could not be read.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<JsonNode>> Values => _values;

    /// <summary>Gets what could not be read, and names that the mapping does not know.</summary>
    public IReadOnlyList<RowFault> Faults => _faults;

    private void Take(string name, string text)
    {
        var entry = _mapping.Entries.FirstOrDefault(candidate => candidate.Setting == name);
        if (entry is null)
        {
            var known = FieldRule.OneOf([.. _mapping.Settings.Select(setting => setting.Name)]);
            var place = new Wording("设置名称", "Name of a setting");
            _faults.Add(RowFault.OfTable(place, FaultKind.SettingUnfit, Violation.Quoting(known, name)));
            return;
        }

        var values = new List<JsonNode>();
        if (entry.Read([text], _mapping.IsBlank, values) is { } fault)
        {
            var setting = new Wording($"设置 {name}（{entry.About!.Chinese}）", $"Setting {name} ({entry.About.English})");
            _faults.Add(
                RowFault.OfTable(setting, FaultKind.SettingUnfit, fault.Violation) with { Field = entry.Path.Text });
        }

        _values[name] = [.. values];
    }
}
