using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>Reads an expression.</summary>
/// <remarks>
/// <para>From the loosest to the tightest binding; keywords are lower case, <c>#</c> begins a comment:</para>
/// <code>
/// expression  = "if" expression "then" expression "else" expression | disjunction
/// disjunction = conjunction { "or" conjunction }
/// conjunction = negation { "and" negation }
/// negation    = "not" negation | comparison
/// comparison  = sum [ ("=" | "!=" | "&lt;" | "&lt;=" | ">" | ">=") sum
///                   | "in" "{" unary { "," unary } "}"
///                   | "is" ("known" | "unknown") ]
/// sum         = product { ("+" | "-") product }
/// product     = default { ("*" | "/") default }
/// default     = unary { "else" unary }
/// unary       = "-" unary | primary
/// primary     = literal | name | name "(" expression { "," expression } ")" | quantifier | "(" expression ")"
/// quantifier  = ("any" | "all" | "no" | "count") variable "in" name [ "where" conjunction ]
///             | ("first" | "last" | "min" | "max" | "sum") variable "in" name [ "where" conjunction ] ":" unary
/// literal     = "true" | "false" | number | number "yuan" | yyyy-mm-dd | text | CODE
///             | number ("days" | "workdays" | "months" | "years")
/// text        = "'" any character, an apostrophe doubled "'"
/// name        = lower-case letter, then letters, digits and "_"; several joined by "."
/// CODE        = upper-case letter, then upper-case letters, digits and "_"
/// </code>
/// <para>
/// Between <c>then</c> and its <c>else</c>, a default stands in parentheses. The conditions behind <c>where</c> are joined by
/// <c>and</c>, and each must ask for the variable; with <c>or</c>, or where one does not, parentheses say what belongs
/// together.
/// </para>
/// <para>Reading goes on after a mistake, and ends at once where a limit is passed.</para>
/// </remarks>
internal sealed class Parser
{
    public const int LengthMax = 20_000;
    public const int DepthMax = 50;
    public const int PartsMax = 2_000;

    private static readonly Wording Value = new(
        "一个值，例如 record.decidedOn、200000 yuan、'文本' 或括号", "a value, such as record.decidedOn, 200000 yuan, "
            + "'text' or a parenthesis");

    private readonly FaultList _faults;
    private readonly Cursor _at;
    private int _depth;
    private int _parts;
    private bool _elseEnds; // between "then" and its "else"

    private Parser(FaultList faults, Cursor at) => (_faults, _at) = (faults, at);

    /// <summary>Reads an expression; mistakes go to the list.</summary>
    /// <returns>The expression, in which what could not be read is <see cref="Expression.Faulty"/>.</returns>
    public static Expression Parse(string source, FaultList faults)
    {
        if (source.Length > LengthMax)
        {
            faults.Add(RuleFaultCode.TooLong, new Span(0, source.Length), new Violation(
                new Wording($"不超过 {LengthMax} 个字符的表达式", $"an expression of at most {LengthMax} characters"),
                new Wording($"{source.Length} 个字符", $"{source.Length} characters")));
            return new Expression.Faulty(new Span(0, source.Length));
        }

        var parser = new Parser(faults, new Cursor(new Lexer(source, faults).Read(), faults));
        var read = parser.Whole();
        while (!parser._at.IsAtEnd)
        {
            faults.Add(RuleFaultCode.UnexpectedWord, parser._at.Next.At, new Wording(
                "运算符（例如 and、or）或表达式结尾", "an operator such as and, or the end of the expression"));
            parser._at.SkipCondition();
            if (!parser._at.IsAtEnd)
            {
                _ = parser.Whole();
            }
        }

        return read;
    }

    private T Count<T>(T part)
        where T : Expression
    {
        if (++_parts == PartsMax + 1)
        {
            Stop(RuleFaultCode.TooLarge, part.At, new Wording(
                $"不超过 {PartsMax} 个组成部分的表达式", $"an expression of at most {PartsMax} parts"));
        }

        return part;
    }

    private void Stop(RuleFaultCode code, Span at, Wording expected)
    {
        _faults.Add(code, at, expected);
        _at.SkipAll();
    }

