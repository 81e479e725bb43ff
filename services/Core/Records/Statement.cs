using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>What a node said and signed, as far as the law of the zone has to know it.</summary>
/// <param name="Node">The node that said it.</param>
/// <param name="Sequence">Counts the statements of the node, from 1.</param>
/// <param name="Dossier">Where it is filed; computed from the record, or named by the event.</param>
/// <param name="Record">The record it is, or the record that the event concerns.</param>
/// <param name="Issuer">The organ on whose behalf it is said: the legal issuer of a record, or whoever reports an event.</param>
/// <param name="PublishedAt">When the node published it, by its own clock.</param>
/// <param name="Content">
/// Digest of what it says, without ids, versions, times and spelling of document numbers: two statements with the same content
/// say the same.
/// </param>
/// <param name="Body">What it says.</param>
public sealed record Statement(
    NodeId Node,
    long Sequence,
    DossierId Dossier,
    RecordId Record,
    Issuer Issuer,
    DateTimeOffset PublishedAt,
    Digest Content,
    StatementBody Body)
{
    /// <summary>Gets the name under which decisions cite the statement, such as <c>node:310118/17</c>.</summary>
    public string Source => $"{Node}/{Sequence}";

    /// <summary>Gets the civil day (Asia/Shanghai) on which it was published.</summary>
    public DateOnly PublishedOn => CivilDates.Of(PublishedAt);
}

/// <summary>An organ that makes acts of office.</summary>
/// <param name="CreditCode">Its unified social credit code, 18 characters.</param>
/// <param name="Name">Its name.</param>
public sealed record Issuer(string CreditCode, string Name);

/// <summary>What a statement says.</summary>
public abstract record StatementBody
{
    private StatementBody() { }

    /// <summary>A record, or a new version of one.</summary>
    /// <param name="Version">Counted from 1.</param>
    /// <param name="PreviousVersion">Content of the version that it follows; null for version 1.</param>
    /// <param name="Jurisdiction">The division that has venue.</param>
    /// <param name="Subjects">Credit codes of the subjects; natural persons are not among them.</param>
    /// <param name="Links">Other records that it names.</param>
    /// <param name="Details">What is particular to its kind.</param>
    public sealed record RecordVersion(
        int Version,
        Digest? PreviousVersion,
        Jurisdiction Jurisdiction,
        ImmutableArray<string> Subjects,
        ImmutableArray<RecordLink> Links,
        RecordDetails Details) : StatementBody
    {
        /// <summary>Gets what lists show of it; no rule asks for it.</summary>
        public RecordCaption Caption { get; init; } = new("", []);
    }

    /// <summary>Something that happened to a record.</summary>
    /// <param name="OccurredOn">The civil day from which it has effect.</param>
    /// <param name="Fact">What happened.</param>
    public sealed record LifeCycleEvent(DateOnly OccurredOn, LifeCycleFact Fact) : StatementBody;
}

/// <summary>What lists show of a record.</summary>
/// <param name="DocumentNumber">The number of its document, as printed; empty when it has none.</param>
/// <param name="SubjectNames">Names of its subjects that are not natural persons.</param>
public sealed record RecordCaption(string DocumentNumber, ImmutableArray<string> SubjectNames)
{
    /// <inheritdoc/>
    public bool Equals(RecordCaption? other) =>
        other is not null && DocumentNumber == other.DocumentNumber && SubjectNames.SequenceEqual(other.SubjectNames);

    /// <inheritdoc/>
    public override int GetHashCode() => DocumentNumber.GetHashCode(StringComparison.Ordinal);
}

/// <summary>How a record names another one. The names follow the domain reference, "links".</summary>
public enum LinkRelation
{
    /// <summary>It rests on the other one.</summary>
    BasedOn = 1,

    /// <summary>It revokes the other one.</summary>
    Revokes = 2,

    /// <summary>It corrects the other one.</summary>
    Corrects = 3,

    /// <summary>It stands in the place of the other one, such as a decision remade after a revocation.</summary>
    Replaces = 4,

    /// <summary>The other one went to somebody else with it.</summary>
    TransferredTo = 5,

    /// <summary>It was made out of the other one.</summary>
    DerivedFrom = 6,

    /// <summary>Both concern one act.</summary>
    SameAct = 7,
}

/// <summary>A record that another one names.</summary>
/// <param name="Relation">How.</param>
/// <param name="Record">Which.</param>
public sealed record RecordLink(LinkRelation Relation, RecordId Record);

/// <summary>What is particular to a kind of record, as far as rules ask for it.</summary>
public abstract record RecordDetails
{
    private RecordDetails() { }

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
    }

    /// <summary>An entry of a list of seriously dishonest entities.</summary>
    /// <param name="DecidedOn">Day of the decision to list.</param>
    /// <param name="ServedOn">Day of service, if the record says it.</param>
    /// <param name="MaximumUntil">Last day of the longest publicity.</param>
    public sealed record Blacklist(DateOnly DecidedOn, DateOnly? ServedOn, DateOnly MaximumUntil) : RecordDetails
    {
        /// <inheritdoc/>
        public override DateOnly DecidedOn { get; } = DecidedOn;
    }
}

/// <summary>When and where an act was done, enough to see that two decisions concern one act.</summary>
/// <param name="From">First day; null when the record does not say it.</param>
/// <param name="To">Last day, the first day for an act of one day; null when the act goes on, or the record does not say
/// it.</param>
/// <param name="Point">Where, WGS-84; null when the record does not say it.</param>
public sealed record ActSketch(DateOnly? From, DateOnly? To, GeoPoint? Point);

/// <summary>A point on the ground, WGS-84.</summary>
/// <param name="Latitude">Degrees north, −90 to 90.</param>
/// <param name="Longitude">Degrees east, −180 to 180.</param>
public readonly record struct GeoPoint(double Latitude, double Longitude)
{
    private const double EarthRadiusMetres = 6_371_008.8;

    /// <summary>Gets the distance along the great circle.</summary>
    /// <param name="other">The other point.</param>
    /// <returns>Metres, on a sphere of the mean radius of the earth (IUGG); good to 0.5 %.</returns>
    public double MetresTo(GeoPoint other)
    {
        var (lat1, lat2) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var halfLatitude = Math.Sin((lat2 - lat1) / 2);
        var halfLongitude = Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2);
        var chord = (halfLatitude * halfLatitude) + (Math.Cos(lat1) * Math.Cos(lat2) * halfLongitude * halfLongitude);
        return 2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }
}

/// <summary>What makes a case a major one.</summary>
/// <param name="Declared">The issuer says so itself.</param>
/// <param name="DrinkingWaterSource">A source of drinking water is concerned.</param>
/// <param name="DivisionsHarmed">How many divisions were harmed.</param>
/// <param name="CriminalReferral">It was referred as a suspected crime.</param>
public sealed record Gravity(bool Declared, bool DrinkingWaterSource, int DivisionsHarmed, bool CriminalReferral);
