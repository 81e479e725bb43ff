using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ExchangeHub.DualPublicity;

/// <summary>A list that says which code a text of the file stands for.</summary>
/// <remarks>Texts are compared as people see them: width, white space and letter case do not count. A code stands for
/// itself.</remarks>
internal sealed class CodeList
{
    private const string Otherwise = "*";
    private const int TextLengthMax = 200;

    private readonly FrozenDictionary<string, ImmutableArray<string>> _codes;
    private readonly ImmutableArray<string>? _otherwise;

    /// <summary>Makes a list.</summary>
    /// <param name="entries">Texts and the codes that each stands for: none to pass over it. <c>*</c> stands for every other
    /// text.
    /// </param>
    public CodeList(IReadOnlyDictionary<string, ImmutableArray<string>> entries)
    {
        Names = [.. entries.Keys.Where(name => name != Otherwise)];
        Targets = [.. entries.Values.SelectMany(codes => codes).Distinct(StringComparer.Ordinal)];
        _otherwise = entries.TryGetValue(Otherwise, out var rest) ? rest : null;
        _codes = Targets.Select(code => (Name: code, Codes: ImmutableArray.Create(code)))
            .Concat(entries.Where(entry => entry.Key != Otherwise).Select(entry => (Name: entry.Key, Codes: entry.Value)))
            .GroupBy(pair => Folding.Fold(pair.Name), StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Last().Codes, StringComparer.Ordinal);
    }

    /// <summary>Gets the texts, in the order of the mapping.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Gets every code once.</summary>
    public ImmutableArray<string> Targets { get; }

    /// <summary>Looks a text up.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Its codes; null when the list does not have it.</returns>
    public ImmutableArray<string>? Find(string text) =>
        text.Length <= TextLengthMax && _codes.TryGetValue(Folding.Fold(text), out var codes) ? codes : _otherwise;
}
