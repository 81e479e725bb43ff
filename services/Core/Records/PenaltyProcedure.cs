using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>How a penalty came about, and what it consists of. Null is what the record does not say.</summary>
public sealed record PenaltyProcedure
{
    /// <summary>Gets which procedure it was.</summary>
    public ProcedureKind? Kind { get; init; }

    /// <summary>Gets the day on which the prior notice was served.</summary>
    public DateOnly? NoticeServedOn { get; init; }

    /// <summary>Gets how many days between filing and decision do not count towards the term, each once.</summary>
    public int ExcludedDays { get; init; }

    /// <summary>Gets the statements and defence of the party 陈述申辩.</summary>
    public DefenceHeard? Defence { get; init; }

    /// <summary>Gets the hearing 听证.</summary>
    public HearingHeld? Hearing { get; init; }

    /// <summary>Gets the review of legality 法制审核.</summary>
    public InternalCheck? LegalReview { get; init; }

    /// <summary>Gets the collective discussion 集体讨论.</summary>
    public InternalCheck? CollectiveDecision { get; init; }

    /// <summary>Gets the consecutive daily fine 按日连续处罚.</summary>
    public DailyFine? Daily { get; init; }

    /// <summary>Gets what the table of discretion gave 裁量.</summary>
    public DiscretionFound? Discretion { get; init; }

    /// <summary>Gets the degree of dishonesty.</summary>
    public PenaltyCredit? Credit { get; init; }

    /// <summary>Gets how many evidence packages carry it.</summary>
    public int EvidenceCount { get; init; }

    /// <summary>Gets a value indicating whether an order to correct goes with it.</summary>
    public bool HasCorrectionOrder { get; init; }

    /// <summary>Gets what was ordered, one by one.</summary>
    public IReadOnlyList<PenaltyOrdered> Items { get; init; } = [];
}

/// <summary>One thing that was ordered.</summary>
/// <param name="Kind">P01 to P18 or P99.</param>
/// <param name="Amount">Its amount; null when the record gives none.</param>
/// <param name="FromOn">First day of a restriction.</param>
/// <param name="ToOn">Last day of a restriction.</param>
public sealed record PenaltyOrdered(string Kind, Fen? Amount, DateOnly? FromOn, DateOnly? ToOn);

/// <summary>Statements and defence of the party.</summary>
/// <param name="IsRaised">The party made some.</param>
/// <param name="IsAdopted">They were adopted, in whole or in part.</param>
/// <param name="IsAnswered">The record says why, or why not.</param>
public sealed record DefenceHeard(bool IsRaised, bool IsAdopted, bool IsAnswered);

/// <summary>The hearing.</summary>
/// <param name="IsOffered">The party was told that it may ask for one.</param>
/// <param name="IsRequested">The party asked for one.</param>
/// <param name="HeldOn">Day of the hearing; null when none was held.</param>
public sealed record HearingHeld(bool IsOffered, bool IsRequested, DateOnly? HeldOn);

/// <summary>A step inside the authority before the decision.</summary>
/// <param name="IsRequired">The law asks for it in this case, by the issuer's own account.</param>
/// <param name="DoneOn">Day on which it was done; null when it was not.</param>
/// <param name="IsPassed">It was passed.</param>
/// <param name="HasInvestigator">Somebody who investigated took part; null when nobody is named.</param>
public sealed record InternalCheck(bool IsRequired, DateOnly? DoneOn, bool IsPassed, bool? HasInvestigator);

/// <summary>A consecutive daily fine.</summary>
/// <param name="FirstOn">The day after the service of the order to correct.</param>
/// <param name="LastOn">The day of the re-check that found it continuing.</param>
/// <param name="Days">Number of days, as the record counts them.</param>
/// <param name="Amount">Amount for each day.</param>
/// <param name="HasPriorDecision">The record names the decision that it follows.</param>
public sealed record DailyFine(DateOnly FirstOn, DateOnly LastOn, int Days, Fen Amount, bool HasPriorDecision);

/// <summary>What a table of discretion gave.</summary>
/// <param name="Amount">The amount; null when the record does not give it.</param>
/// <param name="HasMitigation">A factor that mitigates was counted.</param>
public sealed record DiscretionFound(Fen? Amount, bool HasMitigation);

/// <summary>Procedures of the Penalty Law.</summary>
public enum ProcedureKind
{
    /// <summary>Simple, on the spot 简易程序.</summary>
    Summary = 1,

    /// <summary>Ordinary 普通程序.</summary>
    Ordinary = 2,
}

/// <summary>Degrees of dishonesty.</summary>
public enum PenaltyCredit
{
    /// <summary>Minor 轻微.</summary>
    Minor = 1,

    /// <summary>General 一般.</summary>
    General = 2,

    /// <summary>Serious 严重.</summary>
    Serious = 3,
}
