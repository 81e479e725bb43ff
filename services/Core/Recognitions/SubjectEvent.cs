using ExchangeHub.Records;

namespace ExchangeHub.Recognitions;

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
