using System.Collections.Frozen;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>A compiled expression; a condition when its value is a <see cref="bool"/>.</summary>
/// <remarks>
/// Total: it always ends, in time linear in the lists that it asks for, and never throws. A result out of range (a date after
/// 9999, an amount beyond 64 bits) is not known. Safe on many threads at once.
/// </remarks>
internal sealed class Formula<TContext, T>
    where T : struct, IEquatable<T>
{
    private readonly Term<Frame<TContext>, T> _root;

    internal Formula(Term<Frame<TContext>, T> root, string text, FrozenSet<string> names) =>
        (_root, Text, Names) = (root, text, names);

    /// <summary>Gets the expression in canonical form: what is hashed and compared.</summary>
    public string Text { get; }

    /// <summary>Gets the names of the schema that it asks for: fields and lists.</summary>
    public FrozenSet<string> Names { get; }

    /// <summary>Runs it; allocates nothing.</summary>
    /// <param name="context">What it is asked about.</param>
    /// <param name="calendar">Which days are working days.</param>
    /// <returns>The value; null when it is not known.</returns>
    public T? Test(TContext context, WorkingDays calendar)
    {
        var frame = new Frame<TContext>(context, calendar);
        return _root.Run(ref frame);
    }

    /// <summary>Runs it and says how the value came about.</summary>
    /// <param name="context">What it is asked about.</param>
    /// <param name="calendar">Which days are working days.</param>
    /// <returns>The same value as <see cref="Test"/>, with its tree.</returns>
    public Trace<T> Trace(TContext context, WorkingDays calendar)
    {
        var frame = new Frame<TContext>(context, calendar);
        var root = _root.Trace(ref frame);
        return new Trace<T>(_root.Run(ref frame), root, [.. root.Facts()], [.. root.Missing()]);
    }
}

/// <summary>Compiles expressions.</summary>
internal static class Formula
{
    /// <summary>Compiles a condition.</summary>
    public static Formula<TContext, bool>? Condition<TContext>(
        string text, RuleSchema<TContext> schema, out RuleFaults faults) =>
        Compile<TContext, bool>(text, new RuleType(RuleKind.Truth), schema, out faults);

    /// <summary>Compiles an expression whose value is a date.</summary>
    public static Formula<TContext, DateOnly>? Day<TContext>(
        string text, RuleSchema<TContext> schema, out RuleFaults faults) =>
        Compile<TContext, DateOnly>(text, new RuleType(RuleKind.Date), schema, out faults);

    /// <summary>Compiles an expression whose value is a number.</summary>
    public static Formula<TContext, decimal>? Number<TContext>(
        string text, RuleSchema<TContext> schema, out RuleFaults faults) =>
        Compile<TContext, decimal>(text, new RuleType(RuleKind.Number), schema, out faults);

    /// <summary>Writes an expression in canonical form without asking what its names mean.</summary>
    /// <returns>Null when it cannot be read.</returns>
    public static string? Print(string text, out RuleFaults faults)
    {
        var list = new FaultList(text);
        var expression = Parser.Parse(text, list);
        faults = list.List();
        return list.IsEmpty ? Printer.Print(expression) : null;
    }

    private static Formula<TContext, T>? Compile<TContext, T>(
        string text, RuleType type, RuleSchema<TContext> schema, out RuleFaults faults)
        where T : struct, IEquatable<T>
    {
        var list = new FaultList(text);
        var expression = Parser.Parse(text, list);
        var root = list.IsStopped ? null : new ContextBinder<TContext>(schema, list).Bind(expression, type);
        faults = list.List();
        return list.IsEmpty && root is Term<Frame<TContext>, T> term
            ? new Formula<TContext, T>(term, Printer.Print(expression), schema.Asked(expression)) : null;
    }
}
