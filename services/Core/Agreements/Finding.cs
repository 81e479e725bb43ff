using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>A fact that a rule used.</summary>
/// <param name="Name">Its name, such as <c>officers.count</c>.</param>
/// <param name="Value">Its value in the spelling of the record.</param>
/// <param name="Source">The statement it came from, such as <c>node:310118/17</c>; empty when it comes from the
/// agreement.</param>
public sealed record Fact(string Name, string Value, string Source);

/// <summary>A reason that applies, with what it rests on.</summary>
/// <param name="Code">The reason.</param>
/// <param name="SinceOn">The civil day from which it holds.</param>
/// <param name="Facts">What it rests on, in the order in which the rule asked.</param>
public sealed record Finding(ReasonCode Code, DateOnly SinceOn, ImmutableArray<Fact> Facts)
{
    /// <inheritdoc/>
    public bool Equals(Finding? other) =>
        other is not null && Code == other.Code && SinceOn == other.SinceOn && Facts.SequenceEqual(other.Facts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, SinceOn, Facts.Length);
}

/// <summary>What follows for one item of an evidence package that has grounds of its own.</summary>
/// <param name="Number">Its number in the package.</param>
/// <param name="Outcome">What follows for it; for the items that are not named, what follows for the package.</param>
/// <param name="Findings">Every reason that applies to it, by precedence, then by code.</param>
/// <remarks>Source: scenario S08, variant e.</remarks>
public sealed record ItemAssessment(string Number, Outcome Outcome, ImmutableArray<Finding> Findings)
{
    /// <inheritdoc/>
    public bool Equals(ItemAssessment? other) => other is not null
        && Number == other.Number && Outcome == other.Outcome && Findings.SequenceEqual(other.Findings);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Outcome, Findings.Length);
}

/// <summary>What follows from a record for a receiver. Source: domain reference "Decision model".</summary>
public enum Outcome
{
    /// <summary>The receiver published it itself.</summary>
    Origin = 1,

    /// <summary>It counts.</summary>
    Recognised = 2,

    /// <summary>It counts, with a remark.</summary>
    RecognisedWithFlag = 3,

    /// <summary>Not yet.</summary>
    Pending = 4,

    /// <summary>It rests.</summary>
    Suspended = 5,

    /// <summary>It does not count.</summary>
    Refused = 6,

    /// <summary>It no longer counts, for good.</summary>
    Terminated = 7,

    /// <summary>No agreement claims it.</summary>
    NotApplicable = 8,

    /// <summary>Nothing is known of it. That is not the same as having nothing to say against it.</summary>
    NotKnown = 9,
}

/// <summary>What a pending outcome waits for.</summary>
public enum Awaiting
{
    /// <summary>Nothing.</summary>
    Nothing = 0,

    /// <summary>The receiving authority's review of the evidence.</summary>
    EvidenceReview = 1,

    /// <summary>A statement that another one presupposes: an earlier one that it has overtaken, or the new version of a decision
    /// that was changed.</summary>
    EarlierStatement = 2,

    /// <summary>Judgement item by item, which these rules do not cover yet.</summary>
    ItemJudgement = 3,

    /// <summary>Proof that the decision was served.</summary>
    Service = 4,

    /// <summary>An officer of the receiver, who has to decide on a ground.</summary>
    Officer = 5,
}

/// <summary>A ground on which an officer of the receiver has to decide.</summary>
/// <param name="Code">The reason.</param>
/// <param name="SinceOn">The civil day from which it is open.</param>
/// <param name="DueOn">The last day for deciding; null when the rule sets no term.</param>
/// <param name="Facts">What raised it.</param>
public sealed record Question(ReasonCode Code, DateOnly SinceOn, DateOnly? DueOn, ImmutableArray<Fact> Facts)
{
    /// <inheritdoc/>
    public bool Equals(Question? other) => other is not null && Code == other.Code && SinceOn == other.SinceOn
        && DueOn == other.DueOn && Facts.SequenceEqual(other.Facts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, SinceOn, DueOn, Facts.Length);
}

/// <summary>What a receiver makes of a record under a rule set.</summary>
/// <param name="Outcome">What follows.</param>
/// <param name="Findings">Every reason that applies, by precedence, then by code. For the origin, what happened to its record.
/// For what is not known, HOLD-ORDER when something has overtaken the record.</param>
/// <param name="EffectiveOn">The civil day from which the outcome holds.</param>
/// <param name="Awaiting">What a pending outcome waits for.</param>
public sealed record Assessment(Outcome Outcome, ImmutableArray<Finding> Findings, DateOnly EffectiveOn, Awaiting Awaiting)
{
    /// <summary>Gets what an officer of the receiver still has to decide, by precedence, then by code.</summary>
    public ImmutableArray<Question> Questions { get; init; } = [];

    /// <summary>Gets the items of an evidence package that have grounds of their own, in the order of the package.</summary>
    public ImmutableArray<ItemAssessment> Items { get; init; } = [];

    /// <summary>Tells what whoever may not see the record is told: outcome, codes and days.</summary>
    /// <returns>The assessment without facts, questions and items.</returns>
    public Assessment Bare() => new(
        Outcome, [.. Findings.Select(finding => finding with { Facts = [] })], EffectiveOn, Awaiting);

    /// <inheritdoc/>
    public bool Equals(Assessment? other) => other is not null
        && Outcome == other.Outcome && EffectiveOn == other.EffectiveOn && Awaiting == other.Awaiting
        && Findings.SequenceEqual(other.Findings) && Questions.SequenceEqual(other.Questions)
        && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Outcome, EffectiveOn, Awaiting, Findings.Length);
}

/// <summary>A code of which nothing can be said.</summary>
/// <param name="Code">The code.</param>
/// <param name="Missing">Facts that would have to be known; empty where no rule of the rule set judges it.</param>
public sealed record NotJudged(ReasonCode Code, ImmutableArray<string> Missing);
