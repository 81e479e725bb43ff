using System.Text;
using ExchangeHub.Protos.Rules.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>A text.</summary>
internal sealed class TextPlan(Format format, int lengthMax) : ValuePlan<string>
{
    private static readonly ReasonCode RawPersonal = new("REF-PRIV-RAW");

    private static readonly Wording Masked = new(
        "不含公民身份号码的文字（个人信息须脱敏）", "text without the number of an identity card: personal data is masked");

    private static readonly Wording Undamaged = new(
        "编码正确的 UTF-8 文字", "text that is well-formed UTF-8");

    private readonly TextFormat? _format = TextFormat.Of(format);
    private readonly bool _isLine = format != Format.Multiline;
    private readonly bool _isDocumentNumber = format == Format.DocumentNumber;

    public override Violation Missing => _format is { } shape
        ? shape.Check("")!
        : Prose("") ?? throw new InvalidOperationException("An empty text cannot be right where one is required.");

    public override bool IsAbsent(string value) => value.Length == 0;

    public override void Check(string value, Walk walk)
    {
        if (value.Length > 2 * lengthMax || (_format is not null && value.Length > lengthMax))
        {
            // Before anything else: a hostile value may be megabytes long, and is not read.
            walk.Report("", new Violation(
                new Wording($"至多 {lengthMax} 个字符", $"at most {lengthMax} characters"),
                new Wording($"{value.Length} 个字符", $"{value.Length} characters")));
        }
        else if (_format is not null)
        {
            if (_format.Check(value) is { } violation)
            {
                walk.Report("", violation, _format.Reason);
            }
            else
            {
                CheckUndamaged(value, walk);
            }
        }
        else if (!IsPlain(value))
        {
            CheckClosely(value, walk);
        }
    }

    public override void Write(string value, CanonicalJson json) =>
        json.Text(_isDocumentNumber ? DocumentNumber.Normalise(value) : value);

    // Nearly every text is of this sort: printable ASCII and Chinese, not too long, and no 18 digits in a row.
    private bool IsPlain(string value)
    {
        var digits = 0;
        var hasInk = false;
        foreach (var character in value)
        {
            if (character is < ' ' or > '~'
                and not ((>= '\u2E80' and <= '\uD7A3') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF01' and <= '\uFF5E')))
            {
                return false;
            }

            digits = char.IsAsciiDigit(Fold(character)) ? digits + 1 : 0;
            if (digits == 17)
            {
                return false;
            }

            hasInk |= character is not (' ' or '\u3000');
        }

        return hasInk && value.Length <= lengthMax;
    }

    private void CheckClosely(string value, Walk walk)
    {
        if (Prose(value) is { } violation)
        {
            walk.Report("", violation);
        }
        else if (HasIdentityNumber(value))
        {
            walk.Report("", Violation.Quoting(Masked, value), RawPersonal);
        }
        else
        {
            CheckUndamaged(value, walk);
        }
    }

    // The runtime puts U+FFFD where the bytes were not UTF-8: whoever signed them signed something else than is shown.
    private static void CheckUndamaged(string value, Walk walk)
    {
        if (value.IndexOf('\uFFFD', StringComparison.Ordinal) is >= 0 and var index)
        {
            walk.Report("", new Violation(Undamaged, new Wording(
                $"第 {index + 1} 个字符为替换字符 U+FFFD", $"the replacement character U+FFFD at character {index + 1}")));
        }
    }

    private Violation? Prose(string value) =>
        _isLine ? TextRules.CheckLine(value, lengthMax) : TextRules.CheckProse(value, lengthMax);

    // Runs of exactly 18, the last of which may be an X; full-width ones too. Longer runs of digits are something else.
    private static bool HasIdentityNumber(string value)
    {
        var number = new StringBuilder(18);
        for (var index = 0; index <= value.Length; index++)
        {
            var character = index < value.Length ? Fold(value[index]) : ' ';
            var isPart = char.IsAsciiDigit(character) || (character is 'X' or 'x' && number.Length == 17);
            if (isPart && number.Length < 19)
            {
                _ = number.Append(char.ToUpperInvariant(character));
            }
            else if (!isPart)
            {
                if (number.Length == 18 && IdentityCard.TryParse(number.ToString(), out _))
                {
                    return true;
                }

                _ = number.Clear();
            }
        }

        return false;
    }

    private static char Fold(char character) => character is >= '\uFF01' and <= '\uFF5E' ? (char)(character - 0xFEE0) : character;
}
