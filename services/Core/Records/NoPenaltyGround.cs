namespace ExchangeHub.Records;

/// <summary>Why a decision imposes nothing.</summary>
public enum NoPenaltyGround
{
    /// <summary>Slight, corrected in time, without harm 轻微不罚 (Penalty Law 33).</summary>
    SlightCorrected = 1,

    /// <summary>The first violation, with slight harm, corrected in time 首违不罚 (33).</summary>
    FirstTime = 2,

    /// <summary>The party has proven that it is not at fault 无主观过错 (33).</summary>
    NoFault = 3,

    /// <summary>It was under fourteen (30).</summary>
    UnderFourteen = 4,

    /// <summary>Its mental state (31).</summary>
    MentalState = 5,

    /// <summary>Too much time has passed (36).</summary>
    TimeBarred = 6,

    /// <summary>The facts could not be established (57): there is no violation to count.</summary>
    FactsNotEstablished = 7,
}
