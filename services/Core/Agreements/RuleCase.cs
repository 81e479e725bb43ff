using System.Collections.Immutable;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>The cases beside a rule set: records, and what each of them must lead to.</summary>
/// <param name="Records">Complete records, by their name in the file.</param>
/// <param name="Cases">The cases, in the order of the file.</param>
public sealed record RuleCaseSet(
    ImmutableDictionary<string, DocumentNode.Mapping> Records, ImmutableArray<RuleCase> Cases);

/// <summary>A record under a rule set, and what every receiver must make of it.</summary>
/// <param name="Name">Its name, where it stands in the file.</param>
/// <param name="Rules">The rule set, with what its parties choose in this case.</param>
/// <param name="Record">The record that it is about.</param>
/// <param name="Then">What is published after the record, in order.</param>
/// <param name="AsOf">The civil day asked about; null for the latest state.</param>
/// <param name="Expect">What is expected, receiver by receiver.</param>
public sealed record RuleCase(
    DocumentNode.Scalar Name,
    RuleSet Rules,
    CasePublication Record,
    ImmutableArray<CasePublication> Then,
    DateOnly? AsOf,
    ImmutableArray<CaseExpectation> Expect);

/// <summary>Something that a node publishes in a case.</summary>
/// <param name="At">Where it stands in the file.</param>
/// <param name="Record">Name of the record that is published; empty for an event.</param>
/// <param name="Event">What happened to the record of the case; null for a record.</param>
/// <param name="Change">What differs from the record of that name: dotted paths and the values to be put there.</param>
/// <param name="On">The civil day; null for the day of the act of office.</param>
/// <param name="By">Division of the party that publishes, or <c>arbiter</c>; empty for that of the record.</param>
public sealed record CasePublication(
    DocumentNode At,
    string Record,
    DocumentNode.Mapping? Event,
    ImmutableArray<(DocumentNode.Scalar Path, DocumentNode Value)> Change,
    DateOnly? On,
    string By);

/// <summary>What a receiver must make of the record of a case.</summary>
/// <param name="At">Where it stands in the file.</param>
/// <param name="Receiver">The receiver.</param>
/// <param name="Answer">What it must answer.</param>
public sealed record CaseExpectation(DocumentNode At, Jurisdiction Receiver, CaseAnswer Answer);

/// <summary>An assessment, as far as cases look at it.</summary>
/// <param name="Outcome">What follows.</param>
/// <param name="Codes">The reasons that apply, by precedence, then by code.</param>
/// <param name="Questions">What an officer has to decide, and by when.</param>
public sealed record CaseAnswer(
    Outcome Outcome, ImmutableArray<string> Codes, ImmutableArray<(string Code, DateOnly? DueOn)> Questions)
{
    /// <summary>Gets the items of evidence that have grounds of their own, each with each of its codes.</summary>
    public ImmutableArray<(string Item, string Code)> Items { get; init; } = [];

    /// <summary>Takes from an assessment what cases look at.</summary>
    /// <param name="assessment">The assessment.</param>
    /// <returns>The answer.</returns>
    public static CaseAnswer Of(Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        return new CaseAnswer(
            assessment.Outcome,
            [.. assessment.Findings.Select(finding => finding.Code.ToString())],
            [.. assessment.Questions.Select(question => (question.Code.ToString(), question.DueOn))])
        {
            Items = [.. assessment.Items.SelectMany(item => item.Findings.Select(found => (item.Number, found.Code.ToString())))],
        };
    }

    /// <inheritdoc/>
    public bool Equals(CaseAnswer? other) => other is not null && Outcome == other.Outcome
        && Codes.SequenceEqual(other.Codes) && Questions.SequenceEqual(other.Questions)
        && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Outcome, Codes.Length, Questions.Length);

    /// <summary>Writes it on one line: <c>PENDING; asks REF-COMP-VENUE by 2026-06-15</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        var codes = Codes.IsEmpty ? "" : $": {string.Join(' ', Codes)}";
        var questions = Questions.Select(question =>
            question.DueOn is { } due ? $"{question.Code} by {CivilDates.Format(due)}" : question.Code);
        var items = string.Concat(Items.Select(item => $"; {item.Item}: {item.Code}"));
        return Spelling.Of(Outcome) + codes + items + (Questions.IsEmpty ? "" : $"; asks {string.Join(", ", questions)}");
    }
}
