using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ExchangeHub.Rules;

internal sealed class NotTerm<TFrame>(Term<TFrame, bool> inner) : Term<TFrame, bool>(inner.Type)
    where TFrame : struct
{
    public override ImmutableArray<Term<TFrame>> Parts => [inner];

    public override bool? Run(ref TFrame frame) => !inner.Run(ref frame);
}

/// <summary>Joins conditions: <c>and</c> is false as soon as one is, <c>or</c> true as soon as one is, whatever is not
/// known.</summary>
internal sealed class JunctionTerm<TFrame>(bool isAnd, ImmutableArray<Term<TFrame, bool>> parts)
    : Term<TFrame, bool>(new RuleType(RuleKind.Truth))
    where TFrame : struct
{
    private readonly Term<TFrame, bool>[] _parts = [.. parts];

    public override ImmutableArray<Term<TFrame>> Parts => [.. parts];

    public override bool? Run(ref TFrame frame)
    {
        var isOpen = false;
        foreach (var part in _parts)
        {
            switch (part.Run(ref frame))
            {
                case { } value when value != isAnd:
                    return value;
                case null:
                    isOpen = true;
                    break;
                default:
                    break;
            }
        }

        return isOpen ? null : isAnd;
    }

    protected override TraceStep Judge(TraceStep step) => step with
    {
        // While the whole is open, each part could still have settled it.
        Parts = [.. step.Parts.Select(part => part with { IsDecisive = !step.IsKnown || part.Value == step.Value })],
    };
}

internal sealed class KnownTerm<TFrame, T>(Term<TFrame, T> inner, bool isKnown)
    : Term<TFrame, bool>(new RuleType(RuleKind.Truth))
    where TFrame : struct
    where T : struct, IEquatable<T>
{
    public override ImmutableArray<Term<TFrame>> Parts => [inner];

    public override bool? Run(ref TFrame frame) => inner.Run(ref frame).HasValue == isKnown;
}

internal sealed class SameTerm<TFrame, T>(Term<TFrame, T> left, Term<TFrame, T> right, bool isSame)
    : Term<TFrame, bool>(new RuleType(RuleKind.Truth))
    where TFrame : struct
    where T : struct, IEquatable<T>
{
    private readonly T? _fixed = right.Fixed;

    public override ImmutableArray<Term<TFrame>> Parts => [left, right];

    public override bool? Run(ref TFrame frame)
    {
        if (left.Run(ref frame) is not { } value)
        {
            return null;
        }

        return (_fixed ?? right.Run(ref frame)) is { } other ? value.Equals(other) == isSame : null;
    }
}

internal sealed class OrderTerm<TFrame, T>(Term<TFrame, T> left, Term<TFrame, T> right, string mark)
    : Term<TFrame, bool>(new RuleType(RuleKind.Truth))
    where TFrame : struct
    where T : struct, IEquatable<T>, IComparable<T>
{
    private readonly T? _fixed = right.Fixed;
    private readonly bool _isForLess = mark[0] == '<';
    private readonly bool _isForSame = mark.Length == 2;

    public override ImmutableArray<Term<TFrame>> Parts => [left, right];

    public override bool? Run(ref TFrame frame)
    {
        if (left.Run(ref frame) is not { } value || (_fixed ?? right.Run(ref frame)) is not { } other)
        {
            return null;
        }

        var order = value.CompareTo(other);
        return order == 0 ? _isForSame : order < 0 == _isForLess;
    }
}

internal sealed class AmongTerm<TFrame, T>(Term<TFrame, T> inner, ImmutableArray<T> members)
    : Term<TFrame, bool>(new RuleType(RuleKind.Truth))
    where TFrame : struct
    where T : struct, IEquatable<T>
{
    private const int ComparedMax = 8; // above that, hashing is faster

    private readonly T[] _few = members.Length > ComparedMax ? [] : [.. members];
    private readonly FrozenSet<T>? _many = members.Length > ComparedMax ? members.ToFrozenSet() : null;

    public override ImmutableArray<Term<TFrame>> Parts => [inner];

    public override bool? Run(ref TFrame frame)
    {
        if (inner.Run(ref frame) is not { } value)
        {
            return null;
        }

        if (_many is not null)
        {
            return _many.Contains(value);
        }

        foreach (var member in _few)
        {
            if (member.Equals(value))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class DefaultTerm<TFrame, T>(Term<TFrame, T> inner, Term<TFrame, T> otherwise) : Term<TFrame, T>(inner.Type)
    where TFrame : struct
    where T : struct, IEquatable<T>
{
    public override ImmutableArray<Term<TFrame>> Parts => [inner, otherwise];

    public override T? Run(ref TFrame frame) => inner.Run(ref frame) ?? otherwise.Run(ref frame);

    protected override TraceStep Judge(TraceStep step) => step with
    {
        Parts = [step.Parts[0], step.Parts[1] with { IsDecisive = !step.Parts[0].IsKnown }],
    };
}

internal sealed class ChoiceTerm<TFrame, T>(Term<TFrame, bool> condition, Term<TFrame, T> then, Term<TFrame, T> otherwise)
    : Term<TFrame, T>(then.Type)
    where TFrame : struct
    where T : struct, IEquatable<T>
{
    public override ImmutableArray<Term<TFrame>> Parts => [condition, then, otherwise];

    public override T? Run(ref TFrame frame) => condition.Run(ref frame) switch
    {
        true => then.Run(ref frame),
        false => otherwise.Run(ref frame),
        null => null,
    };

    protected override TraceStep Judge(TraceStep step) => step with
    {
        Parts =
        [
            step.Parts[0],
            step.Parts[1] with { IsDecisive = step.Parts[0].Value == "true" },
            step.Parts[2] with { IsDecisive = step.Parts[0].Value == "false" },
        ],
    };
}
