using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cases;

/// <summary>Something that a member of a joint case has to do.</summary>
/// <param name="Name">Names it within the case.</param>
/// <param name="Title">What is to be done.</param>
/// <param name="Owner">Who is to do it.</param>
/// <param name="AssignedOn">The day on which it was assigned.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="Source">The statement that assigned it.</param>
public sealed record CaseTask(
    string Name, string Title, Jurisdiction Owner, DateOnly AssignedOn, DateOnly DueOn, string Source)
{
    /// <summary>Gets the day on which it was reported done; null while it is not.</summary>
    public DateOnly? DoneOn { get; init; }

    /// <summary>Gets what came of it.</summary>
    public string Note { get; init; } = "";

    /// <summary>Gets the record that came of it; null when there is none.</summary>
    public DossierId? Record { get; init; }

    /// <summary>Gets a value indicating whether it was done after its day.</summary>
    public bool WasLate => DoneOn > DueOn;

    /// <summary>Says whether it is, or was, overdue on a day.</summary>
    /// <param name="on">The civil day.</param>
    /// <returns>Whether its day had passed and it had not been done by then.</returns>
    public bool IsOverdue(DateOnly on) => DueOn < on && !(DoneOn <= on);
}

/// <summary>An inspection by a group of the joint team.</summary>
/// <param name="Place">The division inspected.</param>
/// <param name="Site">What was inspected.</param>
/// <param name="On">The day.</param>
/// <param name="Leader">The head of the group.</param>
/// <param name="Officers">The others.</param>
/// <param name="ExceptionGround">Why the group is not as the rule wants it; empty when it is.</param>
/// <param name="Source">The statement that sent it.</param>
public sealed record Inspection(
    Jurisdiction Place,
    string Site,
    DateOnly On,
    GroupOfficer Leader,
    ImmutableArray<GroupOfficer> Officers,
    string ExceptionGround,
    string Source);

/// <summary>An officer of an inspection group.</summary>
/// <param name="Certificate">The officer's certificate.</param>
/// <param name="Home">The party from which the officer came on the day.</param>
public sealed record GroupOfficer(OfficerCertificate Certificate, Jurisdiction Home);

/// <summary>A record on which a member rests.</summary>
/// <param name="Record">The record.</param>
/// <param name="By">The member.</param>
/// <param name="On">The day.</param>
/// <param name="Use">What for; empty for a hand-over.</param>
/// <param name="Source">The statement that says so.</param>
public sealed record CaseReference(DossierId Record, Jurisdiction By, DateOnly On, string Use, string Source);

/// <summary>What came of a joint case.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Decision">The published decision; null where the outcome is none.</param>
/// <param name="Summary">In a few words.</param>
/// <param name="By">The member that published it.</param>
/// <param name="On">The day.</param>
/// <param name="Source">The statement that published it.</param>
public sealed record CaseResult(
    CaseOutcome Outcome, DossierId? Decision, string Summary, Jurisdiction By, DateOnly On, string Source);

/// <summary>A time during which a party works on a joint case. Who left and was brought in again has two.</summary>
/// <param name="Party">The party.</param>
/// <param name="FromOn">The first day: that of the opening, or of the act that brought it in.</param>
/// <param name="Ground">Why it was brought in; empty for those with whom the case was opened.</param>
/// <param name="Source">The statement that says so.</param>
public sealed record Membership(Jurisdiction Party, DateOnly FromOn, string Ground, string Source)
{
    /// <summary>Gets how it ended; null while it lasts.</summary>
    public Leaving? Left { get; init; }
}

/// <summary>How a party left a joint case.</summary>
/// <param name="On">The last day on which it was a member.</param>
/// <param name="Ground">Why.</param>
/// <param name="Source">The statement that says so.</param>
public sealed record Leaving(DateOnly On, string Ground, string Source);

/// <summary>An act in a joint case, for its timeline.</summary>
/// <param name="Filed">The statement, and when the hub received it.</param>
/// <param name="By">The member that acted.</param>
/// <param name="Officer">The officer for whom it acted.</param>
/// <param name="Deed">What it did.</param>
public sealed record CaseEntry(FiledStatement Filed, Jurisdiction By, OfficerCertificate Officer, CaseDeed Deed)
{
    /// <summary>Gets the civil day of the act.</summary>
    public DateOnly On => Filed.Statement.PublishedOn;

    /// <summary>Gets the statement that says it, such as <c>node:310118/3</c>.</summary>
    public string Source => Filed.Statement.Source;
}
