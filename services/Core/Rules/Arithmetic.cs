using System.Collections.Immutable;

namespace ExchangeHub.Rules;

/// <summary>Exact arithmetic in which nothing throws: what is out of range is not known.</summary>
internal static class Arithmetic
{
    // Below the largest decimal, 7.9e28, so that rounding of the estimate cannot pass it. All machines estimate the same.
    private const double NumberMax = 7e27;

    public static decimal? Add(decimal left, decimal right) =>
        Math.Abs((double)left) + Math.Abs((double)right) > NumberMax ? null : left + right;

    public static decimal? Subtract(decimal left, decimal right) => Add(left, -right);

    public static decimal? Multiply(decimal left, decimal right) =>
        Math.Abs((double)left) * Math.Abs((double)right) > NumberMax ? null : left * right;

    public static decimal? Divide(decimal left, decimal right) =>
        right == 0 || Math.Abs((double)left) / Math.Abs((double)right) > NumberMax ? null : left / right;

    public static long? Add(long left, long right) => ToFen((Int128)left + right);

    public static long? Subtract(long left, long right) => ToFen((Int128)left - right);

    /// <summary>Multiplies an amount; half a fen is rounded away from zero 四舍五入.</summary>
    public static long? Scale(long fen, decimal factor) => Round(Multiply(fen, factor));

    /// <summary>Divides an amount; half a fen is rounded away from zero 四舍五入.</summary>
    public static long? Share(long fen, decimal divisor) => Round(Divide(fen, divisor));

    /// <summary>Counts the days from one date to another.</summary>
    public static decimal? Days(DateOnly later, DateOnly earlier) => later.DayNumber - earlier.DayNumber;

    /// <summary>Counts the whole years from one date to another; negative when it is earlier.</summary>
    public static decimal? Years(DateOnly from, DateOnly to)
    {
        if (to < from)
        {
            return -Years(to, from);
        }

        var years = to.Year - from.Year;
        return from.AddYears(years) > to ? years - 1 : years;
    }

    public static bool? StartsWith(Symbol text, Symbol start) => text.Text.StartsWith(start.Text, StringComparison.Ordinal);

    private static long? Round(decimal? fen) => fen is { } exact && Math.Abs((double)exact) < long.MaxValue
        ? ToFen((Int128)decimal.Round(exact, MidpointRounding.AwayFromZero)) : null;

    private static long? ToFen(Int128 fen) => fen < long.MinValue || fen > long.MaxValue ? null : (long)fen;
}

/// <summary>Makes a value of another.</summary>
internal sealed class UnaryTerm<TFrame, TInner, T>(RuleType type, Term<TFrame, TInner> inner, Func<TInner, T?> make)
    : Term<TFrame, T>(type)
    where TFrame : struct
    where TInner : struct, IEquatable<TInner>
    where T : struct, IEquatable<T>
{
    public override ImmutableArray<Term<TFrame>> Parts => [inner];

    public override T? Run(ref TFrame frame) => inner.Run(ref frame) is { } value ? make(value) : null;
}

/// <summary>Makes a value of two others.</summary>
internal sealed class BinaryTerm<TFrame, TLeft, TRight, T>(
    RuleType type, Term<TFrame, TLeft> left, Term<TFrame, TRight> right, Func<TLeft, TRight, T?> make) : Term<TFrame, T>(type)
    where TFrame : struct
    where TLeft : struct, IEquatable<TLeft>
    where TRight : struct, IEquatable<TRight>
    where T : struct, IEquatable<T>
{
    public override ImmutableArray<Term<TFrame>> Parts => [left, right];

    public override T? Run(ref TFrame frame) =>
        left.Run(ref frame) is { } value && right.Run(ref frame) is { } other ? make(value, other) : null;
}

/// <summary>Counts a period from a date.</summary>
internal sealed class MoveTerm<TContext, TFrame>(Term<TFrame, DateOnly> day, Term<TFrame, Period> period, bool isBack)
    : Term<TFrame, DateOnly>(day.Type)
    where TFrame : struct, IFrame<TContext>
{
    public override ImmutableArray<Term<TFrame>> Parts => [day, period];

    public override DateOnly? Run(ref TFrame frame) =>
        day.Run(ref frame) is { } start && period.Run(ref frame) is { } count
            ? count.From(start, isBack, frame.Calendar) : null;
}
