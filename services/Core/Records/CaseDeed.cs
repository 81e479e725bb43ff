using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>How a joint case ended.</summary>
public enum CaseOutcome
{
    /// <summary>A penalty was decided 已作出处罚决定.</summary>
    Penalised = 1,

    /// <summary>It was decided not to penalise 不予处罚.</summary>
    NotPenalised = 2,

    /// <summary>Nothing unlawful was found 未发现违法行为.</summary>
    NothingFound = 3,

    /// <summary>The case went to another authority 移送有权机关.</summary>
    Referred = 4,
}

/// <summary>What a party does in a joint case, or as a part of the joint enforcement team.</summary>
/// <remarks>Source: domain reference "Mechanisms", rows 4 and 7 to 12.</remarks>
public abstract record CaseDeed
{
    private CaseDeed() { }

    /// <summary>Gets the record that it names; null when it names none.</summary>
    public DossierId? Names => this switch
    {
        CompleteTask { Record: { } record } => record,
        Cite { Record: var cited } => cited,
        LinkHandOver { Package: var package } => package,
        PublishResult { Decision: { } decision } => decision,
        _ => null,
    };

    /// <summary>Makes an officer of the party a member of the team, or gives a member another period.</summary>
    /// <param name="Certificate">The officer's certificate.</param>
    /// <param name="FromOn">The first day.</param>
    /// <param name="UntilOn">The last day; null while none is set.</param>
    public sealed record AssignMember(OfficerCertificate Certificate, DateOnly FromOn, DateOnly? UntilOn) : CaseDeed;

    /// <summary>Takes on the lead of the team for a term.</summary>
    /// <param name="Certificate">The officer of the party who heads the team.</param>
    /// <param name="FromOn">The first day.</param>
    /// <param name="UntilOn">The last day: one year after the first at most.</param>
    public sealed record TakeLead(OfficerCertificate Certificate, DateOnly FromOn, DateOnly UntilOn) : CaseDeed;

    /// <summary>Gives back a term of the party that has not begun.</summary>
    /// <param name="FromOn">Its first day.</param>
    public sealed record GiveBackLead(DateOnly FromOn) : CaseDeed;

    /// <summary>Opens a case.</summary>
    /// <param name="Title">What it is about.</param>
    /// <param name="Members">The parties that work on it, the one that opens it among them.</param>
    /// <param name="Subjects">Credit codes of those whom it concerns.</param>
    /// <param name="Ground">What it was opened for: an item of the plan, a petition, an alarm.</param>
    public sealed record Open(
        string Title, ImmutableArray<Jurisdiction> Members, ImmutableArray<string> Subjects, string Ground) : CaseDeed;

    /// <summary>Gives a member something to do.</summary>
    /// <param name="Task">Names it within the case, such as <c>T1</c>.</param>
    /// <param name="Title">What is to be done.</param>
    /// <param name="Owner">Who is to do it.</param>
    /// <param name="DueOn">The last day for it, a calendar day.</param>
    public sealed record AssignTask(string Task, string Title, Jurisdiction Owner, DateOnly DueOn) : CaseDeed;

    /// <summary>Reports that a task of the party is done.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Note">What came of it; may be empty when a record says it.</param>
    /// <param name="Record">The record that came of it; null when there is none.</param>
    public sealed record CompleteTask(string Task, string Note, DossierId? Record) : CaseDeed;

    /// <summary>Sends a group of the team to inspect.</summary>
    /// <param name="Place">The division that is inspected.</param>
    /// <param name="Site">What is inspected there.</param>
    /// <param name="On">The day.</param>
    /// <param name="Leader">The head of the group.</param>
    /// <param name="Officers">The others.</param>
    /// <param name="ExceptionGround">Why the head is local, or nobody is; empty when the group is as the rule wants it.</param>
    public sealed record Inspect(
        Jurisdiction Place, string Site, DateOnly On, OfficerCertificate Leader, ImmutableArray<OfficerCertificate> Officers,
        string ExceptionGround) : CaseDeed;

    /// <summary>Rests on a record 援用.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Use">What for.</param>
    public sealed record Cite(DossierId Record, string Use) : CaseDeed;

    /// <summary>Ties the hand-over of an evidence package to the case 证据移送.</summary>
    /// <param name="Package">The package.</param>
    public sealed record LinkHandOver(DossierId Package) : CaseDeed;

    /// <summary>Publishes what came of the case 查处结果公开.</summary>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="Decision">The published decision; null where the outcome is none.</param>
    /// <param name="Summary">In a few words.</param>
    public sealed record PublishResult(CaseOutcome Outcome, DossierId? Decision, string Summary) : CaseDeed;

    /// <summary>Closes the case.</summary>
    public sealed record Close : CaseDeed;

    /// <summary>Opens a closed case again.</summary>
    /// <param name="Ground">Why.</param>
    public sealed record Reopen(string Ground) : CaseDeed;

    /// <summary>Brings another party of the agreement into the case 增加参与方.</summary>
    /// <param name="Party">Who joins.</param>
    /// <param name="Ground">Why the case concerns it.</param>
    public sealed record Join(Jurisdiction Party, string Ground) : CaseDeed;

    /// <summary>Says that the party that acts leaves the case 退出.</summary>
    /// <param name="Ground">Why it has nothing more to do.</param>
    public sealed record Leave(string Ground) : CaseDeed;
}
