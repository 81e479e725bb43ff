using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>A ground on which a subject may be listed as seriously dishonest 严重失信, as far as recognised penalties carry
/// it.</summary>
/// <param name="Code">Such as SD10; a ground may have several cases.</param>
/// <param name="Case">Which case of it; empty when there is one.</param>
/// <param name="When">What a penalty must be for it; null when only documents outside the network can carry it.</param>
/// <param name="Count">How many acts it takes.</param>
/// <param name="Within">Within which period; null for any.</param>
/// <param name="IsOfOneSort">Whether they must be violations of one sort.</param>
internal sealed record DishonestyGround(
    string Code,
    string Case,
    Formula<Circumstances, bool>? When,
    int Count,
    Period? Within,
    bool IsOfOneSort)
{
    /// <summary>Gets its name within the rule set.</summary>
    public string Key => Case.Length == 0 ? Code : $"{Code}.{Case}";

    /// <summary>Gets what it says.</summary>
    public required Wording Title { get; init; }

    /// <summary>Gets where it comes from; empty when it is a choice of the parties.</summary>
    public required string Basis { get; init; }

    /// <summary>Gets how well that has been checked.</summary>
    public required SourceTrust Trust { get; init; }
}

/// <summary>Who may be on a positive list of supervision 正面清单.</summary>
/// <param name="Within">How far back recognised penalties count.</param>
/// <param name="When">What must hold.</param>
/// <param name="Basis">Where it comes from.</param>
/// <param name="Trust">How well that has been checked.</param>
internal sealed record PositiveListTerms(
    Period Within, Formula<Candidate, bool> When, string Basis, SourceTrust Trust);

/// <summary>Somebody who is to be put on a positive list; what is not known is null.</summary>
/// <param name="IsSmallDischarge">It discharges little.</param>
/// <param name="IsLowRisk">Its risk to the environment is low.</param>
/// <param name="IsCreditGreen">Its environmental credit is of the best grade.</param>
/// <param name="HasGreenCertification">It holds a valid green certification.</param>
/// <param name="RecognisedPenalties">Acts for which it was penalised in the period, of all parties.</param>
public sealed record Candidate(
    bool? IsSmallDischarge,
    bool? IsLowRisk,
    bool? IsCreditGreen,
    bool? HasGreenCertification,
    int? RecognisedPenalties)
{
    internal static RuleSchema<Candidate> Schema { get; } = new RuleSchema<Candidate>()
        .Truth("isSmallDischarge", new Wording("排放量小", "it discharges little"), it => it.IsSmallDischarge)
        .Truth("isLowRisk", new Wording("环境风险低", "its risk is low"), it => it.IsLowRisk)
        .Truth("isCreditGreen", new Wording("环保信用评价为最高等级", "its credit is of the best grade"), it => it.IsCreditGreen)
        .Truth("hasGreenCertification", new Wording("持有有效绿色认证", "it holds a valid green certification"),
            it => it.HasGreenCertification)
        .Number("recognisedPenalties", new Wording("期间内各方已认可处罚的行为数",
            "acts for which it was penalised in the period, of all parties"),
            it => it.RecognisedPenalties);
}
