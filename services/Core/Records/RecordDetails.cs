using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>What is particular to a kind of record, as far as rules ask for it.</summary>
public abstract record RecordDetails
{
    private RecordDetails() { }

    /// <summary>Gets what a record of any kind says of the act of office that it is.</summary>
    public OfficeAct Office { get; init; } = OfficeAct.Silent;

    /// <summary>Gets the officers whom it names, each once, with what it says of their certificates; null when the kind names
    /// none.</summary>
    public IReadOnlyList<OfficerOnFile>? OfficersOnFile { get; init; }

    /// <summary>Gets the day from which the record exists in law.</summary>
    public abstract DateOnly DecidedOn { get; }

    /// <summary>Gets the first day on which it can count for anybody.</summary>
    public virtual DateOnly BeginsOn => DecidedOn;

    /// <summary>A penalty decision.</summary>
    /// <param name="DecidedOn">Day of the decision.</param>
    /// <param name="FiledOn">Day on which the case was filed.</param>
    /// <param name="ServedOn">Day of service, if the record already says it.</param>
    /// <param name="Kinds">Codes of the penalties, such as P03.</param>
    /// <param name="Fine">The fine, zero when there is none.</param>
    /// <param name="Officers">Certificate numbers, each once.</param>
    /// <param name="Act">When and where the act was done.</param>
    /// <param name="Gravity">What makes it a major case.</param>
    public sealed record Penalty(
        DateOnly DecidedOn,
        DateOnly FiledOn,
        DateOnly? ServedOn,
        ImmutableArray<string> Kinds,
        Fen Fine,
        ImmutableArray<string> Officers,
        ActSketch Act,
        Gravity Gravity) : RecordDetails
    {
        /// <inheritdoc/>
        public override DateOnly DecidedOn { get; } = DecidedOn;

        /// <summary>Gets a value indicating whether the issuer grades the dishonesty as SERIOUS 严重失信, which alone carries joint
        /// sanctions.</summary>
        public bool IsSerious { get; init; }

        /// <summary>Gets the sort of violation: its code in the catalogue of enforcement items, or the words for it.</summary>
        public string Violation { get; init; } = "";

        /// <summary>Gets how the decision came about; null when nothing is known of it.</summary>
        public PenaltyProcedure? Procedure { get; init; }
    }

    /// <summary>A decision not to penalise.</summary>
    /// <param name="DecidedOn">Day of the decision.</param>
    /// <param name="Ground">Why nothing is imposed.</param>
    public sealed record NoPenalty(DateOnly DecidedOn, NoPenaltyGround Ground) : RecordDetails
    {
        /// <inheritdoc/>
        public override DateOnly DecidedOn { get; } = DecidedOn;

        /// <summary>Gets the sort of violation: its code in the catalogue of enforcement items, or the words for it.</summary>
        public string Violation { get; init; } = "";
    }

    /// <summary>An entry of a positive list of supervision.</summary>
    /// <param name="DecidedOn">Day of the listing.</param>
    /// <param name="ValidTo">Last day.</param>
    public sealed record PositiveListing(DateOnly DecidedOn, DateOnly ValidTo) : RecordDetails
    {
        /// <inheritdoc/>
        public override DateOnly DecidedOn { get; } = DecidedOn;
    }

    /// <summary>An evidence package.</summary>
    /// <param name="SealedOn">Day on which it was sealed.</param>
    /// <param name="ReceivingDivision">The party to whose bureau it is handed over, if any.</param>
    /// <param name="Officers">Certificate numbers, each once.</param>
    /// <param name="Gravity">What makes it a major case.</param>
    public sealed record Evidence(
        DateOnly SealedOn, Jurisdiction? ReceivingDivision, ImmutableArray<string> Officers, Gravity Gravity) : RecordDetails
    {
        /// <inheritdoc/>
        public override DateOnly DecidedOn => SealedOn;

        /// <summary>Gets how the evidence was taken; null when nothing is known of it.</summary>
        public EvidenceTaking? Taking { get; init; }
    }

    /// <summary>A permit.</summary>
    /// <param name="DecidedOn">Day of the grant.</param>
    /// <param name="ValidFrom">First day of its validity.</param>
    /// <param name="ValidTo">Last day of its validity.</param>
    public sealed record Permit(DateOnly DecidedOn, DateOnly ValidFrom, DateOnly ValidTo) : RecordDetails
    {
        /// <inheritdoc/>
        public override DateOnly DecidedOn { get; } = DecidedOn;

        /// <inheritdoc/>
        public override DateOnly BeginsOn => ValidFrom > DecidedOn ? ValidFrom : DecidedOn;

        /// <summary>Gets a value indicating whether the register shows it as valid; null when the record does not say
        /// it.</summary>
        public bool? IsShownValid { get; init; }

        /// <summary>Gets how closely the holder is managed; null when the record does not say it.</summary>
        public PermitManagement? Management { get; init; }
    }

    /// <summary>An entry of a list of seriously dishonest entities.</summary>
    /// <param name="DecidedOn">Day of the decision to list.</param>
    /// <param name="ServedOn">Day of service, if the record says it.</param>
    /// <param name="MaximumUntil">Last day of the longest publicity.</param>
    public sealed record Blacklist(DateOnly DecidedOn, DateOnly? ServedOn, DateOnly MaximumUntil) : RecordDetails
    {
        /// <inheritdoc/>
        public override DateOnly DecidedOn { get; } = DecidedOn;

        /// <summary>Gets what the entry rests on and entails; null when nothing is known of it.</summary>
        public ListingTerms? Terms { get; init; }
    }
}
