using System.Collections.Immutable;

namespace ExchangeHub.Rules;

/// <summary>A part of a compiled expression. It holds no state: one can run on many threads at once.</summary>
/// <param name="type">The kind of its value.</param>
internal abstract class Term<TFrame>(RuleType type)
    where TFrame : struct
{
    private string? _text;

    public RuleType Type => type;

    /// <summary>Gets or sets the expression that it was made of.</summary>
    public Expression Origin { get; set; } = new Expression.Faulty(default);

    /// <summary>Gets the expression in canonical form.</summary>
    public string Text => _text ??= Printer.Print(Origin); // two threads would print the same

    /// <summary>Gets a value indicating whether the value is written out.</summary>
    public virtual bool IsFixed => false;

    /// <summary>Gets the terms that it runs.</summary>
    public virtual ImmutableArray<Term<TFrame>> Parts => [];

    /// <summary>Runs it and says how the value came about.</summary>
    public abstract TraceStep Trace(ref TFrame frame);

    // A term knows the kind of its value, and so makes the terms in which another of the same kind stands beside it.

    /// <summary>Makes a term that falls back on another of the same kind.</summary>
    public abstract Term<TFrame> Else(Term<TFrame> otherwise);

    /// <summary>Makes a term that chooses between this and another of the same kind.</summary>
    public abstract Term<TFrame> If(Term<TFrame, bool> condition, Term<TFrame> otherwise);

    /// <summary>Makes a term that compares with another of the same kind.</summary>
    public abstract Term<TFrame, bool> Same(Term<TFrame> other, bool isSame);

    /// <summary>Makes a term that looks for the value among constants of the same kind.</summary>
    public abstract Term<TFrame, bool> Among(IEnumerable<Term<TFrame>> members);

    /// <summary>Makes a term that asks whether the value is known.</summary>
    public abstract Term<TFrame, bool> Known(bool isKnown);
}

/// <summary>A term with a value of one kind.</summary>
/// <param name="type">The kind of its value.</param>
internal abstract class Term<TFrame, T>(RuleType type) : Term<TFrame>(type)
    where TFrame : struct
    where T : struct, IEquatable<T>
{
    /// <summary>Gets the value when it is the same whatever the context.</summary>
    public virtual T? Fixed => null;

    /// <summary>Runs it.</summary>
    /// <returns>The value; null when it is not known.</returns>
    public abstract T? Run(ref TFrame frame);

    public override TraceStep Trace(ref TFrame frame)
    {
        var value = Run(ref frame);
        var steps = ImmutableArray.CreateBuilder<TraceStep>(Parts.Length);
        foreach (var part in Parts)
        {
            steps.Add(part.Trace(ref frame));
        }

        var step = Judge(new TraceStep(Text, RuleValues.Format(value), value is not null, steps.ToImmutable()));
        return step with { Parts = [.. step.Parts.Where((_, index) => !Parts[index].IsFixed)] };
    }

    public override Term<TFrame> Else(Term<TFrame> otherwise) => new DefaultTerm<TFrame, T>(this, (Term<TFrame, T>)otherwise);

    public override Term<TFrame> If(Term<TFrame, bool> condition, Term<TFrame> otherwise) =>
        new ChoiceTerm<TFrame, T>(condition, this, (Term<TFrame, T>)otherwise);

    public override Term<TFrame, bool> Same(Term<TFrame> other, bool isSame) =>
        new SameTerm<TFrame, T>(this, (Term<TFrame, T>)other, isSame);

    public override Term<TFrame, bool> Among(IEnumerable<Term<TFrame>> members) =>
        new AmongTerm<TFrame, T>(this, [.. members.Select(member => ((Term<TFrame, T>)member).Fixed!.Value)]);

    public override Term<TFrame, bool> Known(bool isKnown) => new KnownTerm<TFrame, T>(this, isKnown);

    /// <summary>Marks the steps that did not matter for the value.</summary>
    protected virtual TraceStep Judge(TraceStep step) => step;
}

/// <summary>A value that is written out.</summary>
internal sealed class ConstantTerm<TFrame, T>(RuleType type, T value) : Term<TFrame, T>(type)
    where TFrame : struct
    where T : struct, IEquatable<T>
{
    public override bool IsFixed => true;

    public override T? Fixed => value;

    public override T? Run(ref TFrame frame) => value;
}
