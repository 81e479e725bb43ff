using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>What a receiver may and must do with a record.</summary>
/// <param name="Code">A stable name such as <c>COUNTS_AS_REPETITION</c>.</param>
/// <param name="Text">What it says, as a sentence.</param>
/// <remarks>Source: domain reference "Effects matrix". What it leaves to the receiver's own law is not among them.</remarks>
public sealed record Effect(string Code, Wording Text)
{
    private static readonly Effect MayBeCited = new("MAY_BE_CITED", new(
        "可以在接收地案件中作为事实援引。", "It may be cited as a fact in the receiver's own cases."));

    private static readonly Effect MayBeCitedAfterReview = new("MAY_BE_CITED_AFTER_REVIEW", new(
        "经接收机关审核，可以在接收地案件中作为证据援用。", "It may be used as evidence in the receiver's own cases, after its own review."));

    private static readonly Effect CountsAsRepetition = new("COUNTS_AS_REPETITION", new(
        "认定初次违法、再次违法时予以计算。", "It counts when a violation is judged to be the first or a repeated one."));

    private static readonly Effect BarsSecondFine = new("BARS_SECOND_FINE", new(
        "对当事人的同一个违法行为，不得再给予罚款的行政处罚（《中华人民共和国行政处罚法》第二十九条）。",
        "It bars another fine for the same act (Administrative Penalty Law, art. 29)."));

    private static readonly Effect CountsForCredit = new("COUNTS_FOR_CREDIT", new(
        "用于环境信用评价，并作为确定正面清单和检查频次的依据。",
        "It counts in environmental credit evaluation, for the positive list and for the frequency of inspections."));

    private static readonly Effect JointSanctions = new("JOINT_SANCTIONS", new(
        "适用协议约定的失信联合惩戒措施。", "The joint sanctions of the agreement apply."));

    private static readonly Effect RestrictionsRespected = new("RESTRICTIONS_RESPECTED", new(
        "接收机关办理行政许可等事项，应当尊重其所设定的限制。", "The receiver respects the restrictions in it in its own approvals."));

    private static readonly Effect NoCollection = new("NO_COLLECTION", new(
        "接收机关不代为收缴罚款；执行由作出决定的机关及其申请的人民法院负责"
        + "（《中华人民共和国行政处罚法》第七十二条、《中华人民共和国行政强制法》第五十三条）。",
        "The receiver does not collect the fine; enforcement stays with the issuer and its court "
        + "(Administrative Penalty Law, art. 72; Administrative Compulsion Law, art. 53)."));

    private static readonly Effect PermitNotInForce = new("PERMIT_NOT_IN_FORCE", new(
        "持证单位不得依据该许可排放污染物。", "Its holder may not discharge on the strength of it."));

    /// <summary>Gets every effect.</summary>
    public static ImmutableArray<Effect> All { get; } =
    [
        MayBeCited, MayBeCitedAfterReview, CountsAsRepetition, BarsSecondFine, CountsForCredit, JointSanctions,
        RestrictionsRespected, NoCollection, PermitNotInForce,
    ];

    /// <summary>Lists the effects that an assessment has.</summary>
    /// <param name="details">The record.</param>
    /// <param name="assessment">What the receiver makes of it.</param>
    /// <returns>
    /// Effects in a fixed order; none for the origin, which applies its own law. A fine that rests, or of which only the
    /// publicity has ended, still bars a second one; a permit that rests or has ended is no ground for discharging.
    /// </returns>
    internal static ImmutableArray<Effect> Of(RecordDetails details, Assessment assessment) =>
        (details, assessment.Outcome) switch
    {
        (RecordDetails.Evidence, Outcome.Recognised or Outcome.RecognisedWithFlag) => [MayBeCitedAfterReview],
        (RecordDetails.Penalty penalty, Outcome.Recognised or Outcome.RecognisedWithFlag) => Of(penalty),
        (RecordDetails.Penalty penalty, Outcome.Suspended) when IsFined(penalty) => [BarsSecondFine, NoCollection],
        (RecordDetails.Penalty penalty, Outcome.Terminated) when IsFined(penalty) && !IsUndone(assessment) => [BarsSecondFine],
        (RecordDetails.NoPenalty { Ground: not NoPenaltyGround.FactsNotEstablished },
            Outcome.Recognised or Outcome.RecognisedWithFlag) => [MayBeCited, CountsAsRepetition],
        (RecordDetails.NoPenalty, Outcome.Recognised or Outcome.RecognisedWithFlag) => [MayBeCited],
        (RecordDetails.Permit, Outcome.Recognised or Outcome.RecognisedWithFlag) => [MayBeCited, RestrictionsRespected],
        (RecordDetails.Permit, Outcome.Suspended or Outcome.Terminated) => [PermitNotInForce],
        (RecordDetails.Blacklist, Outcome.Recognised or Outcome.RecognisedWithFlag) =>
            [MayBeCited, CountsForCredit, JointSanctions, RestrictionsRespected],
        _ => [],
    };

    private static ImmutableArray<Effect> Of(RecordDetails.Penalty penalty)
    {
        var isFined = IsFined(penalty);
        return
        [
            MayBeCited,
            CountsAsRepetition,
            .. isFined ? [BarsSecondFine] : (Effect[])[],
            CountsForCredit,
            .. penalty.IsSerious ? [JointSanctions] : (Effect[])[],
            .. penalty.Kinds.Any(Restricts) ? [RestrictionsRespected] : (Effect[])[],
            .. isFined ? [NoCollection] : (Effect[])[],
        ];
    }

    private static bool IsFined(RecordDetails.Penalty penalty) => penalty.Kinds.Contains("P03", StringComparer.Ordinal);

    // P06 to P12 and P14 to P16: whatever limits what the party may still do.
    private static bool Restricts(string kind) => kind is
        "P06" or "P07" or "P08" or "P09" or "P10" or "P11" or "P12" or "P14" or "P15" or "P16";

    // The end of publicity and the repair of credit leave the decision itself standing.
    private static bool IsUndone(Assessment assessment) => assessment.Findings.Any(finding =>
        finding.Code.Effect == ReasonEffect.Terminate
        && finding.Code.ToString() is not ("TRM-CREDIT-REPAIRED" or "TRM-PUBLICITY-EXPIRED"));
}
