using System.Collections.Immutable;
using System.Globalization;

namespace ExchangeHub.Rules;

/// <summary>Which list is gone through, and which elements count.</summary>
/// <param name="Path">The name of the list.</param>
/// <param name="Get">The list; null when it is not known.</param>
/// <param name="Where">Which elements.</param>
internal sealed record Selection<TContext, TElement>(
    string Path, Func<TContext, IReadOnlyList<TElement>?> Get, Term<ElementFrame<TContext, TElement>, bool> Where)
{
    public ElementFrame<TContext, TElement> Enter(in Frame<TContext> frame) => new(frame.Context, frame.Calendar, Path);
}

/// <summary>Goes through a list once.</summary>
/// <param name="type">The kind of its value.</param>
/// <param name="of">The list and which elements count.</param>
/// <param name="taken">What is taken of each; null when it only asks.</param>
internal abstract class IterationTerm<TContext, TElement, T>(
    RuleType type, Selection<TContext, TElement> of, Term<ElementFrame<TContext, TElement>>? taken)
    : Term<Frame<TContext>, T>(type)
    where T : struct, IEquatable<T>
{
    private const int ShownMax = 50;

    protected Selection<TContext, TElement> Of => of;

    public override TraceStep Trace(ref Frame<TContext> frame)
    {
        var value = Run(ref frame);
        var step = new TraceStep(Text, RuleValues.Format(value), value is not null, []);
        if (of.Get(frame.Context) is not { } list)
        {
            return step with { Parts = [TraceStep.Of(new UsedFact(of.Path, RuleValues.Format<bool>(null), null), false)] };
        }

        var count = new UsedFact($"{of.Path}.count", list.Count.ToString(CultureInfo.InvariantCulture), null);
        var parts = ImmutableArray.CreateBuilder<TraceStep>();
        parts.Add(TraceStep.Of(count, true));
        var inner = of.Enter(frame);
        var more = 0;
        foreach (var index in Shown(list.Count))
        {
            inner.Move(index, list[index]);
            var isChosen = of.Where.Run(ref inner);
            if (!Shows(isChosen, value))
            {
                continue;
            }

            if (parts.Count > ShownMax)
            {
                more++;
                continue;
            }

            parts.Add(Element(ref inner, isChosen));
            if (StopsAt(isChosen))
            {
                break;
            }
        }

        return step with { Parts = parts.ToImmutable(), More = more };
    }

    /// <summary>Says in which order the elements are asked.</summary>
    protected virtual IEnumerable<int> Shown(int count) => Enumerable.Range(0, count);

    /// <summary>Says whether an element bears on the value; one that was passed over does as well.</summary>
    protected virtual bool Shows(bool? isChosen, T? value) => true;

    /// <summary>Says whether no element after one like this is asked.</summary>
    protected virtual bool StopsAt(bool? isChosen) => false;

    private TraceStep Element(ref ElementFrame<TContext, TElement> inner, bool? isChosen)
    {
        var parts = ImmutableArray.CreateBuilder<TraceStep>(2);
        if (!of.Where.IsFixed)
        {
            parts.Add(of.Where.Trace(ref inner));
        }

        if (isChosen is true && taken is { IsFixed: false })
        {
            parts.Add(taken.Trace(ref inner));
        }

        return new TraceStep(
            inner.Place, RuleValues.Format(isChosen), isChosen is not null && parts.All(part => part.IsKnown),
            parts.ToImmutable());
    }
}

