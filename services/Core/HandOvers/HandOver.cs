using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.HandOvers;

/// <summary>The stages of handing evidence of a joint team over to the local bureau.</summary>
public enum HandOverStage
{
    /// <summary>The receiver is told, within 1 working day after the sealing 通知.</summary>
    Notice = 1,

    /// <summary>The receiver acknowledges, within 2 working days 签收.</summary>
    Acknowledgement = 2,

    /// <summary>The receiver reviews, within 5 working days 审核.</summary>
    Review = 3,

    /// <summary>What was returned is supplemented, within 10 working days 补充.</summary>
    Supplement = 4,

    /// <summary>A case is filed or not, within 15 days of the clue (Measures 2023, 18) 立案.</summary>
    Filing = 5,

    /// <summary>The outcome is disclosed back, within 7 working days after the decision 反馈.</summary>
    Outcome = 6,
}

/// <summary>How far a stage is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="DoneOn">The day on which it was done; null while it is not.</param>
/// <param name="Source">The statement that did it, such as <c>node:320509/17</c>; empty while nothing did.</param>
public sealed record HandOverTerm(HandOverStage Stage, DateOnly DueOn, DateOnly? DoneOn, string Source)
{
    /// <summary>Gets a value indicating whether it was done after its day.</summary>
    public bool WasLate => DoneOn > DueOn;

    /// <summary>Says whether it is, or was, overdue on a day.</summary>
    /// <param name="on">The civil day.</param>
    /// <returns>Whether its day had passed and it had not been done by then.</returns>
    public bool IsOverdue(DateOnly on) => DueOn < on && !(DoneOn <= on);
}

/// <summary>A package that a joint team hands over to the local bureau: where it stands, and what is due.</summary>
/// <param name="From">The party that took the evidence.</param>
/// <param name="To">The division whose bureau receives it.</param>
/// <param name="Terms">The stages that have begun, in their order. A stage whose turn has not come is not among them.</param>
/// <param name="Result">What the receiver made of it; null while it has not reviewed it.</param>
/// <remarks>
/// Folded from the statements in the package's dossier, so that nobody keeps the state of a hand-over and nobody can forget it.
/// Working days are those of the announced calendar. Source: domain reference "Evidence", section 5; scenario S01.
/// </remarks>
public sealed record HandOver(Jurisdiction? From, Jurisdiction To, ImmutableArray<HandOverTerm> Terms, ReviewResult? Result)
{
    /// <summary>Gets the stage that comes next; null when nothing is left to do.</summary>
    public HandOverTerm? Next => Terms.FirstOrDefault(term => term.DoneOn is null);

    /// <summary>Works out where a hand-over stands.</summary>
    /// <param name="facts">What is known of the package.</param>
    /// <param name="partyOf">Names the party for which a node speaks.</param>
    /// <param name="calendar">The working days.</param>
    /// <returns>Null when the record is no evidence, or is not handed over.</returns>
    public static HandOver? Of(DossierFacts facts, Func<NodeId, Jurisdiction?> partyOf, WorkingDays calendar)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(partyOf);
        ArgumentNullException.ThrowIfNull(calendar);
        return facts.Current is { Statement.Body: StatementBody.RecordVersion
            { Details: RecordDetails.Evidence { ReceivingDivision: { } receiver } evidence } } current
            ? new HandOverFold(facts, current, receiver, partyOf, calendar).Run(evidence.DecidedOn)
            : null;
    }

    /// <summary>Says whether something is overdue.</summary>
    /// <param name="on">The civil day.</param>
    /// <returns>Whether a stage is.</returns>
    public bool IsOverdue(DateOnly on) => Terms.Any(term => term.IsOverdue(on));
}
