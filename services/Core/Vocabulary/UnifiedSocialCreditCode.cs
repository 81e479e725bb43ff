using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ExchangeHub.Vocabulary;

/// <summary>What kind of body a unified social credit code was given to.</summary>
public enum EntityClass
{
    /// <summary>A kind that the hub has no use for, such as a law firm or a trade union.</summary>
    Other = 0,

    /// <summary>A government organ, 机关: first characters 11. Issuers of decisions are these.</summary>
    Organ = 1,

    /// <summary>A public institution, 事业单位: 12, such as a monitoring station.</summary>
    PublicInstitution = 2,

    /// <summary>An enterprise, 企业: 91.</summary>
    Enterprise = 3,

    /// <summary>An individual business, 个体工商户: 92; a natural person stands behind it.</summary>
    IndividualBusiness = 4,

    /// <summary>A farmers' co-operative, 农民专业合作社: 93.</summary>
    FarmersCooperative = 5,

    /// <summary>A body under civil affairs, 社会组织: 51 association, 52 private non-enterprise unit, 53 foundation.</summary>
    SocialOrganisation = 6,

    /// <summary>A rural collective, 农村集体经济组织: N1 group, N2 village, N3 town.</summary>
    RuralCollective = 7,
}

/// <summary>The code that names a legal person or other body since 2015-10-01.</summary>
/// <remarks>
/// Shape: 18 upper-case ASCII characters without I, O, S, V, Z: registering department, entity class, six digits of the
/// registrar's division, nine of the organisation code, check character; for example <c>91330100799655058B</c>. Source: GB
/// 32100-2015.
/// </remarks>
public readonly partial record struct UnifiedSocialCreditCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const int Length = 18;
    private const int Modulus = 31;

    private static readonly SearchValues<char> Symbols = SearchValues.Create(Alphabet);

    private static readonly Wording Shape = new(
        "18 位统一社会信用代码，例如 91330100799655058B",
        "a unified social credit code of 18 characters such as 91330100799655058B");

    // Issued by the Fujian pilot before the standard settled: arithmetically wrong, legally valid.
    private static readonly FrozenSet<string> IssuedBeforeTheStandard =
        EmbeddedTable.Read("credit-code-exceptions.csv", "code", "note")
            .Select(row => row[0]).ToFrozenSet(StringComparer.Ordinal);

    private readonly string? _code;

    private UnifiedSocialCreditCode(string code) => _code = code;

    /// <summary>Gets what kind of body the code was given to, by its first two characters.</summary>
    public EntityClass EntityClass => _code?[..2] switch
    {
        "11" => EntityClass.Organ,
        "12" => EntityClass.PublicInstitution,
        "91" => EntityClass.Enterprise,
        "92" => EntityClass.IndividualBusiness,
        "93" => EntityClass.FarmersCooperative,
        "51" or "52" or "53" => EntityClass.SocialOrganisation,
        "N1" or "N2" or "N3" => EntityClass.RuralCollective,
        _ => EntityClass.Other,
    };

    /// <summary>Gets the division of the registrar, where the body was <em>registered</em>: never the venue of a
    /// violation.</summary>
    public Jurisdiction RegistrarDivision => _code is null ? default : Jurisdiction.Parse(_code[2..8]);

    /// <summary>Gets the organisation code inside, characters 9 to 17; null when its own check character does not fit, which
    /// happens in codes that are in use.</summary>
    public OrganisationCode? OrganisationCode =>
        Vocabulary.OrganisationCode.TryParse(_code?[8..17], out var code) ? code : null;

    /// <summary>Reads a code that is known to be good.</summary>
    /// <param name="text">As for <see cref="TryParse(string?, out UnifiedSocialCreditCode)"/>.</param>
    /// <returns>The code.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> is not one; the message says why.</exception>
    public static UnifiedSocialCreditCode Parse(string text) =>
        TryParse(text, out var code, out var violation) ? code : throw new FormatException(violation.ToString());

    /// <summary>Reads a code.</summary>
    /// <param name="text">18 upper-case ASCII characters. Full-width and lower-case characters are refused, not folded.</param>
    /// <param name="code">The code, or <c>default</c>.</param>
    /// <returns>Whether the shape and the check character fit, or the code is one of those issued before the standard settled.
    /// </returns>
    public static bool TryParse(string? text, out UnifiedSocialCreditCode code) => TryParse(text, out code, out _);

    /// <summary>Reads a code, and says what is wrong when it cannot.</summary>
    /// <param name="text">18 upper-case ASCII characters. Full-width and lower-case characters are refused, not folded.</param>
    /// <param name="code">The code, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null. Warnings are not reported here: see <see cref="Examine"/>.</param>
    /// <returns>Whether the shape and the check character fit, or the code is one of those issued before the standard settled.
    /// </returns>
    public static bool TryParse(string? text, out UnifiedSocialCreditCode code, [NotNullWhen(false)] out Violation? violation)
    {
        violation = CheckFormat(text) ?? (IssuedBeforeTheStandard.Contains(text!) ? null : CheckChecksum(text!));
        code = violation is null ? new UnifiedSocialCreditCode(text!) : default;
        return violation is null;
    }

    /// <summary>Examines a code at all four levels.</summary>
    /// <param name="text">The code as it came.</param>
    /// <param name="confirmed">Codes that the business registry has confirmed although their check character does not fit;
    /// those of the Fujian pilot need not be named. Null when there are none.</param>
    /// <returns>Every finding; after a violation of the format there is no other.</returns>
    public static CreditCodeExamination Examine(string? text, IReadOnlySet<string>? confirmed = null)
    {
        if (CheckFormat(text) is { } misshapen)
        {
            return new CreditCodeExamination(null, [new(CreditCodeLevel.Format, FindingWeight.Refuse, misshapen)]);
        }

        var findings = ImmutableArray.CreateBuilder<CreditCodeFinding>();
        var code = new UnifiedSocialCreditCode(text!);
        if (CheckChecksum(text!) is { } wrongCheck)
        {
            var isIssued = IssuedBeforeTheStandard.Contains(text!) || confirmed?.Contains(text!) == true;
            findings.Add(new(CreditCodeLevel.Checksum, isIssued ? FindingWeight.Warn : FindingWeight.Refuse, wrongCheck));
        }

        if (!Vocabulary.OrganisationCode.TryParse(text![8..17], out _, out var wrongPart))
        {
            findings.Add(new(CreditCodeLevel.OrganisationCode, FindingWeight.Warn, wrongPart));
        }

        if (!Divisions.WasEverUsed(code.RegistrarDivision))
        {
            findings.Add(new(CreditCodeLevel.Division, FindingWeight.Warn, Violation.Quoting(
                new Wording("第 3 至 8 位为曾使用过的行政区划代码", "a division code that was once in use at characters 3 to 8"),
                code.RegistrarDivision.ToString())));
        }

        return new CreditCodeExamination(
            findings.Any(finding => finding.Weight == FindingWeight.Refuse) ? null : code, findings.ToImmutable());
    }

    /// <summary>Tells whether an organisation code denotes the same subject.</summary>
    /// <param name="code">The organisation code of an old record.</param>
    /// <returns>Whether characters 9 to 17 equal it.</returns>
    public bool Carries(OrganisationCode code) =>
        _code is not null && _code.AsSpan(8, 9).SequenceEqual(code.ToString());

    /// <summary>Returns the 18 characters.</summary>
    /// <returns>The code, or the empty string for <c>default</c>.</returns>
    public override string ToString() => _code ?? "";

    private static Violation? CheckFormat(string? text) =>
        text is not null && Written().IsMatch(text) ? null : Violation.Quoting(Shape, text, RemarkOn(text));

    private static Violation? CheckChecksum(string text)
    {
        var check = CheckCharacter(text);
        return text[^1] == check
            ? null
            : Violation.Quoting(
                new Wording($"校验码为 {check} 的统一社会信用代码", $"a unified social credit code with the check character {check}"), text);
    }

    // GB 32100-2015: weights 3^(i-1) mod 31; the outer mod turns a remainder of 0 into the character 0.
    private static char CheckCharacter(string text)
    {
        var sum = 0;
        for (int index = 0, weight = 1; index < Length - 1; index++, weight = weight * 3 % Modulus)
        {
            sum += Alphabet.IndexOf(text[index], StringComparison.Ordinal) * weight;
        }

        return Alphabet[(Modulus - (sum % Modulus)) % Modulus];
    }

    private static Wording? RemarkOn(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Any(character => !char.IsAscii(character)))
        {
            return null; // the general remarks say it better
        }

        if (text.Length != Length)
        {
            return new Wording($"共 {text.Length} 位", $"it has {text.Length} characters");
        }

        if (text.Any(char.IsAsciiLetterLower))
        {
            return new Wording("字母应为大写", "its letters must be upper case");
        }

        var strange = text.AsSpan().IndexOfAnyExcept(Symbols);
        return strange < 0
            ? new Wording("第 3 至 8 位应为数字", "characters 3 to 8 must be digits")
            : new Wording($"代码中没有字符“{text[strange]}”", $"such codes have no '{text[strange]}'");
    }

    [GeneratedRegex(@"\A[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}\z")]
    private static partial Regex Written();
}
