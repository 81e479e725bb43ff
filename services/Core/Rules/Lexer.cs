using System.Collections.Frozen;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

internal enum TokenKind
{
    End,
    Number,
    Date,
    Text, // without its quotation marks
    Name, // begins with a lower-case letter; may be a path
    Word, // upper case: a code
    Mark, // a keyword or an operator
}

internal readonly record struct Token(TokenKind Kind, string Text, Span At);

/// <summary>Cuts an expression into words.</summary>
internal sealed class Lexer(string source, FaultList faults)
{
    private const int TextLengthMax = 500;
    private const int DateLength = 10;

    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        StringComparer.Ordinal,
        "and", "or", "not", "in", "is", "known", "unknown", "if", "then", "else", "true", "false", "where",
        "any", "all", "no", "count", "first", "last", "min", "max", "sum");

    private readonly List<Token> _tokens = [];
    private int _at;

    public static bool IsKeyword(string word) => Keywords.Contains(word);

    public List<Token> Read()
    {
        while (_at < source.Length)
        {
            ReadOne();
        }

        _tokens.Add(new Token(TokenKind.End, "", new Span(source.Length, 0)));
        return _tokens;
    }

    private static bool IsWordCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    private void ReadOne()
    {
        var first = source[_at];
        if (first is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
        else if (first == '#')
        {
            var end = source.IndexOf('\n', _at);
            _at = end < 0 ? source.Length : end;
        }
        else if (char.IsAsciiDigit(first))
        {
            ReadDigits();
        }
        else if (char.IsAsciiLetter(first) || first == '_')
        {
            ReadWord();
        }
        else if (first == '\'')
        {
            ReadText();
        }
        else if (source.AsSpan(_at) is ['!' or '<' or '>', '=', ..])
        {
            Add(TokenKind.Mark, 2);
        }
        else if ("=<>+-*/(){},:".Contains(first, StringComparison.Ordinal))
        {
            Add(TokenKind.Mark, 1);
        }
        else
        {
            ReadStray();
        }
    }

    private void ReadDigits()
    {
        var end = _at;
        while (end < source.Length && char.IsAsciiDigit(source[end]))
        {
            end++;
        }

        if (end - _at == 4 && _at + DateLength <= source.Length && HasShapeOfDate(source.AsSpan(_at, DateLength)))
        {
            Add(TokenKind.Date, DateLength);
            return;
        }

        if (end + 1 < source.Length && source[end] == '.' && char.IsAsciiDigit(source[end + 1]))
        {
            for (end++; end < source.Length && char.IsAsciiDigit(source[end]); end++)
            {
            }
        }

        Add(TokenKind.Number, end - _at);
    }

    private static bool HasShapeOfDate(ReadOnlySpan<char> text) =>
        text[4] == '-' && text[7] == '-' && char.IsAsciiDigit(text[5]) && char.IsAsciiDigit(text[6])
        && char.IsAsciiDigit(text[8]) && char.IsAsciiDigit(text[9]);

    private void ReadWord()
    {
        var end = _at;
        while (end < source.Length
            && (IsWordCharacter(source[end])
                || (source[end] == '.' && end + 1 < source.Length && IsWordCharacter(source[end + 1]))))
        {
            end++;
        }

        var word = source[_at..end];
        Add(
            Keywords.Contains(word) ? TokenKind.Mark
            : char.IsAsciiLetterUpper(word[0]) && !word.Any(char.IsAsciiLetterLower) ? TokenKind.Word
            : TokenKind.Name,
            word.Length);
    }

    private void ReadText()
    {
        var start = _at++;
        var text = new System.Text.StringBuilder();
        while (_at < source.Length && source[_at] != '\n' && (source[_at] != '\'' || source.AsSpan(_at) is ['\'', '\'', ..]))
        {
            _at += source[_at] == '\'' ? 1 : 0;
            _ = text.Append(source[_at++]);
        }

        var isClosed = _at < source.Length && source[_at] == '\'';
        _at += isClosed ? 1 : 0;
        var at = new Span(start, _at - start);
        if (!isClosed || text.Length > TextLengthMax || text.ToString().Any(char.IsControl))
        {
            faults.Add(RuleFaultCode.UnreadableLiteral, at, new Wording(
                $"同一行内以单引号结束、不含控制字符、不超过 {TextLengthMax} 个字符的文本，例如 '太浦河'",
                $"a text of at most {TextLengthMax} characters without control characters that ends with ' on the same line, "
                    + "such as '太浦河'"));
        }

        _tokens.Add(new Token(TokenKind.Text, text.ToString(), at));
    }

    // One report for a run of them: whoever pastes a full-width sentence need not read it letter by letter.
    private void ReadStray()
    {
        var start = _at;
        while (_at < source.Length && (source[_at] > '~' || "\"!$%&;?@[\\]^`|~.".Contains(source[_at], StringComparison.Ordinal)
            || (source[_at] < ' ' && source[_at] is not ('\t' or '\n' or '\r'))))
        {
            _at++;
        }

        _at += _at == start ? 1 : 0;
        faults.Add(RuleFaultCode.StrayCharacter, new Span(start, _at - start), new Wording(
            "半角的名称、数字、运算符或单引号中的文本", "ASCII names, numbers and operators, or a text between '…'"));
    }

    private void Add(TokenKind kind, int length)
    {
        _tokens.Add(new Token(kind, source.Substring(_at, length), new Span(_at, length)));
        _at += length;
    }
}
