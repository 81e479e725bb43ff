using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Which column of one file feeds which entry of a mapping, and what the file lacks.</summary>
internal sealed class ColumnBindings
{
    private readonly TableMapping _mapping;
    private readonly RowReader _rows;
    private readonly IReadOnlyDictionary<string, ImmutableArray<JsonNode>> _settings;
    private readonly Dictionary<MappingEntry, int> _columns = new(ReferenceEqualityComparer.Instance);
    private readonly List<RowFault> _faults = [];
    private readonly HashSet<string> _unprovided = new(StringComparer.Ordinal);

    /// <summary>Finds the columns.</summary>
    /// <param name="table">What the file is called in messages.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="rows">The file, before its first row.</param>
    /// <param name="settings">The values of the settings that were given.</param>
    public ColumnBindings(
        Wording table, TableMapping mapping, RowReader rows, IReadOnlyDictionary<string, ImmutableArray<JsonNode>> settings)
    {
        (_mapping, _rows, _settings) = (mapping, rows, settings);
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries.Where(entry => entry.Columns.Length > 0))
        {
            var found = rows.Find(entry.Columns);
            if (found.Length > 0)
            {
                _columns[entry] = found[0];
            }

            if (found.Length > 1 && reported.Add(entry.Columns[0]))
            {
                var names = string.Join("、", found.Select(column => $"“{Folding.Show(rows.NameOf(column))}”"));
                _faults.Add(RowFault.OfTable(table, FaultKind.ColumnRepeated, new Violation(
                    new Wording($"一个“{entry.Columns[0]}”列", $"one column \"{entry.Columns[0]}\""),
                    new Wording($"{found.Length} 个：{names}", $"{found.Length}: {names}"))));
            }
        }

        if (HasNoKnownColumn)
        {
            var first = string.Join('、', mapping.Entries.SelectMany(entry => entry.Columns.Take(1)).Take(3));
            _faults.Add(RowFault.OfTable(table, FaultKind.ColumnMissing, new Violation(
                new Wording($"表头，含 {first} 等列", $"a header with columns such as {first}"),
                new Wording("首行没有一列为映射所知", "none of them in the first row"))));
            return;
        }

        foreach (var path in NeededPaths().Where(path => !IsProvided(path)))
        {
            _ = _unprovided.Add(path);
            var absence = Absence(path);
            if (reported.Add(absence.Expected.Chinese))
            {
                _faults.Add(RowFault.OfTable(table, FaultKind.ColumnMissing, absence) with { Field = path });
            }
        }
    }

    /// <summary>Gets what is wrong with the table whatever its rows say; while there is any, no row becomes a record.</summary>
    public IReadOnlyList<RowFault> Faults => _faults;

    /// <summary>Gets a value indicating whether the first row is no header that the mapping knows.</summary>
    public bool HasNoKnownColumn => _columns.Count == 0 && _mapping.Entries.Any(entry => entry.Columns.Length > 0);

    /// <summary>Gets the columns that nothing takes, in the words of the file.</summary>
    public ImmutableArray<string> Unused
    {
        get
        {
            var known = _mapping.Ignored.Concat(_mapping.Entries.SelectMany(entry => entry.Columns))
                .Select(Folding.Fold).ToHashSet(StringComparer.Ordinal);
            var unused = _rows.Header.Where(name => !known.Contains(Folding.Fold(name))).Select(Folding.Show);
            return HasNoKnownColumn ? [] : [.. unused.Where(name => name.Length > 0)];
        }
    }

    /// <summary>Reads the cell of an entry.</summary>
    public Cell Read(MappingEntry entry) => _columns.TryGetValue(entry, out var column) ? _rows.Read(column) : default;

    /// <summary>Gets the value that the operator gave for an entry.</summary>
    public ImmutableArray<JsonNode> SettingOf(MappingEntry entry) =>
        entry.Setting is { } name && _settings.TryGetValue(name, out var values) ? values : [];

    /// <summary>Tells whether no row can have a field, which has been said once.</summary>
    public bool IsUnprovided(string path) => _unprovided.Contains(path);

    /// <summary>Tells what the file calls the column of an entry.</summary>
    public string NameOf(MappingEntry entry) =>
        _columns.TryGetValue(entry, out var column) ? Folding.Show(_rows.NameOf(column))
        : entry.Columns is [var title, ..] ? title
        : entry.Path.Text;

    /// <summary>Tells what the file calls the column that feeds a field; null when none does.</summary>
    public string? NameOf(string path) => EntryOf(path) is { } entry ? NameOf(entry) : null;

    /// <summary>Finds the entry that people would mend to fill a field.</summary>
    public MappingEntry? EntryOf(string path) =>
        EntriesOf(path).OrderBy(entry => _columns.ContainsKey(entry) ? 0 : entry.Columns.Length > 0 ? 1 : 2).FirstOrDefault();

    /// <summary>Finds the entries that fill a field.</summary>
    public IEnumerable<MappingEntry> EntriesOf(string path) => _mapping.Entries.Where(entry => entry.Path.Contract == path);

    private IEnumerable<string> NeededPaths() => RecordFields.OfKind(_mapping.Kind)
        .Where(rule => rule.Need == FieldNeed.Always).Select(rule => rule.Path)
        .Concat(_mapping.Entries.Where(entry => entry.IsRequired && entry.RequiredWhen is null && entry.When is null)
            .Select(entry => entry.Path.Contract))
        .Distinct(StringComparer.Ordinal);

    private bool IsProvided(string path) => EntriesOf(path).Any(entry =>
        _columns.ContainsKey(entry)
        || entry.Constants.Length > 0
        || (entry.Setting is { } name && _settings.ContainsKey(name))
        || entry.Copy is not null); // what it copies is missed by its own name

    private Violation Absence(string path)
    {
        var entries = EntriesOf(path).ToArray();
        var chinese = new List<string>();
        var english = new List<string>();
        if (entries.SelectMany(entry => entry.Columns).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } columns)
        {
            chinese.Add($"“{string.Join("”或“", columns)}”列");
            english.Add($"a column \"{string.Join("\" or \"", columns)}\"");
        }

        foreach (var entry in entries.Where(entry => entry.Setting is not null))
        {
            chinese.Add($"设置 {entry.Setting}（{entry.About!.Chinese}）");
            english.Add($"the setting {entry.Setting} ({entry.About.English})");
        }

        return entries.Length == 0
            ? new Violation(
                new Wording($"记录必需的字段 {path} 的来源", $"a source for {path}, which every record needs"),
                new Wording("映射文件没有给出", "none in the mapping"))
            : new Violation(
                new Wording(string.Join("，或", chinese), string.Join(", or ", english)),
                new Wording("没有", "none"));
    }
}
