using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

// One stream per subject: subject-<credit code>. It holds the acts for which the subject was penalised, so that a second decision
// on the same act is seen whoever makes it, and an act is counted once however many decisions there are.

/// <summary>Something that happened to the file of a subject.</summary>
public abstract record SubjectEvent
{
    private SubjectEvent() { }

    /// <summary>A penalty decision on an act of the subject was filed, or a new version of one.</summary>
    /// <param name="Act">The act as the decision tells it.</param>
    public sealed record ActFiled(PenalisedAct Act) : SubjectEvent;

    /// <summary>A penalty decision no longer names the subject: a later version corrected it, or another content came
    /// first.</summary>
    /// <param name="Dossier">The decision.</param>
    public sealed record ActStruck(DossierId Dossier) : SubjectEvent;

    /// <summary>A penalty decision counts for nobody any more: it was undone, or its credit repaired, or its publicity
    /// ended.</summary>
    /// <param name="Dossier">The decision.</param>
    /// <param name="On">The civil day from which it does not; a day that was learnt later takes the place of the one
    /// before.</param>
    public sealed record DecisionFell(DossierId Dossier, DateOnly On) : SubjectEvent;
}

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

/// <summary>What is remembered of a subject.</summary>
/// <param name="Acts">The acts, by decision, in the order in which they were first filed.</param>
/// <param name="Fallen">Decisions that fell away for good, with the day.</param>
public sealed record SubjectState(ImmutableArray<PenalisedAct> Acts, ImmutableDictionary<DossierId, DateOnly> Fallen)
{
    /// <summary>Gets a subject of whom nothing is known.</summary>
    public static SubjectState Empty { get; } = new([], ImmutableDictionary<DossierId, DateOnly>.Empty);

    /// <summary>Gets the acts, each once, with every decision on it.</summary>
    /// <param name="metresMax">Distance within which two acts of one day are taken for one.</param>
    /// <returns>Groups of decisions that concern one act, in the order in which they were first filed.</returns>
    public ImmutableArray<ImmutableArray<PenalisedAct>> DistinctActs(int metresMax)
    {
        var groups = new List<List<PenalisedAct>>();
        foreach (var act in Acts)
        {
            var same = groups.Where(group => group.Exists(other => act.IsSameActAs(other, metresMax))).ToList();
            _ = groups.RemoveAll(same.Contains);
            groups.Add([.. same.SelectMany(group => group), act]);
        }

        return [.. groups.Select(group => group.ToImmutableArray())];
    }

    /// <summary>Counts the acts on which at least one decision stands: the number of violations that count as
    /// repetition.</summary>
    /// <param name="metresMax">Distance within which two acts of one day are taken for one.</param>
    /// <returns>Each act once, however many decisions, duplicates or versions there are.</returns>
    public int ViolationCount(int metresMax) =>
        DistinctActs(metresMax).Count(act => act.Any(decision => !Fallen.ContainsKey(decision.Dossier)));
}

/// <summary>The file of a subject.</summary>
public static class SubjectFile
{
    /// <summary>Names the stream of a subject.</summary>
    /// <param name="creditCode">Its credit code.</param>
    /// <returns>The stream.</returns>
    public static string Stream(string creditCode) => $"subject-{creditCode}";

    /// <summary>Applies one event of the stream.</summary>
    /// <param name="state">The state before the event.</param>
    /// <param name="event">The event.</param>
    /// <returns>The state after it.</returns>
    public static SubjectState Evolve(SubjectState state, SubjectEvent @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event switch
        {
            SubjectEvent.ActFiled filed => state with { Acts = Put(state.Acts, filed.Act) },
            SubjectEvent.ActStruck struck => new SubjectState(
                state.Acts.RemoveAll(act => act.Dossier == struck.Dossier), state.Fallen.Remove(struck.Dossier)),
            SubjectEvent.DecisionFell fell => state with { Fallen = state.Fallen.SetItem(fell.Dossier, fell.On) },
            _ => throw new InvalidDataException(
                $"{@event?.GetType().Name} has no place in a subject's file: the stored stream is corrupt."),
        };
    }

    private static ImmutableArray<PenalisedAct> Put(ImmutableArray<PenalisedAct> acts, PenalisedAct act)
    {
        for (var index = 0; index < acts.Length; index++)
        {
            if (acts[index].Dossier == act.Dossier)
            {
                return acts.SetItem(index, act);
            }
        }

        return acts.Add(act);
    }
}
