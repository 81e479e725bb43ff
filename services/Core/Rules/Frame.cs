using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>What a term sees while it runs.</summary>
internal interface IFrame<out TContext>
{
    TContext Context { get; }

    WorkingDays Calendar { get; }
}

/// <summary>What the body of a quantifier sees besides.</summary>
internal interface IElementFrame<out TElement>
{
    TElement Element { get; }

    /// <summary>Gets which element it is, such as <c>events[2]</c>, from 0.</summary>
    string Place { get; }
}

internal readonly struct Frame<TContext>(TContext context, WorkingDays calendar) : IFrame<TContext>
{
    public TContext Context { get; } = context;

    public WorkingDays Calendar { get; } = calendar;
}

internal struct ElementFrame<TContext, TElement>(TContext context, WorkingDays calendar, string list)
    : IFrame<TContext>, IElementFrame<TElement>
{
    public TContext Context { get; } = context;

    public WorkingDays Calendar { get; } = calendar;

    public TElement Element { get; private set; } = default!;

    public int Index { get; private set; }

    public readonly string Place => string.Create(CultureInfo.InvariantCulture, $"{list}[{Index}]");

    public void Move(int index, TElement element) => (Index, Element) = (index, element);
}
