using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>Which kinds can be calculated with, and what comes of it.</summary>
internal static class Calculations
{
    private static readonly RuleType NumberType = new(RuleKind.Number);

    /// <summary>Gets the names of the functions.</summary>
    public static ImmutableArray<string> Functions { get; } = ["startsWith", "yearsBetween"];

    /// <summary>Gets the kind of an argument; null when there is no such function. Both arguments are of one kind.</summary>
    public static RuleType? ArgumentOf(string function, int index) => (function, index) switch
    {
        ("startsWith", _) => new RuleType(RuleKind.Text),
        ("yearsBetween", _) => new RuleType(RuleKind.Date),
        _ => null,
    };

    /// <summary>Makes the term of a function.</summary>
    public static Term<TFrame> Call<TFrame>(string function, Term<TFrame> first, Term<TFrame> second)
        where TFrame : struct => function == "startsWith"
        ? new BinaryTerm<TFrame, Symbol, Symbol, bool>(
            new RuleType(RuleKind.Truth), (Term<TFrame, Symbol>)first, (Term<TFrame, Symbol>)second, Arithmetic.StartsWith)
        : new BinaryTerm<TFrame, DateOnly, DateOnly, decimal>(
            NumberType, (Term<TFrame, DateOnly>)first, (Term<TFrame, DateOnly>)second, Arithmetic.Years);

    /// <summary>Makes the term of an operator.</summary>
    /// <returns>Null when the kinds do not go together.</returns>
    public static Term<TFrame>? Combine<TContext, TFrame>(char mark, Term<TFrame> left, Term<TFrame> right)
        where TFrame : struct, IFrame<TContext> => (mark, left, right) switch
    {
        ('+', Term<TFrame, decimal> one, Term<TFrame, decimal> other) => Numbers(one, other, Arithmetic.Add),
        ('-', Term<TFrame, decimal> one, Term<TFrame, decimal> other) => Numbers(one, other, Arithmetic.Subtract),
        ('*', Term<TFrame, decimal> one, Term<TFrame, decimal> other) => Numbers(one, other, Arithmetic.Multiply),
        ('/', Term<TFrame, decimal> one, Term<TFrame, decimal> other) => Numbers(one, other, Arithmetic.Divide),
        ('+', Term<TFrame, long> one, Term<TFrame, long> other) => Amounts(one, other, Arithmetic.Add),
        ('-', Term<TFrame, long> one, Term<TFrame, long> other) => Amounts(one, other, Arithmetic.Subtract),
        ('*', Term<TFrame, long> one, Term<TFrame, decimal> other) => Amounts(one, other, Arithmetic.Scale),
        ('/', Term<TFrame, long> one, Term<TFrame, decimal> other) => Amounts(one, other, Arithmetic.Share),
        ('*', Term<TFrame, decimal> one, Term<TFrame, long> other) => new BinaryTerm<TFrame, decimal, long, long>(
            other.Type, one, other, (factor, fen) => Arithmetic.Scale(fen, factor)),
        ('-', Term<TFrame, DateOnly> one, Term<TFrame, DateOnly> other) =>
            new BinaryTerm<TFrame, DateOnly, DateOnly, decimal>(NumberType, one, other, Arithmetic.Days),
        ('+' or '-', Term<TFrame, DateOnly> one, Term<TFrame, Period> other) =>
            new MoveTerm<TContext, TFrame>(one, other, mark == '-'),
        _ => null,
    };

    /// <summary>Says what may stand to the right of a kind; null when nothing may.</summary>
    public static Wording? BesideOf(char mark, RuleKind left) => (mark, left) switch
    {
        ('*', RuleKind.Number) => new Wording("数或金额", "a number or an amount of money"),
        (_, RuleKind.Number) or ('*', RuleKind.Money) => new Wording("数", "a number"),
        ('+' or '-', RuleKind.Money) => new Wording("金额，例如 200 yuan", "an amount of money, such as 200 yuan"),
        ('+', RuleKind.Date) => new Wording("期间，例如 30 days", "a duration, such as 30 days"),
        ('-', RuleKind.Date) => new Wording("日期或期间，例如 30 days", "a date, or a duration such as 30 days"),
        _ => null,
    };

    /// <summary>Says what an operator begins with.</summary>
    public static Wording FirstOf(char mark) => mark is '*' or '/'
        ? new Wording("数或金额", "a number or an amount of money")
        : new Wording("数、金额或日期", "a number, an amount of money or a date");

    private static BinaryTerm<TFrame, decimal, decimal, decimal> Numbers<TFrame>(
        Term<TFrame, decimal> left, Term<TFrame, decimal> right, Func<decimal, decimal, decimal?> make)
        where TFrame : struct => new(NumberType, left, right, make);

    private static BinaryTerm<TFrame, long, TRight, long> Amounts<TFrame, TRight>(
        Term<TFrame, long> left, Term<TFrame, TRight> right, Func<long, TRight, long?> make)
        where TFrame : struct
        where TRight : struct, IEquatable<TRight> => new(left.Type, left, right, make);
}
