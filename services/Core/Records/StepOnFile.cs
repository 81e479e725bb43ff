using System.Diagnostics.CodeAnalysis;

namespace ExchangeHub.Records;

/// <summary>One of the eight steps 八步法.</summary>
/// <param name="Number">1 to 8.</param>
/// <param name="IsThere">The record has it.</param>
/// <param name="IsRequired">The way in which the evidence was taken asks for it.</param>
/// <param name="IsComplete">It is there and says all that is missing only at the price of the package.</param>
/// <param name="IsInOrder">It began when the steps before it had ended; null when it is not there.</param>
/// <param name="StartedOn">The civil day on which it began; null when it is not there.</param>
/// <param name="EndedOn">The civil day on which it ended; null when the record does not say it.</param>
/// <remarks>Source: domain reference "Evidence", the eight steps as a checkable manifest, checks of severity H.</remarks>
public sealed record StepOnFile(
    int Number, bool IsThere, bool IsRequired, bool IsComplete, bool? IsInOrder, DateOnly? StartedOn, DateOnly? EndedOn)
{
    /// <summary>Gets a value indicating whether it lacks something that may be supplemented while the source still exists
    /// (severity R).</summary>
    public bool HasCurableGap { get; init; }
}

/// <summary>How step 6 was signed.</summary>
/// <param name="Party">How the party signed.</param>
/// <param name="IsWitnessed">A witness signed.</param>
/// <param name="OfficerCount">How many officers signed.</param>
public sealed record SigningOnFile(PartySigning Party, bool IsWitnessed, int OfficerCount);

/// <summary>How a party signed.</summary>
public enum PartySigning
{
    /// <summary>It did not, and nothing was noted.</summary>
    None = 0,

    /// <summary>It signed.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "It is what the party did; no number is meant.")]
    Signed = 1,

    /// <summary>It refused, and that was noted.</summary>
    RefusedNoted = 2,

    /// <summary>It was absent, and that was noted.</summary>
    AbsentNoted = 3,
}

/// <summary>How evidence was taken.</summary>
public enum EvidenceMode
{
    /// <summary>Openly, on the spot.</summary>
    Ordinary = 1,

    /// <summary>Covert check 暗查: steps 2 and 6 follow at the confrontation.</summary>
    Covert = 2,

    /// <summary>By monitoring equipment, without anybody on the spot 非现场.</summary>
    Offsite = 3,
}

/// <summary>Where a task can come from.</summary>
public enum EvidenceTaskSource
{
    /// <summary>The yearly plan 计划.</summary>
    Plan = 1,

    /// <summary>Drawn at random 双随机.</summary>
    Random = 2,

    /// <summary>A petition or complaint 信访举报.</summary>
    Petition = 3,

    /// <summary>Transferred by another authority 移送.</summary>
    Transfer = 4,

    /// <summary>A special campaign 专项.</summary>
    Special = 5,

    /// <summary>An emergency 应急.</summary>
    Emergency = 6,

    /// <summary>Assigned by a superior 上级交办.</summary>
    Superior = 7,

    /// <summary>Found off-site 非现场.</summary>
    Offsite = 8,
}
