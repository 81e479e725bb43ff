using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ExchangeHub.DualPublicity;

/// <summary>One step of a path: a field, and which element of it when it is a list.</summary>
/// <param name="Name">The name of the field in proto3 JSON.</param>
/// <param name="Slot">Null for a field that is no list; <c>*</c> for every element; otherwise the name of one element, such as
/// <c>0</c> or <c>tax</c>, which stands where it is first filled.</param>
internal readonly record struct PathStep(string Name, string? Slot);

/// <summary>Where a value stands in a record: <c>penalty.documentNumber</c>, <c>subjects[0].name</c>,
/// <c>penalty.penalties[*].kind</c>.</summary>
internal sealed partial record FieldPath
{
    private FieldPath(string text, ImmutableArray<PathStep> steps)
    {
        (Text, Steps) = (text, steps);
        Contract = Slots().Replace(text, "[*]");
        var star = text.IndexOf("[*]", StringComparison.Ordinal);
        List = star < 0 ? null : text[..star];
    }

    /// <summary>Gets the path as the mapping writes it.</summary>
    public string Text { get; }

    /// <summary>Gets the steps from the record down.</summary>
    public ImmutableArray<PathStep> Steps { get; }

    /// <summary>Gets the path in the words of the contract: with <c>[*]</c> behind every list.</summary>
    public string Contract { get; }

    /// <summary>Gets the path of the list whose elements are all meant; null when one place is meant.</summary>
    public string? List { get; }

    /// <summary>Reads a path.</summary>
    /// <param name="text">Names joined by points, with at most one <c>[*]</c>.</param>
    /// <param name="path">The path, or null.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out FieldPath? path)
    {
        path = null;
        if (text is null || !Shape().IsMatch(text) || text.Split("[*]").Length > 2)
        {
            return false;
        }

        path = new FieldPath(text, [.. text.Split('.').Select(StepOf)]);
        return true;
    }

    public override string ToString() => Text;

    private static PathStep StepOf(string text)
    {
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? new PathStep(text, null) : new PathStep(text[..bracket], text[(bracket + 1)..^1]);
    }

    [GeneratedRegex(@"\A[a-z][A-Za-z0-9]*(\[(\*|[a-z0-9-]{1,30})\])?(\.[a-z][A-Za-z0-9]*(\[(\*|[a-z0-9-]{1,30})\])?)*\z")]
    private static partial Regex Shape();

    [GeneratedRegex(@"\[[a-z0-9-]+\]")]
    private static partial Regex Slots();
}
