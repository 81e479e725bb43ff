using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Confirming;

/// <summary>How far a proposal has got.</summary>
public enum ProposalState
{
    /// <summary>It waits for a second officer.</summary>
    Open = 1,

    /// <summary>A second officer has confirmed it, and the node has not said yet that it holds it.</summary>
    Confirming = 2,

    /// <summary>The node has signed it.</summary>
    Confirmed = 3,

    /// <summary>A second officer has returned it.</summary>
    Returned = 4,

    /// <summary>The record, or what the hub makes of it, changed before anybody confirmed it.</summary>
    Overtaken = 5,

    /// <summary>Nobody confirmed it in time.</summary>
    Expired = 6,
}

/// <summary>A decision that one officer has proposed and a second one has to confirm before the node signs it.</summary>
/// <param name="Id">The key of the form in which it was proposed.</param>
/// <param name="Division">The division for which is decided.</param>
/// <param name="Account">Id of the account that proposed it.</param>
/// <param name="Name">Name of that account.</param>
/// <param name="Certificate">Certificate of the officer who proposed it: it names the person.</param>
/// <param name="Act">What the node is to sign, without the second officer.</param>
/// <param name="Basis">The state of the record on which it rests, see <see cref="BasisOf"/>.</param>
/// <param name="At">When it was proposed.</param>
/// <param name="Ends">When it expires.</param>
/// <param name="State">How far it has got.</param>
/// <param name="Second">Id of the account of the second officer; empty while nobody has acted.</param>
/// <param name="SecondName">Name of that account.</param>
/// <param name="Reason">Why it was returned; empty when it was not.</param>
/// <param name="Sequence">The statement that it has become; 0 while it has not.</param>
public sealed record Proposal(
    string Id, string Division, string Account, string Name, string Certificate, SubmitRequest Act, string Basis,
    DateTimeOffset At, DateTimeOffset Ends, ProposalState State, string Second = "", string SecondName = "", string Reason = "",
    long Sequence = 0)
{
    /// <summary>How many days a proposal waits where the question has no term, or its term is over.</summary>
    public const int DaysWithoutTerm = 10;

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>Gets the dossier that is decided about.</summary>
    public string Dossier => Act.Event.Dossier;

    /// <summary>Gets the record that is decided about.</summary>
    public string RecordId => Act.Event.Event_.RecordId;

    /// <summary>Gets the ground that is decided about; empty for the review of a package.</summary>
    public string Ground => Act.Event.Event_.GroundReviewed?.Code ?? "";

    /// <summary>Gets a value indicating whether it can still become a statement.</summary>
    public bool IsWaiting => State is ProposalState.Open or ProposalState.Confirming;

    /// <summary>Writes down on what a decision about a record rests: the newest statement on it, and the decision in
    /// force.</summary>
    public static string BasisOf(GetRecordResponse held, Decision decision) => FormattableString.Invariant(
        $"{held.Statements.Select(statement => statement.Position).DefaultIfEmpty().Max()}/{decision.Number}/{decision.Outcome}");

    /// <summary>Works out when a proposal expires: at the end of the last day of the term of the question.</summary>
    /// <param name="decision">What the hub makes of the record, with its questions.</param>
    /// <param name="ground">The ground that is decided about; another question's term does not count when it has its own.</param>
    /// <param name="now">The present.</param>
    public static DateTimeOffset EndOf(Decision decision, string ground, DateTimeOffset now)
    {
        var today = CivilDates.Of(now);
        var own = decision.Questions.Where(question => question.Code == ground).ToList();
        DateOnly[] terms = [.. (own.Count > 0 ? own : [.. decision.Questions]).Select(question => question.DueOn)
            .Where(due => CivilDates.TryParse(due, out _)).Select(CivilDates.Parse).Where(due => due >= today)];
        var last = terms.Length > 0 ? terms.Min() : today.AddDays(DaysWithoutTerm);
        return new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), China);
    }
}
