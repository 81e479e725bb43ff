using System.Text.Json.Nodes;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Makes a record of a row, entry by entry, and notes every cell that is in the way.</summary>
internal sealed class RecordBuilder(TableMapping mapping, ColumnBindings columns)
{
    private static readonly Wording Sealing = new(
        "自然人须由节点脱敏并封存姓名和证件号码，请通过节点接口报送",
        "Submit it through the interface of the node, which masks and seals the name and the number of a person");

    private readonly RequiredFields _required = new(mapping, columns);
    private readonly HashSet<string> _faulted = new(StringComparer.Ordinal);
    private RecordDraft _draft = new();
    private List<RowFault> _faults = [];
    private long _row;

    /// <summary>Makes the record.</summary>
    /// <param name="row">The number of the row that is being read.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <returns>The record as proto3 JSON; of no use when there are faults.</returns>
    public JsonObject Build(long row, List<RowFault> faults)
    {
        (_row, _faults, _draft) = (row, faults, new RecordDraft());
        _faulted.Clear();
        _draft.Root["version"] = 1;
        foreach (var entry in mapping.Entries)
        {
            Apply(entry);
        }

        if (_draft.Root["subjects"] is JsonArray subjects
            && subjects.Any(subject => subject?["category"]?.ToString() == "SUBJECT_CATEGORY_NATURAL_PERSON"))
        {
            Report("subjects[*].category", new CellFault(FaultKind.PersonInClear, new Violation(
                new Wording("法人、非法人组织或者个体工商户", "an organisation or a sole trader"),
                new Wording("相对人为自然人", "a natural person")), Sealing));
        }

        _required.Check(_draft, _faulted, Report);
        return _draft.Root;
    }

    private void Apply(MappingEntry entry)
    {
        var values = new List<JsonNode>();
        if (_faulted.Contains(entry.Path.Contract) || (entry.Path.List is null && _draft.Get(entry.Path) is not null))
        {
            return;
        }

        if (entry is { PassesOverOtherwise: true, Path.List: null } && !entry.When!.Holds(_draft, entry.Path, 0))
        {
            return; // what stands there is of no interest, and may be personal
        }

        if (ReadCell(entry, values) is { } fault)
        {
            Report(entry, fault);
        }
        else if (values.Count > 0)
        {
            Place(entry, values, isFromCell: true);
        }
        else
        {
            var setting = columns.SettingOf(entry);
            values.AddRange((setting.Length > 0 ? setting : entry.Constants).Select(value => value.DeepClone()));
            Place(entry, values, isFromCell: false);
        }
    }

    private CellFault? ReadCell(MappingEntry entry, List<JsonNode> values)
    {
        var cell = columns.Read(entry);
        return cell.Fault is { } fault ? new CellFault(FaultKind.ValueUnreadable, fault)
            : !cell.Elements.IsDefault ? entry.Read(cell.Elements, mapping.IsBlank, values)
            : cell.Text is { } text ? entry.Read([text], mapping.IsBlank, values)
            : null;
    }

    private void Place(MappingEntry entry, List<JsonNode> values, bool isFromCell)
    {
        if (entry.Path.List is null)
        {
            PlaceAt(entry, 0, values.FirstOrDefault(), isFromCell);
            return;
        }

        var count = _draft.Count(entry.Path);
        if (count == 0)
        {
            for (var index = 0; entry.MakesElements && index < values.Count; index++)
            {
                PlaceAt(entry, index, values[index], isFromCell);
            }

            return;
        }

        if (values.Count > 1 && values.Count != count)
        {
            Report(entry, new CellFault(FaultKind.ValueUnreadable, new Violation(
                new Wording($"一个值，或与列表一致的 {count} 个值", $"one value, or {count} as the list has"),
                new Wording($"{values.Count} 个值", $"{values.Count} values"))));
            return;
        }

        for (var index = 0; index < count; index++)
        {
            if (_draft.Get(entry.Path, index) is null)
            {
                var value = values.Count == count ? values[index] : values.FirstOrDefault()?.DeepClone();
                PlaceAt(entry, index, value, isFromCell && index == 0);
            }
        }
    }

    private void PlaceAt(MappingEntry entry, int element, JsonNode? value, bool isFromCell)
    {
        if (entry.When is not null && _faulted.Contains(entry.When.Path.Contract))
        {
            return; // nobody knows whether it may stand here, and one fault is enough
        }

        var isAllowed = entry.When?.Holds(_draft, entry.Path, element) ?? true;
        if (!isAllowed && isFromCell && entry.Path.List is null && entry.When!.CanTell(_draft))
        {
            var clause = entry.When.Describe(columns.NameOf(entry.When.Path.Contract) ?? entry.When.Path.Text);
            Report(entry, new CellFault(
                FaultKind.ValueOutOfPlace,
                new Violation(new Wording("空值", "nothing"), new Wording("已填写", "something")),
                new Wording($"仅当{clause.Chinese}时填写", $"Leave it empty unless {clause.English}")));
        }
        else if (isAllowed && (value ?? CopyOf(entry, element)) is { } placed)
        {
            _draft.Set(entry.Path, placed, element);
        }
    }

    private JsonNode? CopyOf(MappingEntry entry, int element) =>
        entry.Copy is null ? null : _draft.Get(entry.Copy, entry.Copy.List == entry.Path.List ? element : 0)?.DeepClone();

    private void Report(MappingEntry entry, CellFault fault)
    {
        _ = _faulted.Add(entry.Path.Contract);
        _faults.Add(RowFault.OfCell(_row, columns.NameOf(entry), entry.Path.Text, fault));
    }

    private void Report(string path, CellFault fault)
    {
        _ = _faulted.Add(path);
        _faults.Add(RowFault.OfCell(_row, columns.NameOf(path) ?? path, path, fault));
    }
}
