using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ExchangeHub.Vocabulary;

/// <summary>What the number of a penalty document says, where its pattern is known.</summary>
/// <param name="Organ">The short name of the organ, such as <c>沪0118</c> or <c>嘉环（善）</c>.</param>
/// <param name="DocumentKind">The words for the kind of document, such as <c>环罚</c> or <c>环不罚</c>.</param>
/// <param name="Year">The year in the brackets, 2000 to 2099.</param>
/// <param name="SubNumber">The two digits before <c>第</c>, such as <c>09</c> for Wujiang; null when there are none.</param>
/// <param name="Sequence">The running number within the year; leading zeros are dropped here and kept in the number.</param>
public sealed record DocumentNumberParts(string Organ, string DocumentKind, int Year, string? SubNumber, int Sequence);

/// <summary>The number printed on a document, such as <c>沪0118环罚〔2026〕17号</c>.</summary>
/// <remarks>
/// It is not unique by itself, because short names of organs repeat; with the legal issuer it is. The original is kept, because
/// the signature covers it; two numbers are equal when their normalised forms are equal ordinally.
/// </remarks>
public readonly partial struct DocumentNumber : IEquatable<DocumentNumber>
{
    private const int LengthMax = 128; // scalars; dual-publicity column CF_WSH

    private readonly string? _original;
    private readonly string? _normalised;

    private DocumentNumber(string original, string normalised) => (_original, _normalised) = (original, normalised);

    /// <summary>Gets the number as the document prints it, character by character as it came.</summary>
    public string Original => _original ?? "";

    /// <summary>Gets the form that is compared, see <see cref="Normalise"/>.</summary>
    public string Normalised => _normalised ?? "";

    /// <summary>Compares two numbers by their normalised forms, ordinally.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are the same number.</returns>
    public static bool operator ==(DocumentNumber left, DocumentNumber right) => left.Equals(right);

    /// <summary>Compares two numbers by their normalised forms, ordinally.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are different numbers.</returns>
    public static bool operator !=(DocumentNumber left, DocumentNumber right) => !left.Equals(right);

    /// <summary>Brings a document number into the form that is compared. Total and idempotent.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>
    /// The text without white space; full-width digits and letters as ASCII; the brackets around a year (1900 to 2099), of
    /// whatever shape, as <c>〔 〕</c> (U+3014, U+3015); other ASCII brackets full-width. Leading zeros stay:
    /// <c>嘉环(善)罚字【2026】3 号</c> gives <c>嘉环（善）罚字〔2026〕3号</c>.
    /// </returns>
    /// <remarks>NFKC would not do: it leaves <c>〔</c> alone and turns <c>（</c> into <c>(</c>.</remarks>
    public static string Normalise(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                _ = folded.Append(Fold(character));
            }
        }

        return BracketedYear().Replace(folded.ToString(), "〔$1〕")
            .Replace('(', '（').Replace(')', '）').Replace('[', '［').Replace(']', '］');
    }

    /// <summary>Reads a document number that is known to be good.</summary>
    /// <param name="text">1 to 128 characters on one line.</param>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> is not one; the message says why.</exception>
    public static DocumentNumber Parse(string text) =>
        TryParse(text, out var number, out var violation) ? number : throw new ViolationException(violation);

    /// <summary>Reads a document number.</summary>
    /// <param name="text">1 to 128 characters on one line.</param>
    /// <param name="number">The number, or <c>default</c>.</param>
    /// <returns>Whether it is a line of text; numbers of unknown pattern are taken, see <see cref="FindParts"/>.</returns>
    public static bool TryParse(string? text, out DocumentNumber number) => TryParse(text, out number, out _);

    /// <summary>Reads a document number, and says what is wrong when it cannot.</summary>
    /// <param name="text">1 to 128 characters on one line.</param>
    /// <param name="number">The number, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether it is a line of text; numbers of unknown pattern are taken, see <see cref="FindParts"/>.</returns>
    public static bool TryParse(string? text, out DocumentNumber number, [NotNullWhen(false)] out Violation? violation)
    {
        violation = TextRules.CheckLine(text, LengthMax);
        number = violation is null ? new DocumentNumber(text!, Normalise(text!)) : default;
        return violation is null;
    }

    /// <summary>Takes the number apart.</summary>
    /// <returns>Its parts; null when the pattern is not that of a penalty document of an environmental authority, which is
    /// worth a warning and never a refusal.</returns>
    public DocumentNumberParts? FindParts()
    {
        var match = Pattern().Match(Normalised);
        return match.Success
            ? new DocumentNumberParts(
                match.Groups["organ"].Value,
                match.Groups["kind"].Value,
                int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture),
                match.Groups["sub"] is { Success: true, Value: var sub } ? sub : null,
                int.Parse(match.Groups["sequence"].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    /// <inheritdoc/>
    public bool Equals(DocumentNumber other) => string.Equals(_normalised, other._normalised, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DocumentNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Normalised.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns the number as the document prints it.</summary>
    /// <returns>The original, or the empty string for <c>default</c>.</returns>
    public override string ToString() => Original;

    private static char Fold(char character) => character switch
    {
        (>= '０' and <= '９') or (>= 'Ａ' and <= 'Ｚ') or (>= 'ａ' and <= 'ｚ') => (char)(character - 0xFEE0),
        _ => character,
    };

    [GeneratedRegex(@"[\[\(【〔﹝［（]((?:19|20)[0-9]{2})[\]\)】〕﹞］）]")]
    private static partial Regex BracketedYear();

    [GeneratedRegex(
        @"\A(?<organ>[\u4e00-\u9fff0-9（）]{1,16}?)(?<kind>环不罚|环行罚字|环罚决字|环罚字|环行罚|环罚|罚字|行罚|罚)"
        + @"〔(?<year>20[0-9]{2})〕(?:(?<sub>[0-9]{2})第)?(?<sequence>[0-9]{1,5})号\z")]
    private static partial Regex Pattern();
}
