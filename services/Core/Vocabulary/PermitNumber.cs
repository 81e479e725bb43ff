using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ExchangeHub.Vocabulary;

/// <summary>How a permit number names the discharging unit.</summary>
public enum PermitHolderForm
{
    /// <summary>By its unified social credit code.</summary>
    CreditCode = 1,

    /// <summary>By <c>H9</c>, the division of the issuing authority, the organisation code and a lower-case letter.</summary>
    OrganisationCode = 2,

    /// <summary>By <c>H9</c>, the division of the issuing authority, <c>0000</c>, a sequence of five digits and a lower-case
    /// letter: the unit has neither code.</summary>
    Sequence = 3,
}

/// <summary>The number of a pollutant permit, which is also the code of the stationary source.</summary>
/// <remarks>
/// Shape: 22 characters: the unit (18), the site of the unit (three digits from 001; each site has its own permit), a special
/// mark (one upper-case letter); for example <c>91130200699229617X001P</c>. Source: HJ 608-2017. The number stays the same
/// through all versions of a permit. The mark is opaque: the kind of the permit does not follow from it.
/// </remarks>
public readonly partial record struct PermitNumber
{
    private const int HolderLength = 18;

    private static readonly Wording Shape = new(
        "22 位排污许可证编号，例如 91130200699229617X001P", "a permit number of 22 characters such as 91130200699229617X001P");

    private readonly string? _number;

    private PermitNumber(string number, PermitHolderForm form) => (_number, HolderForm) = (number, form);

    /// <summary>Gets how the number names the unit; 0 for <c>default</c>.</summary>
    public PermitHolderForm HolderForm { get; }

    /// <summary>Gets the first 18 characters, which name the unit.</summary>
    public string Holder => _number?[..HolderLength] ?? "";

    /// <summary>Gets the credit code of the unit; null when it has none.</summary>
    public UnifiedSocialCreditCode? HolderCreditCode =>
        HolderForm == PermitHolderForm.CreditCode ? UnifiedSocialCreditCode.Parse(Holder) : null;

    /// <summary>Gets the organisation code of the unit, also where it stands inside the credit code; null when it has
    /// none.</summary>
    public OrganisationCode? HolderOrganisationCode => HolderForm switch
    {
        PermitHolderForm.CreditCode => HolderCreditCode?.OrganisationCode,
        PermitHolderForm.OrganisationCode => OrganisationCode.Parse(Holder[8..17]),
        _ => null,
    };

    /// <summary>Gets the division of the issuing authority; null in a number with a credit code, which does not say it.</summary>
    public Jurisdiction? IssuingDivision =>
        HolderForm is PermitHolderForm.OrganisationCode or PermitHolderForm.Sequence ? Jurisdiction.Parse(Holder[2..8]) : null;

    /// <summary>Gets the number of the site within the unit, from 1; 0 for <c>default</c>.</summary>
    public int Site => _number is null ? 0 : int.Parse(_number.AsSpan(HolderLength, 3), CultureInfo.InvariantCulture);

    /// <summary>Reads a permit number that is known to be good.</summary>
    /// <param name="text">As for <see cref="TryParse(string?, out PermitNumber)"/>.</param>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> is not one; the message says why.</exception>
    public static PermitNumber Parse(string text) =>
        TryParse(text, out var number, out var violation) ? number : throw new ViolationException(violation);

    /// <summary>Reads a permit number.</summary>
    /// <param name="text">22 ASCII characters.</param>
    /// <param name="number">The number, or <c>default</c>.</param>
    /// <returns>Whether the shape fits and the unit is named by a good code.</returns>
    public static bool TryParse(string? text, out PermitNumber number) => TryParse(text, out number, out _);

    /// <summary>Reads a permit number, and says what is wrong when it cannot.</summary>
    /// <param name="text">22 ASCII characters.</param>
    /// <param name="number">The number, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether the shape fits and the unit is named by a good code.</returns>
    public static bool TryParse(string? text, out PermitNumber number, [NotNullWhen(false)] out Violation? violation)
    {
        number = default;
        if (text is null || !Written().IsMatch(text))
        {
            violation = Violation.Quoting(Shape, text);
            return false;
        }

        var holder = text[..HolderLength];
        if (!TryReadHolder(holder, out var form, out violation))
        {
            return false;
        }

        if (text.AsSpan(HolderLength, 3) is "000")
        {
            violation = Violation.Quoting(Shape, text, new Wording("场所序号从 001 起", "sites are numbered from 001"));
            return false;
        }

        number = new PermitNumber(text, form);
        violation = null;
        return true;
    }

    /// <summary>Returns the 22 characters.</summary>
    /// <returns>The number, or the empty string for <c>default</c>.</returns>
    public override string ToString() => _number ?? "";

    private static bool TryReadHolder(string holder, out PermitHolderForm form, [NotNullWhen(false)] out Violation? violation)
    {
        if (!holder.StartsWith("H9", StringComparison.Ordinal))
        {
            form = PermitHolderForm.CreditCode;
            return UnifiedSocialCreditCode.TryParse(holder, out _, out violation);
        }

        if (SequenceHolder().IsMatch(holder))
        {
            form = PermitHolderForm.Sequence;
            violation = null;
            return true;
        }

        form = PermitHolderForm.OrganisationCode;
        if (OrganisationHolder().IsMatch(holder))
        {
            return OrganisationCode.TryParse(holder[8..17], out _, out violation);
        }

        violation = Violation.Quoting(
            new Wording(
                "H9 加六位行政区划代码、九位组织机构代码（或 0000 加五位顺序号）和一位小写字母（不含 i、o）",
                "H9, six digits of a division, an organisation code (or 0000 and five digits), a letter from a to z but i and o"),
            holder);
        return false;
    }

    [GeneratedRegex(@"\A[0-9A-Z]{17}[0-9A-Za-z][0-9]{3}[A-Z]\z")]
    private static partial Regex Written();

    [GeneratedRegex(@"\AH9[0-9]{6}[0-9A-Z]{8}[0-9X][a-hj-np-z]\z")]
    private static partial Regex OrganisationHolder();

    [GeneratedRegex(@"\AH9[0-9]{6}0000[0-9]{5}[a-hj-np-z]\z")]
    private static partial Regex SequenceHolder();
}
