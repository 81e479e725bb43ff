using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>The streams that filing one statement depends on, as they were read.</summary>
/// <remarks>What follows is right only if none of them has changed when it is stored, also those to which nothing is
/// added.</remarks>
/// <param name="Dossiers">Dossiers; one that holds nothing has its empty state.</param>
/// <param name="Subjects">Files of subjects, by credit code.</param>
/// <param name="Cited">Cited records; one of which nothing is known has its empty state.</param>
public sealed record FilingContext(
    ImmutableDictionary<DossierId, DossierState> Dossiers,
    ImmutableDictionary<string, SubjectState> Subjects,
    ImmutableDictionary<RecordId, CitedState> Cited)
{
    /// <summary>Gets a context in which nothing has been read.</summary>
    public static FilingContext Empty { get; } = new(
        ImmutableDictionary<DossierId, DossierState>.Empty,
        ImmutableDictionary.Create<string, SubjectState>(StringComparer.Ordinal),
        ImmutableDictionary<RecordId, CitedState>.Empty);
}

/// <summary>What must still be read before the core can decide; none of it twice.</summary>
/// <param name="Dossiers">Dossiers.</param>
/// <param name="Subjects">Credit codes of subjects.</param>
/// <param name="Cited">Ids of cited records.</param>
public readonly record struct Unread(
    ImmutableArray<DossierId> Dossiers, ImmutableArray<string> Subjects, ImmutableArray<RecordId> Cited)
{
    /// <summary>Gets a value indicating whether everything has been read.</summary>
    public bool IsNothing => Dossiers.IsEmpty && Subjects.IsEmpty && Cited.IsEmpty;
}

/// <summary>What filing a statement causes, to be stored in one append.</summary>
/// <param name="Disposition">What became of the statement.</param>
/// <param name="Dossiers">New events of each dossier, in order; the statement's own dossier first.</param>
/// <param name="Subjects">New events of each subject, in order, by credit code.</param>
/// <param name="Cited">New events of each cited record, in order, by id.</param>
/// <param name="Rejection">Why nothing is to be stored, or null.</param>
public sealed record FilingResult(
    Disposition Disposition,
    ImmutableArray<(DossierId Dossier, ImmutableArray<DossierEvent> Events)> Dossiers,
    ImmutableArray<(string Subject, ImmutableArray<SubjectEvent> Events)> Subjects,
    ImmutableArray<(RecordId Record, ImmutableArray<CitedEvent> Events)> Cited,
    Rejection? Rejection)
{
    internal static FilingResult Rejected(Rejection rejection) => new(default, [], [], [], rejection);
}
