using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ExchangeHub.Vocabulary;

/// <summary>The code that names a legal person or other body since 2015-10-01.</summary>
/// <remarks>
/// Shape: 18 upper-case ASCII characters without I, O, S, V, Z: registering department, entity class, six digits of the
/// registrar's division, nine of the organisation code, check character; for example <c>91330100799655058B</c>. Source: GB
/// 32100-2015.
/// </remarks>
public readonly record struct UnifiedSocialCreditCode
{
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
        TryParse(text, out var code, out var violation) ? code : throw new ViolationException(violation);

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
        violation = CreditCodeShape.CheckFormat(text)
            ?? (IssuedBeforeTheStandard.Contains(text!) ? null : CreditCodeShape.CheckChecksum(text!));
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
        if (CreditCodeShape.CheckFormat(text) is { } misshapen)
        {
            return new CreditCodeExamination(null, [new(CreditCodeLevel.Format, FindingWeight.Refuse, misshapen)]);
        }

        var findings = ImmutableArray.CreateBuilder<CreditCodeFinding>();
        var code = new UnifiedSocialCreditCode(text!);
        if (CreditCodeShape.CheckChecksum(text!) is { } wrongCheck)
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
}
