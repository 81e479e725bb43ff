using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace ExchangeHub.DualPublicity;

/// <summary>The fields of a record that a table can fill, and what the wire contract asks of them.</summary>
/// <remarks>
/// This project does not know the generated classes of the contract, so it keeps a table of its own; a test compares the two.
/// What identifies a natural person, hashes and references to other records are not in it: no table may fill them.
/// </remarks>
internal static class RecordFields
{
    private static readonly ImmutableArray<FieldRule> All = [.. Load()];

    private static readonly FrozenDictionary<string, FieldRule> ByPath =
        All.ToFrozenDictionary(rule => rule.Path, StringComparer.Ordinal);

    /// <summary>Finds a field.</summary>
    /// <param name="path">Its path, with <c>[*]</c> behind every list.</param>
    /// <returns>The rule; null when there is no such field.</returns>
    public static FieldRule? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <summary>Lists the fields of one kind of record.</summary>
    /// <param name="kind"><c>penalty</c> or <c>permit</c>.</param>
    /// <returns>The fields of its body and those that all kinds have, in the order of the contract.</returns>
    public static ImmutableArray<FieldRule> OfKind(string kind) =>
        [.. All.Where(rule => Kind(rule.Path) is var body && (body is null || body == kind))];

    /// <summary>Tells to which kind of record a field belongs.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The name of the body; null for a field that all kinds have.</returns>
    public static string? Kind(string path) =>
        path.StartsWith("penalty.", StringComparison.Ordinal) ? "penalty"
        : path.StartsWith("permit.", StringComparison.Ordinal) ? "permit"
        : null;

    private static IEnumerable<FieldRule> Load()
    {
        using var reader = new StreamReader(
            typeof(RecordFields).Assembly.GetManifestResourceStream("record-fields.csv")
            ?? throw new InvalidOperationException("The assembly lacks the table of fields."));
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.StartsWith("path,", StringComparison.Ordinal))
            {
                continue;
            }

            yield return Parse(line.Split(','));
        }
    }

    private static FieldRule Parse(string[] cells)
    {
        var form = Enum.Parse<FieldForm>(cells[1].Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        var limit = cells[2];
        var range = limit.Split("..");
        return new FieldRule(
            cells[0],
            form,
            cells[3].Length == 0 ? FieldNeed.Never : Enum.Parse<FieldNeed>(cells[3], ignoreCase: true),
            range.Length == 2 ? long.Parse(range[0], CultureInfo.InvariantCulture) : 0,
            form == FieldForm.Choice || limit.Length == 0 ? 0 : long.Parse(range[^1], CultureInfo.InvariantCulture),
            form == FieldForm.Choice ? [.. limit.Split('|')] : []);
    }
}
