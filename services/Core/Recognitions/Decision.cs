using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>To whom a decision applies, said so that it costs the same for three receivers and for three thousand.</summary>
/// <param name="Group">The group of the rule set; null for a single receiver.</param>
/// <param name="Only">The single receiver; null for a group.</param>
/// <param name="Except">Members of the group to whom it does not apply, in ordinal order.</param>
public sealed record Receivers(string? Group, Jurisdiction? Only, ImmutableArray<Jurisdiction> Except)
{
    /// <summary>Gets the key under which a later decision replaces this one: the receiver or the name of the group.</summary>
    public string Key => Only is { } only ? only.ToString() : Group ?? "";

    /// <summary>Names a single receiver.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <returns>The set of it alone.</returns>
    public static Receivers Just(Jurisdiction receiver) => new(null, receiver, []);

    /// <summary>Names a group.</summary>
    /// <param name="group">Its name.</param>
    /// <param name="except">Who does not belong to it here.</param>
    /// <returns>The set.</returns>
    public static Receivers All(string group, IEnumerable<Jurisdiction> except) =>
        new(group, null, [.. except.Distinct().OrderBy(division => division.ToString(), StringComparer.Ordinal)]);

    /// <summary>Says whether a decision applies to a receiver.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <param name="rules">The rule set of the decision.</param>
    /// <returns>Whether it applies.</returns>
    public bool Include(Jurisdiction receiver, RuleSet? rules) =>
        Only == receiver || (Group is not null && rules?.GroupOf(receiver)?.Name == Group && !Except.Contains(receiver));

    /// <inheritdoc/>
    public bool Equals(Receivers? other) =>
        other is not null && Group == other.Group && Only == other.Only && Except.SequenceEqual(other.Except);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}

/// <summary>What a set of receivers makes of a record.</summary>
/// <param name="Number">Counts the decisions of the dossier from 1.</param>
/// <param name="Supersedes">Number of the decision that it replaces for these receivers; 0 for the first.</param>
/// <param name="Record">The record.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="For">To whom it applies.</param>
/// <param name="Assessment">What follows, and why.</param>
/// <param name="RuleSet">The rule set that was applied, such as <c>agr:yrd-demo-2020/v3</c>.</param>
/// <param name="DecidedAt">When the hub took the statement on which it was decided: knowledge time.</param>
public sealed record Decision(
    int Number,
    int Supersedes,
    RecordId Record,
    int Version,
    Receivers For,
    Assessment Assessment,
    string RuleSet,
    DateTimeOffset DecidedAt)
{
    /// <summary>Gets the digest of what the rule set said; <c>default</c> in decisions from before it was kept.</summary>
    public Digest RuleSetHash { get; init; }

    /// <summary>Gets a value indicating whether this decision, or one that it supersedes, recognised the record.</summary>
    public bool HasBeenRecognised { get; init; }

    /// <summary>Says whether another assessment of the same version would change nothing.</summary>
    internal bool Stands(int version, Assessment assessment, string ruleSet) =>
        Version == version && RuleSet == ruleSet && Assessment == assessment;
}
