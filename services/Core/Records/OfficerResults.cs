namespace ExchangeHub.Records;

/// <summary>What a receiving authority makes of an evidence package.</summary>
public enum ReviewResult
{
    /// <summary>It may be used.</summary>
    Admitted = 1,

    /// <summary>It may be used, with a defect.</summary>
    AdmittedWithDefect = 2,

    /// <summary>It went back for supplement.</summary>
    ReturnedForSupplement = 3,

    /// <summary>It is not admitted.</summary>
    Refused = 4,
}

/// <summary>What an officer makes of a ground.</summary>
public enum GroundResult
{
    /// <summary>It applies.</summary>
    Confirmed = 1,

    /// <summary>It does not apply.</summary>
    Dismissed = 2,

    /// <summary>It may apply and is being examined.</summary>
    Raised = 3,
}
