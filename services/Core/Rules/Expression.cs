using System.Collections.Immutable;

namespace ExchangeHub.Rules;

/// <summary>An expression as it was written, before anything is known about its names.</summary>
/// <param name="At">Where it stands.</param>
internal abstract record Expression(Span At)
{
    /// <summary>Something that could not be read; it has been reported.</summary>
    public sealed record Faulty(Span At) : Expression(At);

    public sealed record Truth(Span At, bool Value) : Expression(At);

    public sealed record Number(Span At, decimal Value) : Expression(At);

    /// <summary>An amount, in fen.</summary>
    public sealed record Money(Span At, long Fen) : Expression(At);

    public sealed record Date(Span At, DateOnly Value) : Expression(At);

    public sealed record Duration(Span At, Period Value) : Expression(At);

    /// <summary>A text, or a code of a closed set.</summary>
    /// <param name="At">Where it stands.</param>
    /// <param name="Value">Without quotation marks.</param>
    /// <param name="IsBare">It is written without them, and so can only be a code.</param>
    public sealed record Text(Span At, string Value, bool IsBare) : Expression(At);

    public sealed record Name(Span At, string Path) : Expression(At);

    public sealed record Not(Span At, Expression Inner) : Expression(At);

    /// <summary>Two or more conditions joined by <c>and</c>, or by <c>or</c>.</summary>
    public sealed record Junction(Span At, bool IsAnd, ImmutableArray<Expression> Parts) : Expression(At);

    public sealed record Comparison(Span At, string Operator, Expression Left, Expression Right) : Expression(At);

    public sealed record Membership(Span At, Expression Inner, ImmutableArray<Expression> Members) : Expression(At);

    public sealed record Knowledge(Span At, Expression Inner, bool IsKnown) : Expression(At);

    public sealed record Arithmetic(Span At, char Operator, Expression Left, Expression Right) : Expression(At);

    public sealed record Negation(Span At, Expression Inner) : Expression(At);

    public sealed record Default(Span At, Expression Inner, Expression Otherwise) : Expression(At);

    public sealed record Choice(Span At, Expression When, Expression Then, Expression Otherwise) : Expression(At);

    public sealed record Call(Span At, string Function, ImmutableArray<Expression> Arguments) : Expression(At);

    /// <summary>A quantifier or an aggregate over a list.</summary>
    /// <param name="At">Where it stands.</param>
    /// <param name="Word">Its keyword, such as <c>any</c>.</param>
    /// <param name="Variable">What the element is called.</param>
    /// <param name="List">The list.</param>
    /// <param name="Where">Which elements; null for all of them.</param>
    /// <param name="Value">What is taken of each; null for those that only ask.</param>
    public sealed record Iteration(Span At, string Word, Name Variable, Name List, Expression? Where, Expression? Value)
        : Expression(At);

    /// <summary>Lists every name in it, variables and their fields among them.</summary>
    public IEnumerable<string> Names() => this switch
    {
        Name name => [name.Path],
        Not not => not.Inner.Names(),
        Junction junction => junction.Parts.SelectMany(part => part.Names()),
        Comparison comparison => comparison.Left.Names().Concat(comparison.Right.Names()),
        Membership membership => membership.Inner.Names(),
        Knowledge knowledge => knowledge.Inner.Names(),
        Arithmetic arithmetic => arithmetic.Left.Names().Concat(arithmetic.Right.Names()),
        Negation negation => negation.Inner.Names(),
        Default otherwise => otherwise.Inner.Names().Concat(otherwise.Otherwise.Names()),
        Choice choice => choice.When.Names().Concat(choice.Then.Names()).Concat(choice.Otherwise.Names()),
        Call call => call.Arguments.SelectMany(argument => argument.Names()),
        Iteration iteration => new[] { iteration.List, iteration.Where, iteration.Value }.OfType<Expression>()
            .SelectMany(part => part.Names()),
        _ => [],
    };
}
