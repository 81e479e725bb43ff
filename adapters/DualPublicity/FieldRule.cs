using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>What the wire contract asks of one field.</summary>
/// <param name="Path">Its place in the proto3 JSON, with <c>[*]</c> behind a list.</param>
/// <param name="Form">What it holds.</param>
/// <param name="Need">When it must be there.</param>
/// <param name="Minimum">Of a number, the smallest.</param>
/// <param name="Maximum">Of a text, the most characters; of a number, the largest.</param>
/// <param name="Choices">Of a choice, the names.</param>
internal sealed partial record FieldRule(
    string Path, FieldForm Form, FieldNeed Need, long Minimum, long Maximum, ImmutableArray<string> Choices)
{
    private const int ShownChoicesMax = 8;

    private static readonly Wording FenShape = new("以分为单位的金额，阿拉伯数字", "an amount in fen, digits only");
    private static readonly Wording FlagShape = new("true 或 false", "true or false");

    private static readonly Wording CodeShape = new(
        "代码：大写英文字母、数字和连字符，以字母开头，例如 GB11714",
        "a code of upper-case letters, digits and hyphens that begins with a letter, such as GB11714");

    private static readonly Wording TownShape = new(
        "九位乡级行政区划代码，例如 310118104", "a nine-digit division code of a town such as 310118104");

    /// <summary>Lists names, the first eight of them.</summary>
    public static Wording OneOf(IReadOnlyCollection<string> names)
    {
        var shown = names.Take(ShownChoicesMax).ToArray();
        var isCut = names.Count > shown.Length;
        return new Wording(
            $"下列之一：{string.Join('、', shown)}{(isCut ? $"等 {names.Count} 项" : "")}",
            $"one of {string.Join(", ", shown)}{(isCut ? $" and {names.Count - shown.Length} more" : "")}");
    }

    /// <summary>Reads a value that is written as the contract wants it.</summary>
    /// <param name="text">The value.</param>
    /// <param name="node">The value as it stands in the JSON, or null.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether it is good.</returns>
    public bool TryRead(string text, [NotNullWhen(true)] out JsonNode? node, [NotNullWhen(false)] out Violation? violation)
    {
        node = null;
        violation = null;
        switch (Form)
        {
            case FieldForm.Integer:
                violation = ReadInteger(text, out var number);
                node = violation is null ? JsonValue.Create((int)number) : null;
                break;
            case FieldForm.Fen:
                var isAmount = text.Length <= 18 && Digits().IsMatch(text);
                violation = !isAmount || long.Parse(text, CultureInfo.InvariantCulture) > Maximum
                    ? Violation.Quoting(FenShape, text) : null;
                node = JsonValue.Create(text); // proto3 JSON writes 64-bit numbers as text
                break;
            case FieldForm.Flag:
                violation = text is "true" or "false" ? null : Violation.Quoting(FlagShape, text);
                node = JsonValue.Create(text == "true");
                break;
            case FieldForm.Industry:
                _ = IndustryCode.TryParse(text, out var industry, out violation);
                node = JsonValue.Create(industry.ToString());
                break;
            default:
                violation = CheckText(text);
                node = JsonValue.Create(text);
                break;
        }

        return violation is null;
    }

    private Violation? CheckText(string text)
    {
        Violation? violation;
        switch (Form)
        {
            case FieldForm.Line:
                return TextRules.CheckLine(text, (int)Maximum);
            case FieldForm.Prose:
                return TextRules.CheckProse(text, (int)Maximum);
            case FieldForm.Code:
                return text.Length <= Maximum && CodeText().IsMatch(text) ? null : Violation.Quoting(CodeShape, text);
            case FieldForm.Town:
                return TownText().IsMatch(text) ? null : Violation.Quoting(TownShape, text);
            case FieldForm.Choice:
                return Choices.Contains(text, StringComparer.Ordinal) ? null : Violation.Quoting(OneOf(Choices), text);
            case FieldForm.PenaltyKind:
                return PenaltyKinds.Find(text) is null
                    ? Violation.Quoting(OneOf([.. PenaltyKinds.All.Select(kind => kind.Code)]), text) : null;
            case FieldForm.CreditCode:
                _ = UnifiedSocialCreditCode.TryParse(text, out _, out violation);
                return violation;
            case FieldForm.Date:
                _ = CivilDates.TryParse(text, out _, out violation);
                return violation;
            case FieldForm.Division:
                _ = Divisions.TryFind(text, out _, out violation);
                return violation;
            case FieldForm.DocumentNumber:
                _ = DocumentNumber.TryParse(text, out _, out violation);
                return violation;
            case FieldForm.OfficerCertificate:
                _ = OfficerCertificate.TryParse(text, out _, out violation);
                return violation;
            case FieldForm.Outlet:
                _ = OutletCode.TryParse(text, out _, out violation);
                return violation;
            case FieldForm.PermitNumber:
                _ = PermitNumber.TryParse(text, out _, out violation);
                return violation;
            default:
                throw new InvalidOperationException($"{Form} is no text.");
        }
    }

    private Violation? ReadInteger(string text, out long number)
    {
        number = 0;
        var isNumber = text.Length <= 10 && WholeNumber().IsMatch(text);
        number = isNumber ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
        return isNumber && number >= Minimum && number <= Maximum
            ? null
            : Violation.Quoting(
                new Wording($"{Minimum} 至 {Maximum} 的整数", $"a whole number from {Minimum} to {Maximum}"), text);
    }

    [GeneratedRegex(@"\A[0-9]+\z")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A-?[0-9]+\z")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"\A[A-Z][A-Z0-9-]*\z")]
    private static partial Regex CodeText();

    [GeneratedRegex(@"\A[0-9]{9}\z")]
    private static partial Regex TownText();
}
