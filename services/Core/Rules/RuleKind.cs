using System.Collections.Frozen;
using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>The kinds of values. Different kinds are never compared and never added.</summary>
internal enum RuleKind
{
    Truth,
    Number,
    Money,
    Date,
    Duration,
    Text,
    Code,
}

/// <summary>A closed set of codes.</summary>
/// <param name="name">What it is called, as in "a code of …".</param>
/// <param name="members">The codes.</param>
internal sealed class CodeSet(Wording name, IEnumerable<string> members)
{
    private readonly FrozenSet<string> _members = members.ToFrozenSet(StringComparer.Ordinal);

    public Wording Name { get; } = name;

    public ImmutableArray<string> Members => [.. _members.Order(StringComparer.Ordinal)];

    public bool Has(string code) => _members.Contains(code);
}

/// <summary>The kind of a value, and of which set it is when it is a code.</summary>
internal readonly record struct RuleType(RuleKind Kind, CodeSet? Set = null)
{
    public Wording Name => Kind switch
    {
        RuleKind.Truth => new Wording("真假值", "a truth value"),
        RuleKind.Number => new Wording("数", "a number"),
        RuleKind.Money => new Wording("金额", "an amount of money"),
        RuleKind.Date => new Wording("日期", "a date"),
        RuleKind.Duration => new Wording("期间", "a duration"),
        RuleKind.Text => new Wording("文本", "a text"),
        _ => new Wording($"“{Set?.Name.Chinese}”的代码", $"a code of {Set?.Name.English}"),
    };
}

/// <summary>A text or code as a value that can be missing.</summary>
internal readonly record struct Symbol(string Text)
{
    public bool Equals(Symbol other) =>
        ReferenceEquals(Text, other.Text) || string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
