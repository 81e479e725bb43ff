using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>What happened to a record.</summary>
public abstract record LifeCycleFact
{
    private LifeCycleFact() { }

    /// <summary>It was served on the party.</summary>
    public sealed record Served : LifeCycleFact;

    /// <summary>The party asked for a remedy; nothing is stayed by that.</summary>
    /// <param name="Remedy">Which remedy.</param>
    public sealed record RemedyFiled(Remedy Remedy) : LifeCycleFact;

    /// <summary>The remedy is pending.</summary>
    /// <param name="Remedy">Which remedy.</param>
    public sealed record RemedyAccepted(Remedy Remedy) : LifeCycleFact;

    /// <summary>The remedy ended.</summary>
    /// <param name="Remedy">Which remedy.</param>
    /// <param name="Outcome">How.</param>
    /// <param name="IsFinal">A judgment binds only when it is final; a reconsideration decision binds on service.</param>
    public sealed record RemedyDecided(Remedy Remedy, RemedyOutcome Outcome, bool IsFinal) : LifeCycleFact;

    /// <summary>Execution was stayed.</summary>
    public sealed record StayOrdered : LifeCycleFact;

    /// <summary>The stay was lifted.</summary>
    public sealed record StayLifted : LifeCycleFact;

    /// <summary>The issuer or its superior withdrew it.</summary>
    public sealed record Withdrawn : LifeCycleFact;

    /// <summary>The party did what was ordered.</summary>
    public sealed record Performed : LifeCycleFact;

    /// <summary>Credit was repaired.</summary>
    public sealed record CreditRepaired : LifeCycleFact;

    /// <summary>The period of publicity ended.</summary>
    public sealed record PublicityExpired : LifeCycleFact;

    /// <summary>The permit was suspended.</summary>
    /// <param name="Until">Last day of the suspension, or null when it is open.</param>
    public sealed record PermitSuspended(DateOnly? Until) : LifeCycleFact;

    /// <summary>The suspension of the permit ended.</summary>
    public sealed record PermitResumed : LifeCycleFact;

    /// <summary>The permit was revoked as a sanction.</summary>
    public sealed record PermitRevoked : LifeCycleFact
    {
        /// <summary>Gets the penalty decision that carries it; null when the event does not say it.</summary>
        public RecordId? Penalty { get; init; }
    }

    /// <summary>The permit expired or was cancelled.</summary>
    public sealed record PermitEnded : LifeCycleFact;

    /// <summary>A receiving authority reviewed the evidence.</summary>
    /// <param name="Result">What it makes of it.</param>
    public sealed record EvidenceReviewed(ReviewResult Result) : LifeCycleFact;

    /// <summary>The chain of custody of sealed evidence went on.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="TagManifest">The SHA-256 of the tag manifest of the bag that was moved.</param>
    public sealed record CustodyContinued(CustodyLink Link, Digest TagManifest) : LifeCycleFact;

    /// <summary>An authority invokes the evidence in a case of its own.</summary>
    /// <param name="CaseNumber">The number of the case.</param>
    /// <param name="IsWithdrawn">It is no longer invoked there.</param>
    public sealed record EvidenceCited(string CaseNumber, bool IsWithdrawn) : LifeCycleFact;

    /// <summary>The authority to which evidence was handed over said what became of it.</summary>
    /// <param name="Answer">What.</param>
    public sealed record HandOverAnswered(HandOverAnswer Answer) : LifeCycleFact;

    /// <summary>The evidence was found to have been obtained unlawfully and was excluded 排除.</summary>
    public sealed record EvidenceExcluded : LifeCycleFact;

    /// <summary>The decision that carried the entry fell away.</summary>
    public sealed record BasisLost : LifeCycleFact;

    /// <summary>It was said who has venue.</summary>
    /// <param name="Prevailing">The dossier of the issuer that has venue.</param>
    public sealed record VenueDesignated(DossierId Prevailing) : LifeCycleFact;

    /// <summary>An officer of a receiver decided about a ground of recognition that no rule can judge.</summary>
    /// <param name="Code">The ground, a code of the catalogue.</param>
    /// <param name="Result">What the officer made of it.</param>
    /// <param name="IssuerConsultedOn">The day on which the issuer was consulted; null when it was not.</param>
    public sealed record GroundReviewed(string Code, GroundResult Result, DateOnly? IssuerConsultedOn) : LifeCycleFact;

    /// <summary>The issuer answered a ground that a receiver raised or confirmed.</summary>
    /// <param name="Code">The ground, a code of the catalogue.</param>
    public sealed record IssuerAnswered(string Code) : LifeCycleFact;

    /// <summary>The case went to the police as a suspected crime; a fine that is not decided waits.</summary>
    public sealed record CriminalReferred : LifeCycleFact;

    /// <summary>The police returned the case, or did not take it.</summary>
    public sealed record CriminalReferralReturned : LifeCycleFact;

    /// <summary>Something that is kept and passed on and that no rule asks for yet.</summary>
    /// <param name="What">Its name on the wire, such as <c>publicity_withdrawn</c>.</param>
    public sealed record Noted(string What) : LifeCycleFact;
}

/// <summary>A way of contesting a decision.</summary>
public enum Remedy
{
    /// <summary>Administrative reconsideration 行政复议.</summary>
    Reconsideration = 1,

    /// <summary>Administrative suit, first instance 行政诉讼一审.</summary>
    Suit = 2,

    /// <summary>Appeal 行政诉讼二审.</summary>
    Appeal = 3,
}

/// <summary>How a remedy ended, as far as recognition depends on it.</summary>
public enum RemedyOutcome
{
    /// <summary>The decision stands: upheld, dismissed, rejected, withdrawn or ended without a decision.</summary>
    Stands = 1,

    /// <summary>Revoked or annulled 撤销.</summary>
    Revoked = 2,

    /// <summary>Revoked or annulled in part 部分撤销.</summary>
    PartlyRevoked = 3,

    /// <summary>Changed 变更: a new version follows.</summary>
    Changed = 4,

    /// <summary>Confirmed illegal without being revoked 确认违法.</summary>
    ConfirmedIllegal = 5,

    /// <summary>Declared invalid 确认无效.</summary>
    Invalid = 6,
}

/// <summary>What can become of evidence that was handed over.</summary>
public enum HandOverAnswer
{
    /// <summary>A case was filed 立案.</summary>
    Filed = 1,

    /// <summary>No case was filed 不予立案.</summary>
    NotFiled = 2,

    /// <summary>The outcome was disclosed to the units that took part 反馈结果.</summary>
    OutcomeDisclosed = 3,
}
