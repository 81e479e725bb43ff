using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ExchangeHub.Vocabulary;

/// <summary>Which amount a penalty of some kind must state.</summary>
public enum PenaltyAmount
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A fine.</summary>
    Fine = 1,

    /// <summary>A confiscated amount, of gains or of the worth of property.</summary>
    Confiscated = 2,
}

/// <summary>Whether the party may ask for a hearing before a penalty of some kind.</summary>
public enum HearingRight
{
    /// <summary>No.</summary>
    None = 0,

    /// <summary>When the amount is large; what is large is a parameter of the province.</summary>
    WhenLarge = 1,

    /// <summary>Always.</summary>
    Always = 2,
}

/// <summary>A kind of administrative penalty.</summary>
/// <param name="Code"><c>P01</c> to <c>P18</c>, and <c>P99</c> for another kind, which needs a text.</param>
/// <param name="Name">What the law calls it.</param>
/// <param name="LegalBasis">The provisions, in Chinese, with article numbers.</param>
/// <param name="Amount">Which amount it must state.</param>
/// <param name="NeedsCertificate">Whether it must name the certificate that it affects.</param>
/// <param name="Hearing">Whether the party may ask for a hearing.</param>
/// <param name="MayBindElsewhere">Whether other districts may have to enforce it when they recognise it.</param>
public sealed record PenaltyKind(
    string Code,
    Wording Name,
    string LegalBasis,
    PenaltyAmount Amount,
    bool NeedsCertificate,
    HearingRight Hearing,
    bool MayBindElsewhere);

/// <summary>The closed list of kinds of administrative penalty.</summary>
/// <remarks>Source: Administrative Penalty Law, 9; measures of 2023 on ecological and environmental penalties, 8. An order to
/// correct, a seizure and the registration of evidence are not penalties.</remarks>
public static class PenaltyKinds
{
    private static readonly FrozenDictionary<string, PenaltyKind> ByCode =
        Load().ToFrozenDictionary(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>Gets every kind, by code.</summary>
    public static ImmutableArray<PenaltyKind> All { get; } =
        [.. ByCode.Values.OrderBy(kind => kind.Code, StringComparer.Ordinal)];

    /// <summary>Finds a kind.</summary>
    /// <param name="code">The code, such as <c>P03</c>.</param>
    /// <returns>The kind, or null when there is none of that code.</returns>
    public static PenaltyKind? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    private static IEnumerable<PenaltyKind> Load() =>
        from row in EmbeddedTable.Read(
            "penalty-types.csv",
            "code", "name_zh", "name_en", "basis", "amount_field", "needs_certificate", "hearing_right",
            "may_be_recognised_for_enforcement")
        select new PenaltyKind(
            row[0],
            new Wording(row[1], row[2]),
            row[3],
            row[4] switch
            {
                "fineAmount" => PenaltyAmount.Fine,
                "confiscatedAmount" => PenaltyAmount.Confiscated,
                _ => PenaltyAmount.None,
            },
            row[5] == "1",
            row[6] switch
            {
                "large" => HearingRight.WhenLarge,
                "1" => HearingRight.Always,
                _ => HearingRight.None,
            },
            row[7] == "1");
}
