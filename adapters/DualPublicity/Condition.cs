using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>What a condition asks of the values of a field.</summary>
internal enum ConditionTest
{
    /// <summary>At least one of them is in the list.</summary>
    AnyOf,

    /// <summary>There are some, and all are in the list.</summary>
    AllOf,

    /// <summary>None is in the list; also when there are none.</summary>
    NoneOf,

    /// <summary>There are some.</summary>
    Present,
}

/// <summary>A question about what has been read of a row.</summary>
/// <param name="Path">The field; with <c>[*]</c>, all elements, or the one that is being filled.</param>
/// <param name="Test">The question.</param>
/// <param name="Values">The list that it is about; empty for <see cref="ConditionTest.Present"/>.</param>
internal sealed record Condition(FieldPath Path, ConditionTest Test, ImmutableArray<string> Values)
{
    /// <summary>Answers it.</summary>
    /// <param name="draft">What has been read.</param>
    /// <param name="target">The field that is being filled.</param>
    /// <param name="element">Which element of its list.</param>
    /// <returns>The answer.</returns>
    public bool Holds(RecordDraft draft, FieldPath target, int element)
    {
        var found = ValuesIn(draft, target, element);
        return Test switch
        {
            ConditionTest.AnyOf => found.Any(Values.Contains),
            ConditionTest.AllOf => found.Count > 0 && found.All(Values.Contains),
            ConditionTest.NoneOf => !found.Any(Values.Contains),
            _ => found.Count > 0,
        };
    }

    /// <summary>Tells whether there is something to judge by: a value that is itself missing is said to be, and that is
    /// enough.</summary>
    /// <param name="draft">What has been read.</param>
    /// <returns>Whether the answer rests on a value.</returns>
    public bool CanTell(RecordDraft draft) => Test == ConditionTest.Present || ValuesIn(draft, Path, 0).Count > 0;

    /// <summary>Says it for people.</summary>
    /// <param name="column">What the file calls the column behind the field.</param>
    /// <returns>A clause.</returns>
    public Wording Describe(string column)
    {
        var (chinese, english) = (string.Join('、', Values), string.Join(", ", Values));
        return Test switch
        {
            ConditionTest.AnyOf => new Wording($"“{column}”含 {chinese}", $"\"{column}\" has {english}"),
            ConditionTest.AllOf => new Wording($"“{column}”只含 {chinese}", $"\"{column}\" has only {english}"),
            ConditionTest.NoneOf => new Wording($"“{column}”不含 {chinese}", $"\"{column}\" has none of {english}"),
            _ => new Wording($"“{column}”已填写", $"\"{column}\" is filled in"),
        };
    }

    private List<string> ValuesIn(RecordDraft draft, FieldPath target, int element)
    {
        var values = new List<string>();
        var isOfSameElement = Path.List is not null && Path.List == target.List;
        var (first, count) = Path.List is null ? (0, 1) : isOfSameElement ? (element, 1) : (0, draft.Count(Path));
        for (var index = first; index < first + count; index++)
        {
            if (draft.Get(Path, index) is { } value)
            {
                values.Add(value.ToString());
            }
        }

        return values;
    }
}
