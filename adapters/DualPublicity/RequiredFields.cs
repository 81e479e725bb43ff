using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ExchangeHub.DualPublicity;

/// <summary>Finds the fields that a record must have and does not.</summary>
internal sealed class RequiredFields
{
    private readonly ColumnBindings _columns;
    private readonly ImmutableArray<(FieldRule Rule, ImmutableArray<PathStep> Steps)> _byContract;
    private readonly ImmutableArray<MappingEntry> _byMapping;

    public RequiredFields(TableMapping mapping, ColumnBindings columns)
    {
        _columns = columns;
        _byContract =
        [
            .. RecordFields.OfKind(mapping.Kind)
                .Where(rule => rule.Need is FieldNeed.Always or FieldNeed.Within && !columns.IsUnprovided(rule.Path))
                .Select(rule => (rule, StepsOf(rule.Path))),
        ];
        _byMapping = [.. mapping.Entries.Where(entry => entry.IsRequired && !columns.IsUnprovided(entry.Path.Contract))];
    }

    /// <summary>Reports every missing field once.</summary>
    /// <param name="draft">What was read of the row.</param>
    /// <param name="faulted">Fields that have been reported, and are not reported again.</param>
    /// <param name="report">Takes the path of the contract and the fault.</param>
    public void Check(RecordDraft draft, IReadOnlySet<string> faulted, Action<string, CellFault> report)
    {
        foreach (var (rule, steps) in _byContract)
        {
            var gap = FindGap(draft.Root, steps.AsSpan(), rule.Need == FieldNeed.Always);
            if (gap is not null && !IsExcused(rule.Path, faulted) && !IsSaid(gap.Value, rule.Path, faulted))
            {
                report(rule.Path, (_columns.EntryOf(rule.Path)?.Parser ?? TextParser.Instance).Missing(rule));
            }
        }

        foreach (var entry in _byMapping)
        {
            var isNeeded = (entry.When?.Holds(draft, entry.Path, 0) ?? true)
                && (entry.RequiredWhen?.Holds(draft, entry.Path, 0) ?? true);
            var isThere = entry.Path.List is null ? draft.Get(entry.Path) is not null : draft.Count(entry.Path) > 0;
            if (isNeeded && !isThere && !IsExcused(entry.Path.Contract, faulted))
            {
                report(entry.Path.Contract, entry.Parser.Missing(entry.Rule));
            }
        }
    }

    // Missing because something that it depends on is wrong or missing: that is said there.
    private bool IsExcused(string path, IReadOnlySet<string> faulted) => faulted.Contains(path)
        || _columns.EntriesOf(path).Any(entry =>
            entry.Copy?.Contract is { } source && RecordFields.Find(source)?.Need == FieldNeed.Always
            || new[] { entry.Copy, entry.When?.Path, entry.RequiredWhen?.Path }
                .Any(looked => looked is not null && faulted.Contains(looked.Contract)));

    private static ImmutableArray<PathStep> StepsOf(string path) =>
    [
        .. path.Split('.').Select(step => step.EndsWith("[*]", StringComparison.Ordinal)
            ? new PathStep(step[..^3], "*") : new PathStep(step, null)),
    ];

    // An empty list lacks all fields of its elements; the first to be noticed stands for them.
    private static bool IsSaid(PathStep gap, string path, IReadOnlySet<string> faulted)
    {
        if (gap.Slot is null)
        {
            return false;
        }

        var list = path[..(path.IndexOf($"{gap.Name}[*]", StringComparison.Ordinal) + gap.Name.Length)];
        return faulted.Any(said => said.StartsWith($"{list}[*]", StringComparison.Ordinal));
    }

    // The step at which a value that must be there is not; null when nothing is missing.
    private static PathStep? FindGap(JsonNode? node, ReadOnlySpan<PathStep> steps, bool isAlways)
    {
        var child = (node as JsonObject)?[steps[0].Name];
        var isLeaf = steps.Length == 1;
        if (child is null or JsonArray { Count: 0 })
        {
            return isAlways || (isLeaf && node is not null) ? steps[0] : null;
        }

        if (isLeaf || steps[0].Slot is null)
        {
            return isLeaf ? null : FindGap(child, steps[1..], isAlways);
        }

        foreach (var element in (JsonArray)child)
        {
            if (FindGap(element, steps[1..], isAlways) is { } gap)
            {
                return gap;
            }
        }

        return null;
    }
}
