using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>What a record of any kind says of the act of office that it is: who made it, on what basis, about whom. Null is
/// what it does not say.</summary>
public sealed record OfficeAct
{
    /// <summary>Gets an act of which nothing is said.</summary>
    public static OfficeAct Silent { get; } = new();

    /// <summary>Gets the organ in whose name it was done.</summary>
    public Organ? Issuer { get; init; }

    /// <summary>Gets who did the work, such as a dispatched branch.</summary>
    public Organ? ActingUnit { get; init; }

    /// <summary>Gets whose seal is on the document.</summary>
    public Organ? SealedBy { get; init; }

    /// <summary>Gets a value indicating whether the issuer's own seal is on the document.</summary>
    public bool? IsSealedByIssuer { get; init; }

    /// <summary>Gets a value indicating whether the division that has venue lies in that of the issuer.</summary>
    public bool? CoversVenue { get; init; }

    /// <summary>Gets who may see it.</summary>
    public RecordSensitivity? Sensitivity { get; init; }

    /// <summary>Gets the parties that may see it beside its own, where it is for the nodes of a case.</summary>
    public IReadOnlyList<Jurisdiction> CaseDivisions { get; init; } = [];

    /// <summary>Gets what it rests on in law.</summary>
    public IReadOnlyList<CitedLaw>? Basis { get; init; }

    /// <summary>Gets when the act was done that it is about.</summary>
    public ActPeriod? Period { get; init; }

    /// <summary>Gets to whom it is addressed.</summary>
    public IReadOnlyList<Addressee>? Addressees { get; init; }
}

/// <summary>Who may see a record.</summary>
public enum RecordSensitivity
{
    /// <summary>Everybody.</summary>
    Public = 1,

    /// <summary>All nodes.</summary>
    Gov = 2,

    /// <summary>The nodes named in the case.</summary>
    Case = 3,

    /// <summary>Its own district.</summary>
    Local = 4,
}
