using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>A name of a schema, and how it is answered.</summary>
/// <param name="path">The name.</param>
/// <param name="type">The kind of its value.</param>
/// <param name="meaning">What it means, for the list of names.</param>
internal abstract class Field<TOwner>(string path, RuleType type, Wording meaning)
{
    public string Path => path;

    public RuleType Type => type;

    public Wording Meaning => meaning;

    /// <summary>Makes the term that asks the context.</summary>
    public abstract Term<TFrame> OfContext<TFrame>()
        where TFrame : struct, IFrame<TOwner>;

    /// <summary>Makes the term that asks the element of a list.</summary>
    public abstract Term<TFrame> OfElement<TFrame>()
        where TFrame : struct, IElementFrame<TOwner>;
}

/// <summary>A field of one kind of value.</summary>
/// <param name="path">The name.</param>
/// <param name="type">The kind of its value.</param>
/// <param name="meaning">What it means.</param>
/// <param name="from">Where the value came from.</param>
internal sealed class Field<TOwner, T>(string path, RuleType type, Wording meaning, Func<TOwner, string?>? from)
    : Field<TOwner>(path, type, meaning)
    where T : struct, IEquatable<T>
{
    public required Func<TOwner, T?> Get { get; init; }

    public UsedFact Used(TOwner owner, string at, T? value) => new(at, RuleValues.Format(value), from?.Invoke(owner));

    public override Term<TFrame> OfContext<TFrame>() => new ContextTerm<TFrame, TOwner, T>(this);

    public override Term<TFrame> OfElement<TFrame>() => new ElementTerm<TFrame, TOwner, T>(this);
}

/// <summary>Asks the context.</summary>
internal sealed class ContextTerm<TFrame, TOwner, T>(Field<TOwner, T> field) : Term<TFrame, T>(field.Type)
    where TFrame : struct, IFrame<TOwner>
    where T : struct, IEquatable<T>
{
    private readonly Func<TOwner, T?> _get = field.Get;

    public override T? Run(ref TFrame frame) => _get(frame.Context);

    public override TraceStep Trace(ref TFrame frame)
    {
        var value = _get(frame.Context);
        return TraceStep.Of(field.Used(frame.Context, field.Path, value), value is not null);
    }
}

/// <summary>Asks the element of a list.</summary>
internal sealed class ElementTerm<TFrame, TElement, T>(Field<TElement, T> field) : Term<TFrame, T>(field.Type)
    where TFrame : struct, IElementFrame<TElement>
    where T : struct, IEquatable<T>
{
    private readonly Func<TElement, T?> _get = field.Get;

    public override T? Run(ref TFrame frame) => _get(frame.Element);

    public override TraceStep Trace(ref TFrame frame)
    {
        var value = _get(frame.Element);
        return TraceStep.Of(field.Used(frame.Element, $"{frame.Place}.{field.Path}", value), value is not null);
    }
}