    private void StopTooDeep() => Stop(RuleFaultCode.TooDeep, _at.Next.At, new Wording(
        $"不超过 {DepthMax} 层的嵌套", $"at most {DepthMax} levels, one inside the other"));

    // Counted wherever an expression can contain one of its own kind, so that no text can exhaust the stack.
    private Expression Deeper(Func<Expression> read)
    {
        if (_depth == DepthMax)
        {
            var at = _at.Next.At;
            StopTooDeep();
            return new Expression.Faulty(at);
        }

        _depth++;
        var expression = read();
        _depth--;
        return expression;
    }

    private Expression Whole() => Deeper(() => _at.Is("if") ? Choice() : Disjunction());

    // Inside brackets, "else" is a default again.
    private Expression Inside()
    {
        var elseEnds = _elseEnds;
        _elseEnds = false;
        var expression = Whole();
        _elseEnds = elseEnds;
        return expression;
    }

    private Expression.Choice Choice()
    {
        var first = _at.Index;
        _ = _at.Step();
        var elseEnds = _elseEnds;
        _elseEnds = false;
        var condition = Whole();
        _at.Need("then");
        _elseEnds = true;
        var then = Whole();
        _elseEnds = elseEnds;
        _at.Need("else");
        var otherwise = Whole();
        return Count(new Expression.Choice(_at.Since(first), condition, then, otherwise));
    }

    private Expression Disjunction() => Joined("or", Conjunction);

    private Expression Conjunction() => Joined("and", Negation);

    private Expression Joined(string mark, Func<Expression> read)
    {
        var first = _at.Index;
        var isAnd = mark == "and";
        var parts = ImmutableArray.CreateBuilder<Expression>();
        do
        {
            // What parentheses join by the same word belongs to the same chain.
            var part = read();
            parts.AddRange(part is Expression.Junction inner && inner.IsAnd == isAnd ? inner.Parts : [part]);
        }
        while (_at.Take(mark));

        return parts.Count == 1 ? parts[0] : Count(new Expression.Junction(_at.Since(first), isAnd, parts.ToImmutable()));
    }

    private Expression Negation()
    {
        var first = _at.Index;
        if (!_at.Take("not"))
        {
            return Comparison();
        }

        var inner = Deeper(Negation);
        return Count(new Expression.Not(_at.Since(first), inner));
    }

    private Expression Comparison()
    {
        var first = _at.Index;
        var left = Sum();
        Expression read = left;
        if (_at.IsOrder)
        {
            var mark = _at.Step().Text;
            var right = Sum();
            read = Count(new Expression.Comparison(_at.Since(first), mark, left, right));
        }
        else if (_at.Take("in"))
        {
            var members = Members();
            read = Count(new Expression.Membership(_at.Since(first), left, members));
        }
        else if (_at.Take("is"))
        {
            var isKnown = _at.Is("known");
            if (!_at.Take("known") && !_at.Take("unknown"))
            {
                _faults.Add(RuleFaultCode.UnexpectedWord, _at.Next.At, new Wording("“known”或“unknown”", "'known' or 'unknown'"));
                _at.Skip();
            }

            read = Count(new Expression.Knowledge(_at.Since(first), left, isKnown));
        }

        if (_at.IsOrder || _at.Is("in") || _at.Is("is"))
        {
            _faults.Add(RuleFaultCode.UnexpectedWord, _at.Next.At, new Wording(
                "“and”、“or”或表达式结尾；比较式作操作数时须加括号",
                "'and', 'or' or the end; a comparison or quantifier that is compared again stands in parentheses"));
            _at.Skip();
        }

        return read;
    }

    private ImmutableArray<Expression> Members()
    {
        _at.Need("{");
        var elseEnds = _elseEnds;
        _elseEnds = false;
        var members = ImmutableArray.CreateBuilder<Expression>();
        do
        {
            members.Add(Unary());
        }
        while (_at.Take(","));

        _elseEnds = elseEnds;
        _at.Need("}");
        return members.ToImmutable();
    }

    private Expression Sum() => Chain(() => _at.Is("+") || _at.Is("-"), Product);

    private Expression Product() => Chain(() => _at.Is("*") || _at.Is("/"), Default);

    private Expression Default() => Chain(() => !_elseEnds && _at.Is("else"), Unary);

