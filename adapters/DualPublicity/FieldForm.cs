namespace ExchangeHub.DualPublicity;

/// <summary>What kind of value a field of the record holds.</summary>
internal enum FieldForm
{
    Line,
    Prose,
    Code,
    CreditCode,
    Date,
    Division,
    DocumentNumber,
    Industry,
    OfficerCertificate,
    Outlet,
    PenaltyKind,
    PermitNumber,
    Town,
    Fen,
    Integer,
    Flag,
    Choice,
}

/// <summary>When a record must have a field.</summary>
internal enum FieldNeed
{
    Never,
    Always,

    /// <summary>When the message around it is there.</summary>
    Within,

    /// <summary>In some records; the contract says in which.</summary>
    Rule,
}
