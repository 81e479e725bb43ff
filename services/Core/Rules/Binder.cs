using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>Checks an expression against a schema, and makes terms of it. Every mistake is reported once.</summary>
/// <param name="faults">Where mistakes go.</param>
internal abstract class Binder<TContext, TFrame>(FaultList faults)
    where TFrame : struct, IFrame<TContext>
{
    private static readonly RuleType TruthType = new(RuleKind.Truth);
    private static readonly Wording Written = new(
        "写明的值，例如 'P08' 或 5 yuan", "a value that is written out, such as 'P08' or 5 yuan");

    protected FaultList Faults => faults;

    /// <summary>Makes the term of an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="wanted">The kind that its place needs; null when any will do.</param>
    /// <returns>Null when there is a mistake.</returns>
    public Term<TFrame>? Bind(Expression expression, RuleType? wanted)
    {
        var term = expression switch
        {
            Expression.Text text => BindText(text, wanted),
            Expression.Default or Expression.Choice => BindEither(expression, wanted),
            Expression.Iteration iteration => BindIteration(iteration, wanted),
            _ => BindOther(expression),
        };
        if (term is null)
        {
            return null;
        }

        term.Origin = expression;
        if (wanted is { } type && type != term.Type)
        {
            Refuse(expression, type.Name, term.Type);
            return null;
        }

        return term;
    }

    /// <summary>Reports a value of the wrong kind.</summary>
    public void Refuse(Expression expression, Wording expected, RuleType found) => faults.Add(
        RuleFaultCode.WrongKind, expression.At, expected,
        new Wording($"其类型为{found.Name.Chinese}", $"it is {found.Name.English}"));

    protected abstract Term<TFrame>? BindName(Expression.Name name);

    protected abstract Term<TFrame>? BindIteration(Expression.Iteration iteration, RuleType? wanted);

    /// <summary>Makes the terms of two expressions of one kind; a code on one side says what a text on the other one
    /// means.</summary>
    protected (Term<TFrame> Left, Term<TFrame> Right)? BindPair(Expression left, Expression right, RuleType? wanted)
    {
        var isTurned = IsOpen(left) && !IsOpen(right);
        var (first, second) = isTurned ? (right, left) : (left, right);
        var one = Bind(first, wanted);
        var type = wanted ?? one?.Type;
        var other = type is null && IsOpen(second) ? null : Bind(second, type); // nobody can say what it is
        return one is null || other is null ? null : isTurned ? (other, one) : (one, other);
    }

    // Whether only the other side can say what it is: a text may be a code.
    private static bool IsOpen(Expression expression) => expression switch
    {
        Expression.Text => true,
        Expression.Default other => IsOpen(other.Inner) && IsOpen(other.Otherwise),
        Expression.Choice choice => IsOpen(choice.Then) && IsOpen(choice.Otherwise),
        _ => false,
    };

    private Term<TFrame, bool>? BindTruth(Expression expression) => Bind(expression, TruthType) as Term<TFrame, bool>;

    private Term<TFrame>? BindOther(Expression expression) => expression switch
    {
        Expression.Truth truth => new ConstantTerm<TFrame, bool>(TruthType, truth.Value),
        Expression.Number number => new ConstantTerm<TFrame, decimal>(new RuleType(RuleKind.Number), number.Value),
        Expression.Money money => new ConstantTerm<TFrame, long>(new RuleType(RuleKind.Money), money.Fen),
        Expression.Date date => new ConstantTerm<TFrame, DateOnly>(new RuleType(RuleKind.Date), date.Value),
        Expression.Duration duration => new ConstantTerm<TFrame, Period>(new RuleType(RuleKind.Duration), duration.Value),
        Expression.Name name => BindName(name),
        Expression.Not not => BindTruth(not.Inner) is { } inner ? new NotTerm<TFrame>(inner) : null,
        Expression.Junction junction => BindJunction(junction),
        Expression.Comparison comparison => BindComparison(comparison),
        Expression.Membership membership => BindMembership(membership),
        Expression.Knowledge knowledge => Bind(knowledge.Inner, null)?.Known(knowledge.IsKnown),
        Expression.Arithmetic { Operator: '/' } division => BindDivision(division),
        Expression.Arithmetic arithmetic => BindArithmetic(arithmetic),
        Expression.Negation negation => BindNegation(negation),
        Expression.Call call => BindCall(call),
        _ => null,
    };

    private Term<TFrame>? BindText(Expression.Text text, RuleType? wanted)
    {
        if (wanted is { Kind: RuleKind.Code, Set: { } set } type)
        {
            if (set.Has(text.Value))
            {
                return new ConstantTerm<TFrame, Symbol>(type, new Symbol(text.Value));
            }

            var nearest = Nearest.Of(text.Value, set.Members);
            faults.Add(RuleFaultCode.UnknownCode, text.At, type.Name, nearest is null ? null : Names.IsNearest(nearest));
            return null;
        }

        if (!text.IsBare)
        {
            return new ConstantTerm<TFrame, Symbol>(new RuleType(RuleKind.Text), new Symbol(text.Value));
        }

        faults.Add(RuleFaultCode.WrongKind, text.At, wanted?.Name ?? new Wording(
            "单引号中的文本、小写字母开头的名称，或与代码字段比较的代码",
            "a text in quotation marks, a name in lower case, or a code that is compared with a field of codes"));
        return null;
    }

    private Term<TFrame>? BindEither(Expression expression, RuleType? wanted)
    {
        if (expression is Expression.Default other)
        {
            return BindPair(other.Inner, other.Otherwise, wanted) is var (inner, otherwise) ? inner.Else(otherwise) : null;
        }

        var choice = (Expression.Choice)expression;
        var condition = BindTruth(choice.When);
        return BindPair(choice.Then, choice.Otherwise, wanted) is var (then, orElse) && condition is not null
            ? then.If(condition, orElse) : null;
    }

    private JunctionTerm<TFrame>? BindJunction(Expression.Junction junction)
    {
        var parts = junction.Parts.Select(BindTruth).ToImmutableArray();
        return parts.Contains(null) ? null : new JunctionTerm<TFrame>(junction.IsAnd, parts!);
    }

    private Term<TFrame, bool>? BindComparison(Expression.Comparison comparison)
    {
        if (BindPair(comparison.Left, comparison.Right, null) is not var (left, right))
        {
            return null;
        }

        if (left.Type.Kind == RuleKind.Duration)
        {
            Refuse(comparison.Left, new Wording(
                "可比较的值（期间只能与日期相加减，请比较日期）",
                "a value that can be compared; a duration is only added to a date, so compare dates"), left.Type);
            return null;
        }

        if (comparison.Operator is "=" or "!=")
        {
            return left.Same(right, comparison.Operator == "=");
        }

        switch (left, right)
        {
            case (Term<TFrame, decimal> number, Term<TFrame, decimal> other):
                return new OrderTerm<TFrame, decimal>(number, other, comparison.Operator);
            case (Term<TFrame, long> money, Term<TFrame, long> other):
                return new OrderTerm<TFrame, long>(money, other, comparison.Operator);
            case (Term<TFrame, DateOnly> day, Term<TFrame, DateOnly> other):
                return new OrderTerm<TFrame, DateOnly>(day, other, comparison.Operator);
            default:
                Refuse(comparison.Left, new Wording(
                    "数、金额或日期（其他类型只能用 = 和 !=）",
                    "a number, an amount of money or a date; other kinds are only compared by = and !="), left.Type);
                return null;
        }
    }

    private Term<TFrame, bool>? BindMembership(Expression.Membership membership)
    {
        if (Bind(membership.Inner, null) is not { } inner)
        {
            return null;
        }

        var members = new List<Term<TFrame>>();
        foreach (var member in membership.Members)
        {
            var term = Bind(member, inner.Type);
            if (term is { IsFixed: false })
            {
                faults.Add(RuleFaultCode.UnexpectedWord, member.At, Written);
            }
            else if (term is not null)
            {
                members.Add(term);
            }
        }

        return members.Count == membership.Members.Length ? inner.Among(members) : null;
    }

    private Term<TFrame>? BindDivision(Expression.Arithmetic division)
    {
        var left = Bind(division.Left, null);
        if (division.Right is not (Expression.Number { Value: not 0 }
            or Expression.Negation { Inner: Expression.Number { Value: not 0 } }))
        {
            faults.Add(RuleFaultCode.UnsafeDivision, division.Right.At, new Wording(
                "写明的非零数，例如 365", "a number that is written out and is not zero, such as 365"));
            return null;
        }

        var right = Bind(division.Right, null)!;
        return left is null ? null
            : Calculations.Combine<TContext, TFrame>('/', left, right) ?? RefuseOperand(division, left, right);
    }

    private Term<TFrame>? BindArithmetic(Expression.Arithmetic sum) =>
        (Bind(sum.Left, null), Bind(sum.Right, null)) is ({ } left, { } right)
            ? Calculations.Combine<TContext, TFrame>(sum.Operator, left, right) ?? RefuseOperand(sum, left, right) : null;

    private Term<TFrame>? RefuseOperand(Expression.Arithmetic sum, Term<TFrame> left, Term<TFrame> right)
    {
        if (Calculations.BesideOf(sum.Operator, left.Type.Kind) is { } beside)
        {
            Refuse(sum.Right, beside, right.Type);
        }
        else
        {
            Refuse(sum.Left, Calculations.FirstOf(sum.Operator), left.Type);
        }

        return null;
    }

    private Term<TFrame>? BindNegation(Expression.Negation negation)
    {
        switch (Bind(negation.Inner, null))
        {
            case null:
                return null;
            case Term<TFrame, decimal> { Fixed: { } number } term:
                return new ConstantTerm<TFrame, decimal>(term.Type, -number);
            case Term<TFrame, long> { Fixed: { } fen } term:
                return new ConstantTerm<TFrame, long>(term.Type, -fen); // never the smallest: none is written
            case Term<TFrame, decimal> term:
                return new UnaryTerm<TFrame, decimal, decimal>(term.Type, term, value => -value);
            case Term<TFrame, long> term:
                return new UnaryTerm<TFrame, long, long>(term.Type, term, value => Arithmetic.Subtract(0, value));
            case var term:
                Refuse(negation.Inner, new Wording("数或金额", "a number or an amount of money"), term.Type);
                return null;
        }
    }

    private Term<TFrame>? BindCall(Expression.Call call)
    {
        var arguments = call.Arguments.Select((argument, index) =>
            Bind(argument, Calculations.ArgumentOf(call.Function, index))).ToImmutableArray();
        if (Calculations.ArgumentOf(call.Function, 0) is null)
        {
            var nearest = Nearest.Of(call.Function, Calculations.Functions);
            faults.Add(
                RuleFaultCode.UnknownName, call.At with { Length = call.Function.Length },
                new Wording(
                    $"函数 {string.Join("、", Calculations.Functions)} 之一", $"one of {string.Join(", ", Calculations.Functions)}"),
                nearest is null ? null : Names.IsNearest(nearest));
            return null;
        }

        if (arguments.Length != 2)
        {
            faults.Add(RuleFaultCode.UnexpectedWord, call.At, new Wording("两个参数", "two arguments"));
            return null;
        }

        return arguments is [{ } first, { } second] ? Calculations.Call(call.Function, first, second) : null;
    }
}
