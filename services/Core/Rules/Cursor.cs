using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>Walks along the words of an expression.</summary>
/// <param name="tokens">The words; the last is the end.</param>
/// <param name="faults">Where mistakes go.</param>
internal sealed class Cursor(List<Token> tokens, FaultList faults)
{
    private int _index;

    public int Index => _index;

    public Token Next => tokens[_index];

    public bool IsAtEnd => Next.Kind == TokenKind.End;

    public bool IsOrder => Next.Kind == TokenKind.Mark && Next.Text is "=" or "!=" or "<" or "<=" or ">" or ">=";

    public bool Is(string mark) => Next.Kind == TokenKind.Mark && Next.Text == mark;

    /// <summary>Goes on to the next word; never past the end.</summary>
    public Token Step()
    {
        var token = Next;
        _index += IsAtEnd ? 0 : 1;
        return token;
    }

    public bool Take(string mark)
    {
        if (!Is(mark))
        {
            return false;
        }

        _index++;
        return true;
    }

    public void Need(string mark)
    {
        if (!Take(mark))
        {
            faults.Add(RuleFaultCode.UnexpectedWord, Next.At, new Wording($"“{mark}”", $"'{mark}'"));
        }
    }

    public Expression? Literal() => LiteralReader.Read(tokens, ref _index, faults);

    /// <summary>Gets the stretch from a word to the one before this.</summary>
    public Span Since(int first) => tokens[first].At.To(tokens[Math.Max(first, _index - 1)].At);

    public bool Mentions(string variable, int since) => tokens[since.._index].Any(token =>
        token.Kind == TokenKind.Name
        && (token.Text == variable || token.Text.StartsWith(variable + ".", StringComparison.Ordinal)));

    /// <summary>Goes to where something else may begin.</summary>
    public void Skip()
    {
        while (!IsAtEnd && !(Next.Kind == TokenKind.Mark
            && Next.Text is "and" or "or" or ")" or "}" or "," or ":" or "then" or "else" or "where"))
        {
            _index++;
        }
    }

    /// <summary>Goes to where another condition may begin: behind the next <c>and</c> or <c>or</c>.</summary>
    public void SkipCondition()
    {
        while (!IsAtEnd && !Is("and") && !Is("or"))
        {
            _index++;
        }

        _ = Step();
    }

    public void SkipAll() => _index = tokens.Count - 1;
}
