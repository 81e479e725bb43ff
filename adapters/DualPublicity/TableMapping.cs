using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>A value that a mapping takes from the operator, as its tables lack it.</summary>
/// <param name="Name">What the operator calls it, such as <c>filedOn</c> in <c>--set filedOn=2026-03-01</c>.</param>
/// <param name="Field">The field that it fills, in proto3 JSON.</param>
/// <param name="About">What it is.</param>
/// <param name="IsRequired">Whether no record can be made without it, unless the file has a column for it.</param>
public sealed record MappingSetting(string Name, string Field, Wording About, bool IsRequired);

/// <summary>A field that records need and a mapping has no source for.</summary>
/// <param name="Field">The field, in proto3 JSON, with <c>[*]</c> behind lists.</param>
/// <param name="IsAlwaysNeeded">Whether every record needs it; otherwise some do, and the node will refuse those.</param>
public sealed record MissingField(string Field, bool IsAlwaysNeeded);

/// <summary>Says how a row of a table becomes a record: which column fills which field, and how it is read.</summary>
/// <remarks>Immutable; share it. The JSON form is described in <c>Mappings/README.md</c> beside this file.</remarks>
public sealed class TableMapping
{
    private static readonly Lazy<TableMapping> BuiltInPenalties = new(() => LoadBuiltIn("dual-publicity-penalty"));
    private static readonly Lazy<TableMapping> BuiltInPermits = new(() => LoadBuiltIn("dual-publicity-permit"));

    private readonly FrozenSet<string> _blank;

    internal TableMapping(MappingFile file, string json, ImmutableArray<MappingEntry> entries)
    {
        (Name, Kind, Json, Entries) = (file.Mapping, file.Kind, json, entries);
        Title = new Wording(file.Title.Zh, file.Title.En);
        _blank = file.Blank.ToFrozenSet(StringComparer.Ordinal);
        Ignored = [.. file.Ignored.SelectMany(ignored => ignored.Columns)];
        var filled = entries.Select(entry => entry.Path.Contract).ToHashSet(StringComparer.Ordinal);
        MissingFields =
        [
            .. from rule in RecordFields.OfKind(Kind)
               where rule.Need is FieldNeed.Always or FieldNeed.Rule && !filled.Contains(rule.Path)
               where !(rule.Path.StartsWith("legalBasis[*].", StringComparison.Ordinal)
                   && (filled.Contains("legalBasis[*]") || Kind != "penalty"))
               select new MissingField(rule.Path, rule.Need == FieldNeed.Always),
        ];
        Settings =
        [
            .. from entry in entries
               where entry.Setting is not null
               let isElsewhere = entries.Any(other => other.Path.Contract == entry.Path.Contract
                   && (other.Constants.Length > 0 || other.Copy is not null))
               select new MappingSetting(
                   entry.Setting!, entry.Path.Text, entry.About!, entry.Rule.Need == FieldNeed.Always && !isElsewhere),
        ];
    }

    /// <summary>Gets the mapping of the dual-publicity table of penalties: columns <c>CF_*</c> or their Chinese titles.</summary>
    public static TableMapping Penalties => BuiltInPenalties.Value;

    /// <summary>Gets the mapping of the dual-publicity table of permits: columns <c>XK_*</c> or their Chinese titles.</summary>
    public static TableMapping Permits => BuiltInPermits.Value;

    /// <summary>Gets the name, 1 to 40 lower-case letters, digits and hyphens. It is part of the client keys.</summary>
    public string Name { get; }

    /// <summary>Gets what it is, for people.</summary>
    public Wording Title { get; }

    /// <summary>Gets the kind of record: <c>penalty</c> or <c>permit</c>.</summary>
    public string Kind { get; }

    /// <summary>Gets the JSON that it was read from: a start for a mapping of one's own.</summary>
    public string Json { get; }

    /// <summary>Gets what the operator may or must say, in the order of the mapping.</summary>
    public ImmutableArray<MappingSetting> Settings { get; }

    /// <summary>Gets the fields that records need and that neither column, setting nor constant fills.</summary>
    public ImmutableArray<MissingField> MissingFields { get; }

    internal ImmutableArray<MappingEntry> Entries { get; }

    /// <summary>Gets the names of columns that are passed over on purpose.</summary>
    internal ImmutableArray<string> Ignored { get; }

    /// <summary>Finds a built-in mapping.</summary>
    /// <param name="name">Its name, or <c>penalties</c> or <c>permits</c> for short.</param>
    /// <returns>The mapping, or null.</returns>
    public static TableMapping? FindBuiltIn(string? name) => name switch
    {
        "dual-publicity-penalty" or "penalties" => Penalties,
        "dual-publicity-permit" or "permits" => Permits,
        _ => null,
    };

    /// <summary>Reads a mapping, and says everything that is wrong when it cannot.</summary>
    /// <param name="json">The JSON; comments are allowed.</param>
    /// <param name="mapping">The mapping, or null.</param>
    /// <param name="faults">Full sentences that name the place; empty when there is a mapping.</param>
    /// <returns>Whether it can be used.</returns>
    public static bool TryRead(string json, [NotNullWhen(true)] out TableMapping? mapping, out ImmutableArray<Wording> faults)
    {
        ArgumentNullException.ThrowIfNull(json);
        return MappingReader.TryRead(json, out mapping, out faults);
    }

    /// <summary>Tells whether a text means that there is nothing.</summary>
    internal bool IsBlank(string text) => text.Length == 0 || _blank.Contains(text);

    private static TableMapping LoadBuiltIn(string name)
    {
        using var stream = typeof(TableMapping).Assembly.GetManifestResourceStream($"{name}.json")
            ?? throw new InvalidOperationException($"The assembly lacks the mapping {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return TryRead(reader.ReadToEnd(), out var mapping, out var faults)
            ? mapping
            : throw new InvalidOperationException(string.Join('\n', faults));
    }
}
