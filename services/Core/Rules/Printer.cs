using System.Globalization;
using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>Writes an expression in one way only, so that texts of the same form can be compared and hashed.</summary>
/// <remarks>Codes are written as texts: whether they needed quotation marks is not part of what was said.</remarks>
internal sealed class Printer
{
    private readonly StringBuilder _text = new();

    private Printer() { }

    /// <summary>Prints an expression on one line, without comments, and with no parentheses but those that it needs.</summary>
    public static string Print(Expression expression)
    {
        var printer = new Printer();
        printer.Write(expression);
        return printer._text.ToString();
    }

    private void Write(Expression expression)
    {
        switch (expression)
        {
            case Expression.Junction junction:
                WriteList(junction.Parts, junction.IsAnd ? " and " : " or ", junction.IsAnd ? Rank.Negation : Rank.Conjunction);
                break;
            case Expression.Not not:
                Write("not ", not.Inner, Rank.Negation);
                break;
            case Expression.Comparison comparison:
                Write("", comparison.Left, Rank.Sum);
                Write($" {comparison.Operator} ", comparison.Right, Rank.Sum);
                break;
            case Expression.Membership membership:
                Write("", membership.Inner, Rank.Sum);
                _ = _text.Append(" in {");
                WriteList(membership.Members, ", ", Rank.Unary);
                _ = _text.Append('}');
                break;
            case Expression.Knowledge knowledge:
                Write("", knowledge.Inner, Rank.Sum);
                _ = _text.Append(knowledge.IsKnown ? " is known" : " is unknown");
                break;
            case Expression.Arithmetic { Operator: '+' or '-' } sum:
                Write("", sum.Left, Rank.Sum);
                Write($" {sum.Operator} ", sum.Right, Rank.Product);
                break;
            case Expression.Arithmetic product:
                Write("", product.Left, Rank.Product);
                Write($" {product.Operator} ", product.Right, Rank.Default);
                break;
            case Expression.Negation negation:
                Write("-", negation.Inner, Rank.Unary);
                break;
            case Expression.Default other:
                Write("", other.Inner, Rank.Default);
                Write(" else ", other.Otherwise, Rank.Unary);
                break;
            case Expression.Choice choice:
                Write("if ", choice.When, Rank.Whole);
                Write(" then ", choice.Then, Rank.Unary); // a default in it would take the "else"
                Write(" else ", choice.Otherwise, Rank.Whole);
                break;
            case Expression.Call call:
                _ = _text.Append(call.Function).Append('(');
                WriteList(call.Arguments, ", ", Rank.Whole);
                _ = _text.Append(')');
                break;
            case Expression.Iteration iteration:
                WriteIteration(iteration);
                break;
            default:
                _ = _text.Append(Literal(expression));
                break;
        }
    }

    private void WriteIteration(Expression.Iteration iteration)
    {
        _ = _text.Append(iteration.Word).Append(' ').Append(iteration.Variable.Path).Append(" in ").Append(iteration.List.Path);
        if (iteration.Where is { } where)
        {
            // Its reach is shown even where it is clear.
            Write(" where ", where, where is Expression.Not or Expression.Junction ? Rank.Primary : Rank.Comparison);
        }

        if (iteration.Value is { } value)
        {
            Write(" : ", value, Rank.Unary);
        }
    }

    private void WriteList(IEnumerable<Expression> parts, string between, Rank rank)
    {
        foreach (var (index, part) in parts.Index())
        {
            Write(index == 0 ? "" : between, part, rank);
        }
    }

    private void Write(string before, Expression part, Rank least)
    {
        _ = _text.Append(before);
        if (RankOf(part) >= least)
        {
            Write(part);
            return;
        }

        _ = _text.Append('(');
        Write(part);
        _ = _text.Append(')');
    }

    // From the loosest binding to the tightest, as the grammar of the parser has them.
    private enum Rank
    {
        Whole,
        Disjunction,
        Conjunction,
        Negation,
        Comparison,
        Sum,
        Product,
        Default,
        Unary,
        Primary,
    }

    private static Rank RankOf(Expression expression) => expression switch
    {
        Expression.Choice or Expression.Iteration => Rank.Whole, // what stands behind them must not be drawn in
        Expression.Junction junction => junction.IsAnd ? Rank.Conjunction : Rank.Disjunction,
        Expression.Not => Rank.Negation,
        Expression.Comparison or Expression.Membership or Expression.Knowledge => Rank.Comparison,
        Expression.Arithmetic { Operator: '+' or '-' } => Rank.Sum,
        Expression.Arithmetic => Rank.Product,
        Expression.Default => Rank.Default,
        Expression.Negation => Rank.Unary,
        _ => Rank.Primary,
    };

    private static string Literal(Expression expression) => expression switch
    {
        Expression.Truth truth => truth.Value ? "true" : "false",
        Expression.Number number => number.Value.ToString("0.##################", CultureInfo.InvariantCulture),
        Expression.Money money => $"{new Fen(money.Fen)} yuan".Replace(".00 ", " ", StringComparison.Ordinal),
        Expression.Date date => CivilDates.Format(date.Value),
        Expression.Duration duration => duration.Value.ToString(),
        Expression.Text text => $"'{text.Value.Replace("'", "''", StringComparison.Ordinal)}'",
        Expression.Name name => name.Path,
        _ => "?",
    };
}
