using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Finds records. Follows the log at a small distance; <see cref="WaitForAsync"/> closes it.</summary>
public interface IRecordIndex
{
    /// <summary>Waits until the index takes account of the log up to a position.</summary>
    /// <param name="position">A position that the log has reached.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The position that the index has reached, at least <paramref name="position"/>.</returns>
    Task<long> WaitForAsync(long position, CancellationToken cancellation);

    /// <summary>Finds the dossier of a record.</summary>
    /// <param name="record">Its id, or the alias of a duplicate.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The dossier, or null when no statement with that id has been filed.</returns>
    Task<DossierId?> FindDossierAsync(RecordId record, CancellationToken cancellation);

    /// <summary>Finds records by what they say.</summary>
    /// <param name="query">What to find.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>One page, newest decision first, then by dossier.</returns>
    Task<RecordPage> FindAsync(RecordQuery query, CancellationToken cancellation);

    /// <summary>Counts the decisions in force over the records of a period.</summary>
    /// <param name="first">First day of the decision.</param>
    /// <param name="last">Last day of the decision.</param>
    /// <param name="kind">Only records of this kind; null for all.</param>
    /// <param name="readers">The parties for which is asked, as in a search.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>By jurisdiction, receiver, kind and outcome, for every party that is no origin of the record.</returns>
    Task<DecisionCounts> CountAsync(
        DateOnly first, DateOnly last, RecordKind? kind, ImmutableArray<Jurisdiction> readers, CancellationToken cancellation);
}

/// <summary>How many decisions there are.</summary>
/// <param name="Counts">Those that there are any of.</param>
/// <param name="Position">The position of the log up to which the answer is complete.</param>
public sealed record DecisionCounts(ImmutableArray<DecisionCount> Counts, long Position);

/// <summary>How many decisions are alike.</summary>
/// <param name="Jurisdiction">The division that has venue.</param>
/// <param name="Receiver">The party for which was decided.</param>
/// <param name="Kind">The kind of the records.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="Count">How many records.</param>
public sealed record DecisionCount(
    Jurisdiction Jurisdiction, Jurisdiction Receiver, RecordKind Kind, Outcome Outcome, long Count);

/// <summary>What to find; what is null does not restrict.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Jurisdiction">The division that has venue.</param>
/// <param name="Subject">Credit code of a subject.</param>
/// <param name="SubjectName">Part of a subject's name.</param>
/// <param name="DocumentNumber">A document number in normal form.</param>
/// <param name="DecidedFrom">First day of the decision.</param>
/// <param name="DecidedTo">Last day of the decision.</param>
/// <param name="RecognisedBy">A receiver that recognises it now, with or without a flag.</param>
/// <param name="PageSize">1 to 500.</param>
/// <param name="After">The last entry of the page before.</param>
public sealed record RecordQuery(
    RecordKind? Kind,
    Jurisdiction? Jurisdiction,
    string? Subject,
    string? SubjectName,
    string? DocumentNumber,
    DateOnly? DecidedFrom,
    DateOnly? DecidedTo,
    Jurisdiction? RecognisedBy,
    int PageSize,
    RecordCursor? After)
{
    /// <summary>Gets the parties for which is asked: what is for some parties alone is found for these.</summary>
    public ImmutableArray<Jurisdiction> Readers { get; init; } = [];

    /// <summary>Gets the divisions of which one gives or takes: only evidence that is handed over; empty for anything.</summary>
    public ImmutableArray<Jurisdiction> HandOverOf { get; init; } = [];

    /// <summary>Gets the beginning of an industry's number, two to four digits of GB/T 4754-2017: 17 finds 1713.</summary>
    public string? Industry { get; init; }

    /// <summary>Gets the sort of violation: its code in the catalogue of enforcement items, or the words for it.</summary>
    public string? Violation { get; init; }

    /// <summary>Gets the credit code of the legal issuer.</summary>
    public string? Issuer { get; init; }

    /// <summary>Gets the name of the water.</summary>
    public string? WaterBody { get; init; }

    /// <summary>Gets what a receiver makes of it now.</summary>
    public OutcomeSought? Outcome { get; init; }

    /// <summary>Gets a reason of any decision in force, or of that of the receiver in <see cref="Outcome"/>.</summary>
    public ReasonCode? Reason { get; init; }

    /// <summary>Gets around which point the act was done.</summary>
    public Vicinity? Around { get; init; }

    /// <summary>Gets the first civil day on which the hub took the version that is in force.</summary>
    public DateOnly? KnownFrom { get; init; }

    /// <summary>Gets the last civil day on which the hub took the version that is in force.</summary>
    public DateOnly? KnownTo { get; init; }

    /// <summary>Gets a value indicating whether to count what there is, up to <see cref="CountMax"/>.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Gets up to where records are counted.</summary>
    public static int CountMax => 10_000;
}

/// <summary>What a receiver makes of a record.</summary>
/// <param name="Receiver">The receiver.</param>
/// <param name="Outcome">The outcome; null for any.</param>
public sealed record OutcomeSought(Jurisdiction Receiver, Outcome? Outcome);

/// <summary>The surroundings of a point.</summary>
/// <param name="Centre">The point, WGS 84.</param>
/// <param name="Metres">How far around it, 1 to 200 000.</param>
public sealed record Vicinity(GeoPoint Centre, int Metres);

/// <summary>A place in a list of records.</summary>
/// <param name="DecidedOn">Day of the decision of the last entry.</param>
/// <param name="Dossier">Its dossier.</param>
public sealed record RecordCursor(DateOnly DecidedOn, DossierId Dossier);

/// <summary>One page of records.</summary>
/// <param name="Entries">Newest decision first, then by dossier.</param>
/// <param name="HasMore">Whether another page follows.</param>
/// <param name="Position">The position of the log up to which the answer is complete.</param>
public sealed record RecordPage(ImmutableArray<RecordEntry> Entries, bool HasMore, long Position)
{
    /// <summary>Gets how many records there are on all pages, one more than <see cref="RecordQuery.CountMax"/> where there are
    /// more; null when they were not to be counted.</summary>
    public int? Total { get; init; }
}

/// <summary>A record as the index holds it.</summary>
/// <param name="Dossier">Its dossier.</param>
/// <param name="Record">Its id.</param>
/// <param name="Version">Its newest version.</param>
/// <param name="Jurisdiction">The division that has venue.</param>
/// <param name="IssuerName">The legal issuer.</param>
/// <param name="Caption">What lists show of it.</param>
/// <param name="Subjects">Credit codes of its subjects.</param>
/// <param name="DecidedOn">Day of the decision.</param>
/// <param name="InForce">The decision in force for each group or single receiver.</param>
public sealed record RecordEntry(
    DossierId Dossier,
    RecordId Record,
    int Version,
    Jurisdiction Jurisdiction,
    string IssuerName,
    RecordCaption Caption,
    ImmutableArray<string> Subjects,
    DateOnly DecidedOn,
    ImmutableArray<Decision> InForce)
{
    /// <summary>Gets the credit code of the legal issuer.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>Gets the sort of violation; empty when the kind has none.</summary>
    public string Violation { get; init; } = "";

    /// <summary>Gets what it is about.</summary>
    public RecordTopic Topic { get; init; } = RecordTopic.Unsaid;

    /// <summary>Gets the civil day on which the hub took the version.</summary>
    public DateOnly KnownOn { get; init; }
}
