using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>An act as one penalty decision tells it.</summary>
/// <param name="Dossier">The decision.</param>
/// <param name="Record">Its record.</param>
/// <param name="Issuer">Credit code of the organ that decided.</param>
/// <param name="DecidedOn">Day of the decision.</param>
/// <param name="IsFined">Whether it imposes a fine (P03): only a second fine is barred (Penalty Law 29).</param>
/// <param name="Sketch">When and where.</param>
/// <param name="SameAs">Records that it says concern the same act.</param>
/// <param name="Replaces">Records in whose place it stands: they are no second decision.</param>
public sealed record PenalisedAct(
    DossierId Dossier,
    RecordId Record,
    string Issuer,
    DateOnly DecidedOn,
    bool IsFined,
    ActSketch Sketch,
    ImmutableArray<RecordId> SameAs,
    ImmutableArray<RecordId> Replaces)
{
    /// <summary>Takes the act from a statement.</summary>
    /// <param name="statement">A penalty decision.</param>
    /// <returns>The act, or null when the statement is anything else.</returns>
    public static PenalisedAct? From(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.Body is StatementBody.RecordVersion { Details: RecordDetails.Penalty penalty } record
            ? new PenalisedAct(
                statement.Dossier,
                statement.Record,
                statement.Issuer.CreditCode,
                penalty.DecidedOn,
                penalty.Kinds.Contains("P03", StringComparer.Ordinal),
                penalty.Act,
                Linked(record, LinkRelation.SameAct),
                Linked(record, LinkRelation.Replaces))
            : null;
    }

    /// <summary>Says whether two decisions concern one act.</summary>
    /// <param name="other">The other decision.</param>
    /// <param name="metresMax">Distance within which two acts of one day are taken for one.</param>
    /// <returns>Whether one names the other as the same act or stands in its place; or, for decisions of two organs, whether
    /// day and place agree: one organ may well find two acts on one inspection.</returns>
    public bool IsSameActAs(PenalisedAct other, int metresMax)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Dossier != other.Dossier
            && (SameAs.Contains(other.Record) || other.SameAs.Contains(Record) || TakesPlaceOf(other) || other.TakesPlaceOf(this)
                || (Issuer != other.Issuer && DaysMeet(this, other)
                    && Sketch.Point is { } here && other.Sketch.Point is { } there && here.MetresTo(there) <= metresMax));
    }

    /// <summary>Says whether another organ's decision is a second fine for the same act, which the law bars.</summary>
    /// <param name="other">The other decision.</param>
    /// <param name="metresMax">Distance within which two acts of one day are taken for one.</param>
    /// <returns>Whether both impose a fine for one act and neither stands in the place of the other (Penalty Law 29).</returns>
    public bool IsSecondFineBeside(PenalisedAct other, int metresMax)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsFined && other.IsFined && Issuer != other.Issuer
            && !TakesPlaceOf(other) && !other.TakesPlaceOf(this) && IsSameActAs(other, metresMax);
    }

    /// <inheritdoc/>
    public bool Equals(PenalisedAct? other) => other is not null
        && Dossier == other.Dossier && Record == other.Record && Issuer == other.Issuer && DecidedOn == other.DecidedOn
        && IsFined == other.IsFined && Sketch == other.Sketch
        && SameAs.SequenceEqual(other.SameAs) && Replaces.SequenceEqual(other.Replaces);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dossier, Record);

    private bool TakesPlaceOf(PenalisedAct other) => Replaces.Contains(other.Record);

    // An act that goes on is decided as far as it had gone.
    private static bool DaysMeet(PenalisedAct one, PenalisedAct other) =>
        one.Sketch.From is { } from && other.Sketch.From is { } otherFrom
        && from <= (other.Sketch.To ?? other.DecidedOn) && otherFrom <= (one.Sketch.To ?? one.DecidedOn);

    private static ImmutableArray<RecordId> Linked(StatementBody.RecordVersion record, LinkRelation relation) =>
        [.. record.Links.Where(link => link.Relation == relation).Select(link => link.Record)];
}
