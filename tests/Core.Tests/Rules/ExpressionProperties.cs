using System.Text;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Tests.Rules;

/// <summary>What holds of every expression and every record.</summary>
public sealed class ExpressionProperties
{
    private const string Letters = "aeor.ndit(){}:,=<>!+-*/#'_ 019\n\t；中\0";

    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60);

    private static readonly Gen<(string Text, Matter Matter)> Asked =
        from text in Texts.Condition
        from matter in Texts.Matters
        select (text, matter);

    [Fact]
    public void It_never_throws_and_answers_the_same_twice() => Hold(Asked, asked =>
    {
        var formula = Asking.Condition(asked.Text);
        var value = formula.Test(asked.Matter, WorkingDays.Announced);
        return value == formula.Test(asked.Matter, WorkingDays.Announced)
            && value == Asking.Condition(asked.Text).Test(asked.Matter, WorkingDays.Announced);
    });

    [Fact]
    public void What_is_printed_reads_the_same_and_means_the_same() => Hold(Asked, asked =>
    {
        var formula = Asking.Condition(asked.Text);
        var printed = Asking.Condition(formula.Text);
        return printed.Text == formula.Text
            && printed.Test(asked.Matter, WorkingDays.Announced) == formula.Test(asked.Matter, WorkingDays.Announced);
    });

    [Fact]
    public void Layout_comments_and_parentheses_do_not_matter() => Hold(Texts.Condition, text =>
    {
        var spread = text.Replace(" and ", " # joined\n\t and\r\n", StringComparison.Ordinal);
        return Formula.Print($"(({spread}\n))", out _) == Formula.Print(text, out _);
    });

    [Fact]
    public void Other_words_print_otherwise() => Hold(Texts.Condition, text =>
        Formula.Print($"not ({text})", out _) != Formula.Print(text, out _)
        && Formula.Print($"({text}) and asOf = 2026-01-01", out _) != Formula.Print($"({text}) or asOf = 2026-01-01", out _));

    [Fact]
    public void The_trace_ends_in_the_same_answer() => Hold(Asked, asked =>
    {
        var formula = Asking.Condition(asked.Text);
        var trace = formula.Trace(asked.Matter, WorkingDays.Announced);
        var value = formula.Test(asked.Matter, WorkingDays.Announced);
        return trace.Value == value && trace.Root.Value == (value switch { true => "true", false => "false", null => "unknown" })
            && trace.Root.Text == formula.Text && trace.Missing.IsEmpty == value is not null;
    });

    [Fact]
    public void Only_the_facts_of_the_trace_matter() => Hold(Asked, asked =>
    {
        // Whatever is not among the facts may become unknown, and the answer is the same.
        var formula = Asking.Condition(asked.Text);
        var trace = formula.Trace(asked.Matter, WorkingDays.Announced);
        var paths = trace.Facts.Select(fact => fact.Path).ToHashSet(StringComparer.Ordinal);
        var blind = asked.Matter with
        {
            Fine = paths.Contains("record.fine") ? asked.Matter.Fine : null,
            IsDeclaredMajor = paths.Contains("record.isDeclaredMajor") ? asked.Matter.IsDeclaredMajor : null,
            DecidedOn = paths.Contains("record.decidedOn") ? asked.Matter.DecidedOn : null,
            Version = paths.Contains("record.version") ? asked.Matter.Version : null,
            Recognised = paths.Contains("recognised.count") ? asked.Matter.Recognised : null,
        };
        return trace.Value is null || formula.Test(blind, WorkingDays.Announced) == trace.Value;
    });

    [Fact]
    public void De_Morgan_holds_with_unknowns() => Hold(
        from a in Asked
        from b in Texts.Condition
        select (A: a.Text, B: b, a.Matter),
        it => Same(it.Matter, $"not (({it.A}) and ({it.B}))", $"not ({it.A}) or not ({it.B})")
            && Same(it.Matter, $"not (({it.A}) or ({it.B}))", $"not ({it.A}) and not ({it.B})")
            && Same(it.Matter, $"({it.A}) and ({it.B})", $"({it.B}) and ({it.A})")
            && Same(it.Matter, $"({it.A}) or (({it.A}) and ({it.B}))", it.A)
            && Same(it.Matter, $"not not ({it.A})", it.A));

    [Fact]
    public void Any_all_no_and_count_agree() => Hold(Texts.Matters, matter =>
        Same(matter, "no e in events where e.isFinal", "not (any e in events where e.isFinal)")
        && Same(matter, "all e in events where e.isFinal", "no e in events where not e.isFinal")
        && (Asking.Test("(count e in events where e.isFinal) > 0", matter) is not { } counted
            || counted == Asking.Test("any e in events where e.isFinal", matter)));

    /// <summary>What is learnt later may settle an open answer; it never turns one that was given.</summary>
    [Fact]
    public void Learning_a_fact_never_turns_an_answer() => Hold(
        from text in Texts.Condition.Where(text => !text.Contains("known", StringComparison.Ordinal)
            && !text.Contains("else", StringComparison.Ordinal))
        from matter in Texts.Matters
        select (text, matter),
        it => Asking.Test(it.text, it.matter with { IsDeclaredMajor = null, Fine = null, AsOf = null, Events = null })
            is not { } early || early == Asking.Test(it.text, it.matter));

    [Fact]
    public void Byte_soup_is_refused_and_nothing_else() => Hold(
        from bytes in ArbMap.Default.GeneratorFor<byte[]>()
        from letters in Gen.Elements<char>(Letters).ArrayOf()
        from isText in Gen.Elements(true, false)
        select isText ? new string(letters) : Encoding.UTF8.GetString(bytes),
        text => Formula.Condition(text, Matter.Schema, out var faults) is null == faults.First.Length > 0);

    [Fact]
    public void A_spoilt_expression_is_read_or_refused_and_nothing_else() => Hold(
        from text in Texts.Condition
        from at in Gen.Choose(0, Math.Max(0, text.Length - 1))
        from cut in Gen.Choose(0, 12)
        from put in Gen.Elements<char>(Letters).ArrayOf().Resize(4)
        select string.Concat(text.AsSpan(0, at), put, text.AsSpan(Math.Min(text.Length, at + cut))),
        text =>
        {
            var formula = Formula.Condition(text, Matter.Schema, out var faults);
            _ = formula?.Trace(Asking.Penalty, WorkingDays.Announced);
            return formula is null == faults.First.Length > 0
                && faults.First.All(fault => fault.Line >= 1 && fault.Column >= 1 && fault.Message.Chinese.Length > 0);
        });

    private static bool Same(Matter matter, string one, string other) => Asking.Test(one, matter) == Asking.Test(other, matter);

    private static void Hold<T>(Gen<T> gen, Func<T, bool> law) => Prop.ForAll(gen.ToArbitrary(), law).Check(Often);
}
