using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>What expressions may ask of a thing: its names, their kinds, and how each is answered.</summary>
/// <typeparam name="TOwner">The thing: a context, or the element of a list.</typeparam>
/// <param name="source">Where the facts of a thing came from, such as <c>node:310118/12</c>; a field may say otherwise.</param>
/// <remarks>Built once, then only read. What it is given must be pure, fast and never throw; null means not known.</remarks>
internal sealed class RuleSchema<TOwner>(Func<TOwner, string?>? source = null)
{
    private readonly SortedDictionary<string, Field<TOwner>> _fields = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ListField<TOwner>> _lists = new(StringComparer.Ordinal);

    /// <summary>Gets the names of the fields, in order.</summary>
    public IEnumerable<string> Names => _fields.Keys;

    /// <summary>Gets the names of the lists, in order.</summary>
    public IEnumerable<string> Lists => _lists.Keys;

    public RuleSchema<TOwner> Truth(string path, Wording meaning, Func<TOwner, bool?> get, Func<TOwner, string?>? from = null) =>
        Add(new Field<TOwner, bool>(path, new RuleType(RuleKind.Truth), meaning, from ?? source) { Get = get });

    public RuleSchema<TOwner> Number(
        string path, Wording meaning, Func<TOwner, decimal?> get, Func<TOwner, string?>? from = null) =>
        Add(new Field<TOwner, decimal>(path, new RuleType(RuleKind.Number), meaning, from ?? source) { Get = get });

    public RuleSchema<TOwner> Money(string path, Wording meaning, Func<TOwner, Fen?> get, Func<TOwner, string?>? from = null) =>
        Add(new Field<TOwner, long>(path, new RuleType(RuleKind.Money), meaning, from ?? source) { Get = it => get(it)?.Value });

    public RuleSchema<TOwner> Date(
        string path, Wording meaning, Func<TOwner, DateOnly?> get, Func<TOwner, string?>? from = null) =>
        Add(new Field<TOwner, DateOnly>(path, new RuleType(RuleKind.Date), meaning, from ?? source) { Get = get });

    public RuleSchema<TOwner> Duration(
        string path, Wording meaning, Func<TOwner, Period?> get, Func<TOwner, string?>? from = null) =>
        Add(new Field<TOwner, Period>(path, new RuleType(RuleKind.Duration), meaning, from ?? source) { Get = get });

    public RuleSchema<TOwner> Text(string path, Wording meaning, Func<TOwner, string?> get, Func<TOwner, string?>? from = null) =>
        Add(new Field<TOwner, Symbol>(path, new RuleType(RuleKind.Text), meaning, from ?? source)
        {
            Get = it => get(it) is { } text ? new Symbol(text) : null,
        });

    /// <summary>Adds a field that holds a member of a closed set; what is not a member equals none.</summary>
    public RuleSchema<TOwner> Code(
        string path, Wording meaning, CodeSet set, Func<TOwner, string?> get, Func<TOwner, string?>? from = null) =>
        Add(new Field<TOwner, Symbol>(path, new RuleType(RuleKind.Code, set), meaning, from ?? source)
        {
            Get = it => get(it) is { } code ? new Symbol(code) : null,
        });

    /// <summary>Adds a list; null means that it is not known what is in it.</summary>
    public RuleSchema<TOwner> List<TElement>(
        string path, Wording meaning, Func<TOwner, IReadOnlyList<TElement>?> get, RuleSchema<TElement> element)
    {
        Claim(path);
        _lists.Add(path, new ListField<TOwner, TElement>(path, meaning, get, element));
        return this;
    }

    public bool TryFind(string path, [NotNullWhen(true)] out Field<TOwner>? field) => _fields.TryGetValue(path, out field);

    public bool TryFindList(string path, [NotNullWhen(true)] out ListField<TOwner>? list) => _lists.TryGetValue(path, out list);

    /// <summary>Lists every name with its kind and its meaning; the fields of the elements of a list follow it.</summary>
    public IEnumerable<(string Name, Wording Kind, Wording Meaning)> Describe() =>
        _fields.Values.Select(field => (field.Path, field.Type.Name, field.Meaning))
            .Concat(_lists.Values.SelectMany(list => list.Describe()));

    /// <summary>Lists the names of this schema that an expression asks for.</summary>
    public FrozenSet<string> Asked(Expression expression) =>
        expression.Names().Where(name => _fields.ContainsKey(name) || _lists.ContainsKey(name))
            .ToFrozenSet(StringComparer.Ordinal);

    private RuleSchema<TOwner> Add(Field<TOwner> field)
    {
        Claim(field.Path);
        _fields.Add(field.Path, field);
        return this;
    }

    private void Claim(string path)
    {
        var tokens = new Lexer(path, new FaultList(path)).Read();
        if (tokens is not [{ Kind: TokenKind.Name } name, _] || name.Text != path || !char.IsAsciiLetterLower(path[0]))
        {
            throw new ArgumentException($"Expected a name such as record.decidedOn; found '{path}'.", nameof(path));
        }

        if (_fields.ContainsKey(path) || _lists.ContainsKey(path))
        {
            throw new ArgumentException($"Expected each name once; found '{path}' twice.", nameof(path));
        }
    }
}