/// <summary><c>any</c>, <c>no</c> and <c>all</c>: looks for one element that settles it.</summary>
internal sealed class ExistsTerm<TContext, TElement>(Selection<TContext, TElement> of, bool sought, bool whenFound)
    : IterationTerm<TContext, TElement, bool>(new RuleType(RuleKind.Truth), of, null)
{
    public override bool? Run(ref Frame<TContext> frame)
    {
        if (Of.Get(frame.Context) is not { } list)
        {
            return null;
        }

        var inner = Of.Enter(frame);
        var isOpen = false;
        for (var index = 0; index < list.Count; index++)
        {
            inner.Move(index, list[index]);
            var isChosen = Of.Where.Run(ref inner);
            if (isChosen == sought)
            {
                return whenFound;
            }

            isOpen |= isChosen is null;
        }

        return isOpen ? null : !whenFound;
    }

    protected override bool Shows(bool? isChosen, bool? value) =>
        value != whenFound || isChosen == sought;
}

/// <summary><c>count</c> and <c>sum</c>.</summary>
/// <param name="of">The list and which elements count.</param>
/// <param name="taken">What is added up.</param>
/// <param name="add">Adds two values.</param>
internal sealed class SumTerm<TContext, TElement, T>(
    Selection<TContext, TElement> of, Term<ElementFrame<TContext, TElement>, T> taken, Func<T, T, T?> add)
    : IterationTerm<TContext, TElement, T>(taken.Type, of, taken)
    where T : struct, IEquatable<T>
{
    public override T? Run(ref Frame<TContext> frame)
    {
        if (Of.Get(frame.Context) is not { } list)
        {
            return null;
        }

        var inner = Of.Enter(frame);
        var sum = default(T);
        for (var index = 0; index < list.Count; index++)
        {
            inner.Move(index, list[index]);
            if (Of.Where.Run(ref inner) is not { } isChosen)
            {
                return null;
            }

            if (isChosen)
            {
                if (taken.Run(ref inner) is not { } value || add(sum, value) is not { } total)
                {
                    return null;
                }

                sum = total;
            }
        }

        return sum;
    }
}

/// <summary><c>min</c> and <c>max</c>; of nothing, not known.</summary>
internal sealed class ExtremeTerm<TContext, TElement, T>(
    Selection<TContext, TElement> of, Term<ElementFrame<TContext, TElement>, T> taken, int sign)
    : IterationTerm<TContext, TElement, T>(taken.Type, of, taken)
    where T : struct, IEquatable<T>, IComparable<T>
{
    public override T? Run(ref Frame<TContext> frame)
    {
        if (Of.Get(frame.Context) is not { } list)
        {
            return null;
        }

        var inner = Of.Enter(frame);
        T? found = null;
        for (var index = 0; index < list.Count; index++)
        {
            inner.Move(index, list[index]);
            if (Of.Where.Run(ref inner) is not { } isChosen)
            {
                return null;
            }

            if (isChosen)
            {
                if (taken.Run(ref inner) is not { } value)
                {
                    return null;
                }

                found = found is { } best && Math.Sign(value.CompareTo(best)) != sign ? best : value;
            }
        }

        return found;
    }
}

/// <summary><c>first</c> and <c>last</c>; of nothing, not known.</summary>
internal sealed class PickTerm<TContext, TElement, T>(
    Selection<TContext, TElement> of, Term<ElementFrame<TContext, TElement>, T> taken, bool isLast)
    : IterationTerm<TContext, TElement, T>(taken.Type, of, taken)
    where T : struct, IEquatable<T>
{
    public override T? Run(ref Frame<TContext> frame)
    {
        if (Of.Get(frame.Context) is not { } list)
        {
            return null;
        }

        var inner = Of.Enter(frame);
        for (var asked = 0; asked < list.Count; asked++)
        {
            var index = isLast ? list.Count - 1 - asked : asked;
            inner.Move(index, list[index]);
            switch (Of.Where.Run(ref inner))
            {
                case true:
                    return taken.Run(ref inner);
                case null:
                    return null; // it may be this one
                default:
                    break;
            }
        }

        return null;
    }

    protected override IEnumerable<int> Shown(int count) =>
        isLast ? Enumerable.Range(0, count).Reverse() : Enumerable.Range(0, count);

    protected override bool StopsAt(bool? isChosen) => isChosen is not false;
}