    private Expression Chain(Func<bool> goesOn, Func<Expression> read)
    {
        var (first, links) = (_at.Index, 0);
        var left = read();
        while (goesOn())
        {
            if (++links + _depth > DepthMax)
            {
                StopTooDeep();
                return left;
            }

            var mark = _at.Step().Text[0];
            var right = read();
            left = Count<Expression>(mark == 'e'
                ? new Expression.Default(_at.Since(first), left, right)
                : new Expression.Arithmetic(_at.Since(first), mark, left, right));
        }

        return left;
    }

    private Expression Unary()
    {
        var first = _at.Index;
        if (!_at.Take("-"))
        {
            return Primary();
        }

        var inner = Deeper(Unary);
        return Count(new Expression.Negation(_at.Since(first), inner));
    }

    private Expression Primary()
    {
        var (first, token) = (_at.Index, _at.Next);
        if (_at.Take("("))
        {
            var inside = Inside();
            _at.Need(")");
            return inside;
        }

        if (token.Kind == TokenKind.Mark
            && token.Text is "any" or "all" or "no" or "count" or "first" or "last" or "min" or "max" or "sum")
        {
            return Iteration();
        }

        if (token.Kind == TokenKind.Name)
        {
            _ = _at.Step();
            return _at.Is("(") ? Call(token) : Count(new Expression.Name(token.At, token.Text));
        }

        if (_at.Literal() is { } literal)
        {
            return Count(literal);
        }

        _faults.Add(RuleFaultCode.UnexpectedWord, token.At, Value);
        _at.Skip();
        return new Expression.Faulty(_at.Since(first));
    }

    private Expression.Call Call(Token function)
    {
        var first = _at.Index - 1;
        _ = _at.Step();
        var arguments = ImmutableArray.CreateBuilder<Expression>();
        do
        {
            arguments.Add(Inside());
        }
        while (_at.Take(","));

        _at.Need(")");
        return Count(new Expression.Call(_at.Since(first), function.Text, arguments.ToImmutable()));
    }

    private Expression.Iteration Iteration()
    {
        var first = _at.Index;
        var word = _at.Step().Text;
        var variable = Name(new Wording("元素的变量名，例如 e", "a name for the element, such as e"));
        _at.Need("in");
        var list = Name(new Wording("列表的名称，例如 events", "the name of a list, such as events"));
        var where = _at.Take("where") ? Deeper(() => Where(variable.Path)) : null;
        if (where is null && word == "all")
        {
            _faults.Add(RuleFaultCode.UnexpectedWord, _at.Next.At, new Wording("“where”", "'where'"));
        }

        Expression? value = null;
        if (word is "first" or "last" or "min" or "max" or "sum")
        {
            _at.Need(":");
            value = Deeper(Unary);
        }

        return Count(new Expression.Iteration(_at.Since(first), word, variable, list, where, value));
    }

    private Expression.Name Name(Wording expected)
    {
        var token = _at.Next;
        if (token.Kind == TokenKind.Name)
        {
            _ = _at.Step();
            return new Expression.Name(token.At, token.Text);
        }

        _faults.Add(RuleFaultCode.UnexpectedWord, token.At, expected);
        return new Expression.Name(token.At, "");
    }

    // As a conjunction; but a part that does not ask for the variable may as well be meant to stand beside the quantifier.
    private Expression Where(string variable)
    {
        var first = _at.Index;
        var parts = ImmutableArray.CreateBuilder<Expression>();
        do
        {
            var start = _at.Index;
            var part = Negation();
            if (parts.Count > 0 && part is not Expression.Faulty && variable.Length > 0 && !_at.Mentions(variable, start))
            {
                _faults.Add(RuleFaultCode.UnclearReach, _at.Since(start), new Wording(
                    $"用括号说明该条件是否属于“where”：其中没有 {variable}",
                    $"parentheses that say whether this belongs to 'where': it does not mention {variable}"));
            }

            parts.AddRange(part is Expression.Junction { IsAnd: true } inner ? inner.Parts : [part]);
        }
        while (_at.Take("and"));

        return parts.Count == 1 ? parts[0] : Count(new Expression.Junction(_at.Since(first), true, parts.ToImmutable()));
    }
}
