using System.Text.RegularExpressions;
using ExchangeHub.Protos.Rules.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>The shape of a text that is more than words. The knowledge is in the parsers of the vocabulary.</summary>
/// <param name="Check">Says what is wrong, or null. An empty text is wrong.</param>
/// <param name="Reason">The reason of the catalogue behind a violation.</param>
internal sealed partial record TextFormat(Func<string, Violation?> Check, ReasonCode Reason)
{
    private static readonly ReasonCode Schema = new("REF-INT-SCHEMA");
    private static readonly ReasonCode Identifier = new("REF-ID-INVALID");
    private static readonly ReasonCode RawPersonal = new("REF-PRIV-RAW");

    private static readonly Wording Unmasked = new("未脱敏或格式不符的内容（不予显示）", "something that is not masked so (it is not shown here)");

    /// <summary>Gets the shape that a rule names.</summary>
    /// <param name="format">The shape.</param>
    /// <returns>The shape, or null when the text is just words.</returns>
    public static TextFormat? Of(Format format) => format switch
    {
        Format.Unspecified or Format.Multiline => null,
        Format.Division => new(text => Divisions.TryFind(text, out _, out var wrong) ? null : wrong, Schema),
        Format.CreditCode => new(text => UnifiedSocialCreditCode.TryParse(text, out _, out var wrong) ? null : wrong, Identifier),
        Format.Date => new(text => CivilDates.TryParse(text, out _, out var wrong) ? null : wrong, Schema),
        Format.RecordId => new(text => RecordId.TryParse(text, out _, out var wrong) ? null : wrong, Schema),
        Format.NodeId => new(text => NodeId.TryParse(text, out _, out var wrong) ? null : wrong, Schema),
        Format.DocumentNumber => new(CheckDocumentNumber, Schema),
        Format.PermitNumber => new(text => PermitNumber.TryParse(text, out _, out var wrong) ? null : wrong, Identifier),
        Format.OfficerCertificate => new(text => OfficerCertificate.TryParse(text, out _, out var wrong) ? null : wrong, Schema),
        Format.PenaltyKind => Listed(
            text => PenaltyKinds.Find(text) is not null, new("处罚种类代码 P01 至 P18 或 P99", "a kind of penalty, P01 to P18 or P99")),
        Format.Industry => new(text => IndustryCode.TryParse(text, out _, out var wrong) ? null : wrong, Schema),
        Format.SemanticVersion => Listed(
            SemanticVersion().IsMatch, new("版本号，例如 1.0.0", "a semantic version such as 1.0.0")),
        Format.ReasonCode => new(text => ReasonCode.TryParse(text, out _, out var wrong) ? null : wrong, Schema),
        Format.Division9 => Listed(
            IsTown, new("九位乡镇代码，例如 320509110", "nine digits of a town in a known division, such as 320509110")),
        Format.MaskedName => Secret(
            MaskedName().IsMatch, new("脱敏姓名，例如 沈** 或 *某某", "a masked name such as 沈** or *某某")),
        Format.MaskedNumber => Secret(
            MaskedNumber().IsMatch,
            new("脱敏号码，至多前三位、后四位可见，例如 330***********0017",
                "a masked number that shows at most the first three and last four characters, such as 330***********0017")),
        Format.Code => Listed(
            Code().IsMatch, new("大写字母、数字和连字符组成的代码，例如 ENV-YRD", "a code of capital letters, digits and hyphens such as ENV-YRD")),
        Format.PackageNumber => Listed(
            IsPackageNumber, new("证据包编号，例如 EP-320509-20260512-001", "a package number such as EP-320509-20260512-001")),
        Format.Outlet => new(text => OutletCode.TryParse(text, out _, out var wrong) ? null : wrong, Schema),
        Format.BagPath => Listed(
            IsBagPath, new("数据包内的相对路径，例如 data/01-locate/a.jpg", "a relative path inside the bag such as data/01-locate/a.jpg")),
        Format.Oxum => Listed(
            Oxum().IsMatch, new("字节数.文件数，例如 214553017.63", "octets and files joined by a point such as 214553017.63")),
        Format.Pseudonym => Secret(
            Pseudonym().IsMatch, new("代称，例如 [证人1] 或 [第三人2]", "a pseudonym such as [证人1] or [第三人2]")),
        _ => throw new NotSupportedException($"{format}: there is no check for texts of this format yet."),
    };

    private static TextFormat Listed(Func<string, bool> isGood, Wording expected) =>
        new(text => isGood(text) ? null : Violation.Quoting(expected, text), Schema);

    // What stands here by mistake may be the very thing that must not be seen: it is not quoted.
    private static TextFormat Secret(Func<string, bool> isGood, Wording expected) => new(
        text => isGood(text) ? null : text.Length == 0 ? Violation.Quoting(expected, text) : new Violation(expected, Unmasked),
        RawPersonal);

    private static Violation? CheckDocumentNumber(string text) =>
        !DocumentNumber.TryParse(text, out var number, out var wrong) ? wrong
        : number.Normalised.Length == 0
            ? Violation.Quoting(new("文书文号，例如 沪0118环罚〔2026〕17号", "a document number such as 沪0118环罚〔2026〕17号"), text)
        : null;

    private static bool IsTown(string text) =>
        text.Length == 9 && text.All(char.IsAsciiDigit) && Divisions.TryFind(text[..6], out _, out _);

    private static bool IsPackageNumber(string text) => PackageNumber().Match(text) is { Success: true } match
        && Divisions.TryFind(match.Groups["division"].Value, out _, out _)
        && CivilDates.TryParse(match.Result("${year}-${month}-${day}"), out _);

    private static bool IsBagPath(string text) =>
        !text.Contains('\\', StringComparison.Ordinal)
        && !text.Contains(':', StringComparison.Ordinal)
        && !text.StartsWith('~')
        && TextRules.CheckLine(text, text.Length) is null
        && text.Split('/').All(part => part is not ("" or "." or ".."));

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\z")]
    private static partial Regex SemanticVersion();

    [GeneratedRegex(@"\A([^*\s\p{C}]\*{1,48}|\*某{1,3})\z")]
    private static partial Regex MaskedName();

    [GeneratedRegex(@"\A[0-9A-Za-z]{0,3}\*{3,}[0-9A-Za-z]{0,4}\z")]
    private static partial Regex MaskedNumber();

    [GeneratedRegex(@"\A[A-Z][A-Z0-9]*(-[A-Z0-9]+)*\z")]
    private static partial Regex Code();

    [GeneratedRegex(@"\AEP-(?<division>[0-9]{6})-(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})-[0-9]{3,6}\z")]
    private static partial Regex PackageNumber();

    [GeneratedRegex(@"\A\[(证人|第三人)[1-9][0-9]?\]\z")]
    private static partial Regex Pseudonym();

    [GeneratedRegex(@"\A[1-9][0-9]{0,17}\.[1-9][0-9]{0,8}\z")]
    private static partial Regex Oxum();
}
