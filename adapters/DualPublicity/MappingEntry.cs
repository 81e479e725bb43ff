using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Where one field of the record comes from: the first of its entries that gives a value counts.</summary>
/// <remarks>Within an entry a column comes first, then the setting, then the constant, then the copy.</remarks>
internal sealed record MappingEntry
{
    public required FieldPath Path { get; init; }

    public required FieldRule Rule { get; init; }

    public required CellParser Parser { get; init; }

    /// <summary>Gets the names of the column, any of which the file may use.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    public string? Setting { get; init; }

    public ImmutableArray<JsonNode> Constants { get; init; } = [];

    public FieldPath? Copy { get; init; }

    /// <summary>Gets what separates the values in a cell that holds a list; empty when it holds one value.</summary>
    public ImmutableArray<char> Separators { get; init; } = [];

    /// <summary>Gets a value indicating whether the first of several values counts and the others are passed over.</summary>
    public bool TakesFirst { get; init; }

    /// <summary>Gets a value indicating whether the entry may add elements to its list; otherwise it fills those there
    /// are.</summary>
    public bool MakesElements { get; init; }

    /// <summary>Gets when the field may have a value from here.</summary>
    public Condition? When { get; init; }

    /// <summary>Gets a value indicating whether a cell that may have no value is passed over instead of refused.</summary>
    public bool PassesOverOtherwise { get; init; }

    /// <summary>Gets a value indicating whether a row without a value is faulty, whatever the contract says.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Gets when a row without a value is faulty; null for always, if <see cref="IsRequired"/>.</summary>
    public Condition? RequiredWhen { get; init; }

    public Wording? About { get; init; }

    /// <summary>Reads the texts of a cell or a setting.</summary>
    /// <param name="texts">The texts, one for each element of a list.</param>
    /// <param name="isBlank">Tells which texts mean nothing.</param>
    /// <param name="values">Takes the values, each once.</param>
    /// <returns>The first fault, or null.</returns>
    public CellFault? Read(IEnumerable<string> texts, Func<string, bool> isBlank, List<JsonNode> values)
    {
        foreach (var text in texts)
        {
            foreach (var part in Separators.IsEmpty ? [text] : text.Split(Separators.AsSpan()))
            {
                var value = part.Trim();
                if (isBlank(value))
                {
                    continue;
                }

                var fault = value.Contains('\uFFFD', StringComparison.Ordinal)
                    ? new CellFault(FaultKind.TextUnfit, Undecodable)
                    : Parser.Parse(value, Rule, values);
                if (fault is not null)
                {
                    return fault;
                }
            }
        }

        for (var index = values.Count - 1; index > 0; index--)
        {
            if (values.FindIndex(value => JsonNode.DeepEquals(value, values[index])) < index)
            {
                values.RemoveAt(index);
            }
        }

        return values.Count > 1 && Path.List is null && !TakesFirst
            ? new CellFault(FaultKind.ValueUnreadable, new Violation(
                new Wording("一个值", "one value"), new Wording($"{values.Count} 个值", $"{values.Count} values")))
            : null;
    }

    private static readonly Violation Undecodable = new(
        new Wording("编码正确的文字", "text in the encoding of the file"),
        new Wording("无法解码的字节，或此前已损坏的字符 U+FFFD", "bytes that cannot be decoded, or a character U+FFFD damaged before"));
}
